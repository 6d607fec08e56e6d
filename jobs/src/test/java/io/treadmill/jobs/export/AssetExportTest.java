package io.treadmill.jobs.export;

import static io.treadmill.jobs.export.MadeUpNight.DAY;
import static io.treadmill.jobs.export.MadeUpNight.millis;
import static io.treadmill.jobs.export.MadeUpNight.nanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.CommandForTests;
import io.treadmill.jobs.export.Known.From;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps of assets, whose reference trades at 100 before 02:00, in each format. */
class AssetExportTest {
  private static final Known AT_ONCE = new Known(From.INSTANT, Duration.ZERO);
  private static final Known AFTER_NIGHT = new Known(From.NIGHT, Duration.ofMinutes(180));

  @TempDir Path folder;
  private MadeUpNight night;

  @BeforeEach
  void writeTheTables() {
    night = new MadeUpNight(folder);
    night.put(
        LakeTables.BARS_5M,
        Map.of("time", "01:50", "close", 98.0),
        Map.of("time", "01:55", "close", 100.0),
        Map.of("time", "02:00", "close", 90.0),
        Map.of("time", "01:55", "close", 7.0, "venue", "bybit"));
    night.put(
        LakeTables.ASSET_HEATMAP,
        cell("BTC", "02:00", "short", 100.5, 105, 3e6, 0),
        cell("BTC", "02:00", "long", 97, 99, 5e6, 0),
        cell("BTC", "02:00", "long", 80, 88, 9e6, 0),
        cell("BTC", "02:15", "long", 97, 99, 6e6, 0),
        cell("BTC", "03:00", "long", 97, 99, 7e6, 0),
        cell("BTC", "02:00", "long", 97, 99, 8e6, 4),
        cell("ETH", "02:00", "long", 97, 99, 2e6, 0));
    night.put(
        LakeTables.LIQUIDATION_HEATMAP,
        Map.of("time", "02:00", "side", "long", "price_low", 99.0, "horizon_h", 0));
  }

  @Test
  void aCatalogOfNautilusNamesAssetAndReference() throws IOException {
    write(ExportFormat.NAUTILUS, AFTER_NIGHT, Selection.ALL, "BTC");
    long known = Instant.parse("2026-03-04T03:00:00Z").getEpochSecond() * 1_000_000_000L;
    String file =
        "data/custom_treadmill_asset_map/BTC/2026-03-04T03-00-00-000000000Z_2026-03-04T03-00-00-000000000Z.parquet";
    String[] columns = {
      "asset",
      "type",
      "side",
      "price_low",
      "price_high",
      "expected_notional_usd",
      "instruments",
      "instruments_missing",
      "reference",
      "reference_price",
      "ts_event",
      "ts_init"
    };
    assertThat(night.parquet(file, columns))
        .containsExactly(
            row("long", 80, 88, 9e6, 100.0, nanos("02:00"), known),
            row("long", 97, 99, 5e6, 100.0, nanos("02:00"), known),
            row("short", 100.5, 105, 3e6, 100.0, nanos("02:00"), known),
            row("long", 97, 99, 6e6, null, nanos("02:15"), known),
            row("long", 97, 99, 7e6, null, nanos("03:00"), known));
    assertThat(night.out().resolve("treadmill_data.py"))
        .content()
        .contains("class TreadmillAssetMap(Data):\n    asset: str\n    side: str\n");
    assertThat(night.out().resolve("treadmill.json"))
        .content()
        .contains("\"assets\" : [ \"BTC\" ]")
        .contains("\"reference_price\" : \"Close of the five minutes");
    assertThat(night.out().resolve("data/custom_treadmill_map")).doesNotExist();
  }

  private static org.apache.spark.sql.Row row(
      String side, double low, double high, double usd, Double price, long instant, long known) {
    return RowFactory.create(
        "BTC",
        "TreadmillAssetMap",
        side,
        low,
        high,
        usd,
        3L,
        null,
        "BTCUSDT-PERP.BINANCE",
        price,
        instant,
        known);
  }

  @Test
  void anArrayOfNumpyHasThePriceOnWhichCellsStand() throws IOException {
    write(ExportFormat.HFTBACKTEST, AT_ONCE, Selection.ALL, "BTC", "ETH");
    ByteBuffer array = night.array("assets/ETH-asset_map.npz");
    byte[] head = new byte[10];
    array.get(head);
    byte[] words = new byte[(head[8] & 0xff) + 256 * head[9]];
    array.get(words);
    assertThat(new String(words, StandardCharsets.US_ASCII))
        .startsWith(
            "{'descr': [('local_ts', '<i8'), ('ts', '<i8'), ('side', '<f8'), ('price_low', '<f8'),"
                + " ('price_high', '<f8'), ('expected_notional_usd', '<f8'), ('low_usd', '<f8'),"
                + " ('high_usd', '<f8'), ('inflow_usd', '<f8'), ('instruments', '<f8'),"
                + " ('reference_price', '<f8')], 'fortran_order': False, 'shape': (1,), }");
    assertThat(array.getLong()).isEqualTo(nanos("02:00"));
    assertThat(array.getLong()).isEqualTo(nanos("02:00"));
    for (double value : new double[] {1, 97, 99, 2e6, Double.NaN, Double.NaN, 0, 3, 100}) {
      assertThat(array.getDouble()).isEqualTo(Double.valueOf(value));
    }
    assertThat(array.hasRemaining()).isFalse();
    assertThat(night.out().resolve("assets/BTC-asset_map.npz")).exists();
    assertThat(night.out().resolve("binance")).doesNotExist();
  }

  @Test
  void aFrameOfFreqtradeHasSumsByMove() throws IOException {
    write(ExportFormat.FREQTRADE, AT_ONCE, Selection.ALL, "BTC");
    List<Map<String, Object>> rows = night.frame("assets/BTC-1h.feather");
    assertThat(rows)
        .extracting(row -> row.get("date"), row -> row.get("ts"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(millis("01:00"), millis("02:00")),
            org.assertj.core.groups.Tuple.tuple(millis("02:00"), millis("03:00")));
    // Down 2 % to 98, of the cell from 97 to 99 the part from 98 on, in log price.
    double half = Math.log(99 / 98.0) / Math.log(99 / 97.0);
    double part = Math.log(102 / 100.5) / Math.log(105 / 100.5);
    Map<String, Object> hour = rows.get(0);
    assertThat(hour).hasSize(2 + 8);
    assertThat((double) hour.get("long_move_1_percent_usd")).isZero();
    assertThat((double) hour.get("long_move_2_percent_usd")).isCloseTo(5e6 * half, within(1e-3));
    assertThat((double) hour.get("long_move_5_percent_usd")).isCloseTo(5e6, within(1e-3));
    assertThat((double) hour.get("long_move_10_percent_usd")).isCloseTo(5e6, within(1e-3));
    assertThat((double) hour.get("short_move_2_percent_usd")).isCloseTo(3e6 * part, within(1e-3));
    assertThat((double) hour.get("short_move_5_percent_usd")).isCloseTo(3e6, within(1e-3));
    // No bar of the reference ends at 03:00.
    assertThat(rows.get(1)).containsEntry("long_move_5_percent_usd", null);
  }

  @Test
  void instrumentsStandBesideAssetsWhereTheyAreSelected() {
    Selection bitcoin = new Selection(null, new TreeSet<>(List.of("BTCUSDT")));
    write(ExportFormat.HFTBACKTEST, AT_ONCE, bitcoin, "ETH");
    assertThat(night.out().resolve("binance/linear_perp/BTCUSDT-map.npz")).exists();
    assertThat(night.out().resolve("assets/ETH-asset_map.npz")).exists();
    assertThat(night.out().resolve("assets/BTC-asset_map.npz")).doesNotExist();
  }

  @Test
  void anAssetWithoutMapsIsRefused() {
    refused(
        0,
        "Cannot export --asset DOGE,XRP: asset_heatmap has no map of horizon 0 h",
        "BTC, ETH",
        "BTC",
        "DOGE",
        "XRP");
    refused(24, "no map of horizon 24 h", "run asset makes them after run heatmap", "BTC");
    assertThat(night.out()).doesNotExist();
  }

  private void refused(int horizon, String message, String end, String... assets) {
    Export export =
        new Export(ExportFormat.NAUTILUS, AT_ONCE, horizon, new TreeSet<>(List.of(assets)));
    assertThatThrownBy(
            () -> export.write(night.context(UtcDays.of(DAY), Selection.ALL), night.out()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith(end)
        .extracting(e -> ((UserError) e).exitCode())
        .isEqualTo(ExitCode.INPUT);
  }

  @Test
  void theCommandTellsOfAssets() {
    assertThat(CommandForTests.run("export", "--help").text())
        .contains("--asset=A[,A...]")
        .contains("The map of an asset over its instruments");
  }

  private void write(ExportFormat format, Known known, Selection selection, String... assets) {
    new Export(format, known, 0, new TreeSet<>(List.of(assets)))
        .write(night.context(UtcDays.of(DAY), selection), night.out());
  }

  private static Map<String, Object> cell(
      String asset, String time, String side, double low, double high, double usd, int horizon) {
    Map<String, Object> values = new HashMap<>();
    values.put("asset", asset);
    values.put("time", time);
    values.put("side", side);
    values.put("bucket", (int) low);
    values.put("price_low", low);
    values.put("price_high", high);
    values.put("expected_notional_usd", usd);
    values.put("horizon_h", horizon);
    values.put("instruments", 3);
    values.put("reference", "binance/linear_perp/BTCUSDT");
    return values;
  }
}
