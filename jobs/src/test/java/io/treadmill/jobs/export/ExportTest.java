package io.treadmill.jobs.export;

import static io.treadmill.jobs.export.MadeUpNight.DAY;
import static io.treadmill.jobs.export.MadeUpNight.millis;
import static io.treadmill.jobs.export.MadeUpNight.nanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.CommandForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.export.Known.From;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a made-up night, read back: values, names, and when each could be known. */
class ExportTest {
  private static final Known AT_ONCE = new Known(From.INSTANT, Duration.ZERO);
  private static final Known AFTER_NIGHT = new Known(From.NIGHT, Duration.ofMinutes(180));

  private static final SortedSet<String> NO_ASSET = new TreeSet<>();

  @TempDir Path folder;
  private MadeUpNight night;

  @BeforeEach
  void writeTheTables() {
    night = new MadeUpNight(folder);
    night.put(
        LakeTables.LIQUIDATION_HEATMAP,
        cell("02:00", "long", 99, 100, 5e6, 0),
        cell("01:15", "short", 101, 102, 7e6, 0),
        cell("01:15", "short", 101, 102, 8e6, 4));
    night.put(
        LakeTables.ZONES,
        zone("02:00", "long", "hot", 1, 3.5, 9e6),
        zone("02:00", "long", "hot", 2, 6, 4e6),
        zone("02:00", "short", "thin", 1, 2, 1e5));
    night.put(
        LakeTables.FRAGILITY,
        move("02:00", "long", 0.5, 1e6),
        move("02:00", "long", 5, 3e7),
        move("02:15", "long", 5, 4e7));
    night.put(
        LakeTables.REALISED_LIQUIDATIONS,
        forced("01:55", 5, "long", 1000, "full"),
        forced("01:00", 5, "long", 200, "full"),
        forced("01:00", 5, "long", 999, "throttled"),
        forced("02:00", 5, "short", 30, "full"));
    night.put(
        LakeTables.POSITIONING,
        Map.of("time", "01:55", "open_interest", 11.0, "taker_volume_ratio", 0.5),
        Map.of(
            "time",
            "02:00",
            "open_interest",
            12.0,
            "open_interest_usd",
            720_000.0,
            "long_short_account_ratio",
            2.75,
            "top_account_ratio",
            1.25,
            "top_position_ratio",
            1.5));
  }

  @Test
  void aCatalogOfNautilusHasTheInstantOfAValueAndWhenItCouldBeKnown() throws IOException {
    write(new Export(ExportFormat.NAUTILUS, AFTER_NIGHT, 0, NO_ASSET));
    String stamp = "2026-03-04T03-00-00-000000000Z";
    List<Row> rows =
        night.parquet(
            "data/custom_treadmill_map/BTCUSDT-PERP.BINANCE/%s_%1$s.parquet".formatted(stamp),
            "instrument_id",
            "type",
            "side",
            "price_low",
            "expected_notional_usd",
            "low_usd",
            "ts_event",
            "ts_init");
    long known = Instant.parse("2026-03-04T03:00:00Z").getEpochSecond() * 1_000_000_000L;
    String id = "BTCUSDT-PERP.BINANCE";
    assertThat(rows)
        .containsExactly(
            RowFactory.create(id, "TreadmillMap", "short", 101.0, 7e6, null, nanos("01:15"), known),
            RowFactory.create(id, "TreadmillMap", "long", 99.0, 5e6, null, nanos("02:00"), known));
    assertThat(folder.resolve("out/treadmill_data.py"))
        .content()
        .contains("class TreadmillForced(Data):", "    age_hours: float\n", "    kind: str\n");
    assertThat(folder.resolve("out/treadmill.json")).content().contains("\"delay_minutes\" : 180");
  }

  @Test
  void anArrayOfNumpyHasTheRowsInOrderOfWhenTheyCouldBeKnown() throws IOException {
    write(new Export(ExportFormat.HFTBACKTEST, AT_ONCE, 0, NO_ASSET));
    ByteBuffer array = night.array("binance/linear_perp/BTCUSDT-forced.npz");
    byte[] head = new byte[10];
    array.get(head);
    byte[] words = new byte[(head[8] & 0xff) + 256 * head[9]];
    array.get(words);
    assertThat((head.length + words.length) % 64).isZero();
    assertThat(new String(words, StandardCharsets.US_ASCII))
        .startsWith(
            "{'descr': [('local_ts', '<i8'), ('ts', '<i8'), ('side', '<f8'), ('price_low', '<f8'),"
                + " ('price_high', '<f8'), ('notional_usd', '<f8'), ('low_usd', '<f8'),"
                + " ('high_usd', '<f8'), ('interval_minutes', '<f8'), ('print_count', '<f8')],"
                + " 'fortran_order': False, 'shape': (3,), }")
        .endsWith("\n");
    // Totals of five minutes are known at their end; of two feeds the one of more rows stands.
    for (Object[] row :
        List.of(
            new Object[] {"01:05", 1.0, 200.0},
            new Object[] {"02:00", 1.0, 1000.0},
            new Object[] {"02:05", -1.0, 30.0})) {
      assertThat(array.getLong()).isEqualTo(nanos((String) row[0]));
      assertThat(array.getLong()).isEqualTo(nanos((String) row[0]));
      assertThat(array.getDouble()).isEqualTo((double) row[1]);
      assertThat(array.getDouble()).isNaN();
      assertThat(array.getDouble()).isNaN();
      assertThat(array.getDouble()).isEqualTo((double) row[2]);
      array.position(array.position() + 4 * Double.BYTES);
    }
    assertThat(array.hasRemaining()).isFalse();
    ByteBuffer zones = night.array("binance/linear_perp/BTCUSDT-zones.npz");
    int rows = zones.capacity() - 3 * (2 + 11) * 8;
    assertThat(zones.getDouble(rows + 24)).as("hot").isEqualTo(1);
    assertThat(zones.getDouble(rows + 2 * 13 * 8 + 24)).as("thin").isEqualTo(-1);
    ByteBuffer positioning = night.array("binance/linear_perp/BTCUSDT-positioning.npz");
    positioning.position(positioning.capacity() - 2 * (2 + 6) * 8);
    assertThat(positioning.getLong()).isEqualTo(nanos("01:55"));
    positioning.position(positioning.capacity() - (2 + 6) * 8);
    assertThat(positioning.getLong()).isEqualTo(nanos("02:00"));
    assertThat(positioning.getLong()).isEqualTo(nanos("02:00"));
    for (double value : new double[] {12, 720_000, 2.75, 1.25, 1.5}) {
      assertThat(positioning.getDouble()).isEqualTo(value);
    }
    assertThat(positioning.getDouble()).as("no taker_volume_ratio").isNaN();
  }

  @Test
  void aFrameOfFreqtradeShowsAnHourWhenItsRowCouldBeKnown() throws IOException {
    write(new Export(ExportFormat.FREQTRADE, AT_ONCE, 0, NO_ASSET));
    List<Map<String, Object>> rows = frame("BTC");
    // merge_informative_pair shows a row of date d at d + 1 h.
    assertThat(rows)
        .extracting(row -> row.get("date"), row -> row.get("ts"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(millis("01:00"), millis("02:00")),
            org.assertj.core.groups.Tuple.tuple(millis("02:00"), millis("03:00")));
    assertThat(rows.get(0))
        .containsEntry("long_move_5_percent_usd", 3e7)
        .containsEntry("long_move_1_percent_usd", null)
        .containsEntry("long_hot_distance_percent", 3.5)
        .containsEntry("long_hot_mass_usd", 9e6)
        .containsEntry("short_thin_mass_usd", 1e5)
        .containsEntry("open_interest", 12.0)
        .containsEntry("long_short_account_ratio", 2.75)
        .containsEntry("top_account_ratio", 1.25)
        .containsEntry("taker_volume_ratio", null)
        .containsEntry("long_forced_usd", 1200.0)
        .containsEntry("short_forced_usd", null);
    assertThat(rows.get(1)).containsEntry("short_forced_usd", 30.0);
  }

  /** One instrument is held at a time; what a series told of it waits in a file for the others. */
  @Test
  void framesOfSeveralInstrumentsAreNotHeldTogether() throws IOException {
    night.put(LakeTables.FRAGILITY, ofEther(move("02:00", "long", 5, 6e7)));
    night.put(LakeTables.REALISED_LIQUIDATIONS, ofEther(forced("01:55", 5, "short", 70, "full")));
    Export export = new Export(ExportFormat.FREQTRADE, AT_ONCE, 0, NO_ASSET);
    assertThat(export.write(night.context(UtcDays.of(DAY), Selection.ALL), folder.resolve("out")))
        .hasSize(2);
    assertThat(frame("ETH"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("long_move_5_percent_usd", 6e7)
                    .containsEntry("short_forced_usd", 70.0)
                    .containsEntry("long_forced_usd", null));
    assertThat(frame("BTC").get(0))
        .containsEntry("long_move_5_percent_usd", 3e7)
        .containsEntry("long_forced_usd", 1200.0);
    assertThat(folder.resolve("out"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
  }

  private static Map<String, Object> ofEther(Map<String, Object> row) {
    Map<String, Object> values = new HashMap<>(row);
    values.put("symbol", "ETHUSDT");
    return values;
  }

  @Test
  void ofHoursThatOneNightPublishesTheLastStands() throws IOException {
    write(new Export(ExportFormat.FREQTRADE, AFTER_NIGHT, 0, NO_ASSET));
    assertThat(frame("BTC"))
        .extracting(row -> row.get("date"), row -> row.get("ts"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Instant.parse("2026-03-04T02:00:00Z").toEpochMilli(), millis("03:00")));
  }

  @Test
  void aFolderThatIsThereAndDaysWithoutRowsAreRefused() throws IOException {
    Export other = new Export(ExportFormat.NAUTILUS, AT_ONCE, 0, NO_ASSET);
    Path out = folder.resolve("out");
    RunContext empty = night.context(UtcDays.of(DAY.plusDays(9)), Selection.ALL);
    assertThatThrownBy(() -> other.write(empty, out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no maps of horizon 0 h")
        .extracting(e -> ((UserError) e).exitCode())
        .isEqualTo(ExitCode.INPUT);
    assertThat(out).doesNotExist();
    Files.createDirectories(out);
    assertThatThrownBy(() -> other.write(night.context(UtcDays.of(DAY), Selection.ALL), out))
        .hasMessageContaining("is there already");
  }

  @Test
  void theCommandAsksWhenAValueIsKnown() {
    String[] words = {
      "export", "--from", "2026-03-03", "--to", "2026-03-03", "--format", "nautilus", "--out", "x"
    };
    CommandForTests missing = CommandForTests.run(words);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.text()).contains("--known");
    CommandForTests wrong =
        CommandForTests.run(
            Stream.concat(Stream.of(words), Stream.of("--known", "night", "--horizon", "3"))
                .toArray(String[]::new));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.text()).contains("Invalid --horizon: 3 (must be 0, 1, 4 or 24)");
  }

  private void write(Export export) {
    export.write(night.context(UtcDays.of(DAY), Selection.ALL), folder.resolve("out"));
  }

  private List<Map<String, Object>> frame(String base) throws IOException {
    return night.frame("binance/futures/%s_USDT_USDT-1h.feather".formatted(base));
  }

  private static Map<String, Object> cell(
      String time, String side, double low, double high, double usd, int horizon) {
    return Map.of(
        "time",
        time,
        "side",
        side,
        "price_low",
        low,
        "price_high",
        high,
        "bucket",
        (int) low,
        "expected_notional_usd",
        usd,
        "horizon_h",
        horizon);
  }

  private static Map<String, Object> zone(
      String time, String side, String kind, int number, double distance, double usd) {
    return Map.of(
        "time",
        time,
        "side",
        side,
        "kind",
        kind,
        "zone",
        number,
        "horizon_h",
        0,
        "distance_percent",
        distance,
        "mass_usd",
        usd);
  }

  private static Map<String, Object> move(String time, String side, double percent, double usd) {
    return Map.of(
        "time", time, "side", side, "move_percent", percent, "expected_usd", usd, "horizon_h", 0);
  }

  private static Map<String, Object> forced(
      String time, int minutes, String side, double usd, String rule) {
    return Map.of(
        "time",
        time,
        "interval_minutes",
        minutes,
        "side",
        side,
        "notional_usd",
        usd,
        "feed_rule",
        rule);
  }
}
