package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.LakeTables;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which settings decide results, and what is kept of them. */
class SettingsOfRunsTest {
  private static Settings settings(String key, String value) {
    return SparkForTests.settings(Path.of("target/none"), Map.of(key, value));
  }

  @Test
  void placesSparkAndTheSizeOfTheReportDecideNothing() {
    String hash = SettingsOfRuns.hash(settings("archive.uri", "a"));
    Map.of("archive.uri", "b", "spark.master", "local[3]", "report.max-columns", "200")
        .forEach(
            (key, value) ->
                assertThat(SettingsOfRuns.hash(settings(key, value))).as(key).isEqualTo(hash));
    for (String key :
        new String[] {
          "heatmap.step-bp", "statistics.history-days", "calibration.draws", "book.warm-up-days"
        }) {
      assertThat(SettingsOfRuns.hash(settings(key, "40"))).as(key).isNotIn(hash, "");
    }
  }

  @Test
  void theOrderOfKeysDecidesNothing() {
    String hash =
        SettingsOfRuns.hash(settings("book.max-leverage", "{okx: 50, binance: 125, default: 100}"));
    assertThat(
            SettingsOfRuns.hash(
                settings("book.max-leverage", "{default: 100, binance: 125, okx: 50}")))
        .isEqualTo(hash);
    assertThat(
            SettingsOfRuns.hash(
                settings("book.max-leverage", "{default: 100, binance: 125, okx: 60}")))
        .isNotEqualTo(hash);
    assertThat(SettingsOfRuns.hash(settings("archive.columns", "{klines: {ts: t, open: o}}")))
        .isEqualTo(SettingsOfRuns.hash(settings("archive.columns", "{klines: {open: o, ts: t}}")));
  }

  @Test
  void whatDiffersIsNamedByItsKeyWithBothValues() {
    Settings then = settings("contracts.okx/NEW", "{product: spot, base: NEW}");
    assertThat(
            SettingsOfRuns.changes(
                SettingsOfRuns.values(then),
                SettingsOfRuns.values(settings("heatmap.step-bp", "50"))))
        .contains(
            "heatmap.step-bp was 20 and is 50", "contracts.okx/NEW.base was NEW and is not set")
        .allMatch(change -> change.startsWith("contracts.okx/NEW.") || change.contains("step-bp"));
    assertThat(SettingsOfRuns.values(then))
        .containsEntry("book.parameter-set", "real")
        .containsEntry("realised.restoration.factors", "[]")
        .containsEntry("book.max-leverage.default", "100.0")
        .doesNotContainKey("realised.restoration.known");
  }

  @Test
  void theyAreKeptOnce() {
    MemoryLake lake = new MemoryLake();
    Settings one = settings("heatmap.step-bp", "50");
    SettingsOfRuns.keep(lake, one, "first", Instant.EPOCH);
    int rows = lake.rows(LakeTables.RUN_SETTINGS).size();
    SettingsOfRuns.keep(lake, one, "second", Instant.EPOCH);
    assertThat(lake.rows(LakeTables.RUN_SETTINGS)).hasSize(rows);
    assertThat(SettingsOfRuns.kept(lake, SettingsOfRuns.hash(one)))
        .isEqualTo(SettingsOfRuns.values(one));
    assertThat(SettingsOfRuns.kept(lake, "other")).isEmpty();
  }
}
