package io.treadmill.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theDefaultsAreValidAndComeFromTheDocumentedFile() {
    SettingsFile file = SettingsFile.load(null, Map.of());
    Settings settings = file.settings();
    assertThat(settings.heatmap()).isEqualTo(new Settings.HeatmapSettings(15, 20, 30, List.of(4)));
    assertThat(file.origin("heatmap.step-bp")).isEqualTo("conf/treadmill.yaml");
  }

  @Test
  void everyRecordComponentHasALineInTheFileAndBackwards() throws Exception {
    List<String> components = new ArrayList<>();
    collect(Settings.class, "", components);
    Map<String, String> values = SettingsFile.load(null, Map.of()).values();
    TreeSet<String> keys = new TreeSet<>();
    for (String key : values.keySet()) {
      keys.add(
          components.stream()
              .filter(name -> key.equals(name) || key.startsWith(name + "."))
              .findFirst()
              .orElse("unknown " + key));
    }
    assertThat(keys).containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void aFileOverridesSingleKeysAndASetValueOverridesTheFile() throws Exception {
    Path yaml = folder.resolve("mine.yaml");
    Files.writeString(
        yaml, "heatmap:\n  step-bp: 50\n  step-minutes: 60\nlake: {uri: /data/lake}\n");
    SettingsFile file = SettingsFile.load(yaml, Map.of("heatmap.step-bp", "100"));
    assertThat(file.settings().heatmap())
        .isEqualTo(new Settings.HeatmapSettings(60, 100, 30, List.of(4)));
    assertThat(file.settings().lake().uri()).isEqualTo("/data/lake");
    assertThat(file.origin("heatmap.step-bp")).isEqualTo("--set");
    assertThat(file.origin("heatmap.step-minutes")).isEqualTo(yaml.toString());
  }

  @Test
  void mapsTakeKeysOfTheUsersChoice() {
    Settings settings =
        SettingsFile.load(
                null,
                Map.of(
                    "archive.columns.trades.price", "px",
                    "contracts.okx/NEW-USDT-SWAP", "{product: linear_perp, contract-value: 10}",
                    "spark.properties.spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:9"))
            .settings();
    assertThat(settings.archive().columns()).isEqualTo(Map.of("trades", Map.of("price", "px")));
    assertThat(settings.contracts())
        .isEqualTo(
            Map.of(
                "okx/NEW-USDT-SWAP",
                new Settings.ContractSettings("linear_perp", null, null, 10.0, null)));
    assertThat(settings.spark().properties())
        .containsEntry("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:9");
  }

  @ParameterizedTest
  @CsvSource({
    "heatmap.stepbp, 20, heatmap.step-bp",
    "heatmap.step-bps, 20, heatmap.step-bp",
    "lake.url, x, lake.uri",
    "lake.catalog.typ, x, lake.catalog.type",
    "sparc.master, x, spark.master"
  })
  void anUnknownKeyIsToldWithTheNearestName(String key, String value, String nearest) {
    assertThatThrownBy(() -> SettingsFile.load(null, Map.of(key, value)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Unknown setting: " + key)
        .hasMessageContaining("did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "heatmap.step-bp, 15, must be a multiple of 10",
    "heatmap.step-bp, abc, heatmap.step-bp",
    "heatmap.step-minutes, 7, must be a multiple of 5",
    "heatmap.range-percent, 0, 'must be in (0, 60]'",
    "book.parameter-set, mine, must be real or simulated",
    "ingest.max-quarantine-percent, 101, must be in 0..100",
    "lake.uri, s3a://bucket/lake, several hosts can share"
  })
  void aValueThatBreaksItsRuleIsToldWithKeyValueRuleAndOrigin(
      String key, String value, String rule) {
    assertThatThrownBy(() -> SettingsFile.load(null, Map.of(key, value)).settings())
        .isInstanceOf(UserError.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining(rule)
        .hasMessageContaining("--set");
  }

  @Test
  void anObjectStoreWithSqliteNeedsTheWordOfTheUserAndAPlaceForTheCatalog() {
    Settings settings =
        SettingsFile.load(
                null,
                Map.of(
                    "lake.uri", "s3a://bucket/lake",
                    "lake.one-host-writes", "true",
                    "lake.catalog.uri", "jdbc:sqlite:/tmp/catalog.db"))
            .settings();
    assertThat(settings.lake().oneHostWrites()).isTrue();
  }

  private static void collect(Class<?> type, String prefix, List<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          (prefix.isEmpty() ? "" : prefix + ".")
              + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
      if (component.getType().isRecord()) {
        collect(component.getType(), name, names);
      } else {
        names.add(name);
      }
    }
  }

  private void assertRefused(String yaml, String... words) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
    assertThatThrownBy(() -> SettingsFile.load(file, Map.of()).settings())
        .isInstanceOf(UserError.class)
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
  }

  @Test
  void twoKeysOfOneNameOneFolderForBothAndUnknownWordsAreRefused() throws java.io.IOException {
    assertRefused("heatmap:\n  step-bp: 20\n  step-bp: 50\n", "two keys 'step-bp'", "line 3");
    assertRefused(
        "archive: {uri: /a/lake}\nlake: {uri: \"file:///a/b/../lake/\"}\n", "archive.uri");
    assertRefused("lake: {catalog: {type: jdbcc}}\n", "lake.catalog.type", "jdbcc", "rest");
    for (String master : List.of("foo", "local[]", "local[0]", "local[x]", "spark:/x")) {
      assertRefused("spark: {master: \"%s\"}\n".formatted(master), "spark.master", master);
    }
    assertRefused(
        "contracts: {okx/X: {product: linear_perp, contractvalue: 1}}\n",
        "contracts.okx/X.contractvalue",
        "did you mean contract-value?");
  }

  private static Settings watching(String rule) {
    return SettingsFile.load(null, Map.of("watch.rules", "[" + rule + "]")).settings();
  }

  @Test
  void aRuleThatWatchesTakesTheDefaultsOfItsKindAndNothingOfAnother() {
    WatchSettings.WatchRule near =
        watching("{name: a, when: near-hot-zone, symbols: [BTCUSDT]}").watch().rules().get(0);
    assertThat(near.kind()).isEqualTo(WatchSettings.Kind.NEAR_HOT_ZONE);
    assertThat(near.withinPercent()).isEqualTo(2);
    assertThat(near.horizonH()).isZero();
    assertThat(near.isOf("binance", "BTCUSDT")).isTrue();
    assertThat(near.isOf("binance", "ETHUSDT")).isFalse();
    assertThat(watching("{name: a, when: score-lost}").watch().rules().get(0).baseline())
        .isEqualTo("fine_freshness_far");
    for (String wrong :
        List.of(
            "{when: flush}",
            "{name: a}",
            "{name: a, when: flushes}",
            "{name: a, when: flush, below: 1}",
            "{name: a, when: score-lost, side: long}",
            "{name: a, when: flush, side: buy}",
            "{name: a, when: flush, sides: long}",
            "{name: a, when: near-hot-zone, within-percent: 0}",
            "{name: a, when: flush, least-usd: -1}",
            "{name: a, when: flush}, {name: a, when: flush}")) {
      assertThatThrownBy(() -> watching(wrong)).as(wrong).isInstanceOf(UserError.class);
    }
  }

  @Test
  void theAddressOfAWebhookIsNeverShown() {
    String address = "https://hooks.example.com/services/T0/B1/x9y8";
    Settings settings = SettingsFile.load(null, Map.of("watch.webhook", address)).settings();
    Secrets secrets = Secrets.of(settings, Map.of());
    assertThat(secrets.shown("watch.webhook", address)).isEqualTo("(hidden)");
    assertThat(secrets.hide("POST " + address + " failed")).isEqualTo("POST (hidden) failed");
    assertThat(settings.watch().webhookHost()).isEqualTo("hooks.example.com");
    assertThatThrownBy(
            () -> SettingsFile.load(null, Map.of("watch.webhook", "T0/B1/x9y8")).settings())
        .hasMessageContaining("watch.webhook")
        .hasMessageNotContaining("x9y8");
  }
}
