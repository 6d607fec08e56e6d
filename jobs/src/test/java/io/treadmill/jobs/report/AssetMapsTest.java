package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class AssetMapsTest {
  private static final UtcDays DAY = UtcDays.of(LocalDate.of(2026, 1, 31));
  private static final MadeUpMarket TETHER = new MadeUpMarket("BTCUSDT", 97_000, DAY, 11);
  private static final MadeUpMarket CIRCLE = new MadeUpMarket("BTCUSDC", 97_100, DAY, 12);

  @TempDir Path folder;

  private ReportData report(int instruments) {
    MadeUpTables tables = new MadeUpTables(folder, DAY);
    tables.write(List.of(TETHER, CIRCLE), "book");
    tables.asset("BTC", TETHER, instruments);
    return new ReportReader(tables.context()).read();
  }

  @Test
  void theReportOpensOnAnAssetOfTwoInstruments() {
    ReportData data = report(2);
    assertThat(data.instruments())
        .extracting(InstrumentData::name)
        .containsExactly("BTC", "BTCUSDC", "BTCUSDT");
    InstrumentData asset = data.instruments().get(0);
    assertThat(asset.instrument()).isEqualTo(TETHER.instrument);
    assertThat(asset.laws())
        .isEqualTo(
            "sum over 2 instruments, each at its distance from its own price, at the price of"
                + " binance/linear_perp/BTCUSDT: law fitted to the prints of full");
    assertThat(asset.missing())
        .containsEntry("instruments of the asset", "okx without a map at the last instant")
        .doesNotContainKey("map");
    assertThat(asset.series().bars().close()).isEqualTo(TETHER.close);
    MadeUpMarket.Cell cell = TETHER.cells.get(TETHER.cells.size() / 2);
    MapDay map = asset.maps().get(0);
    int minute = (int) ((cell.tsMicros() - DAY.startMicros()) / 60_000_000L);
    int column = java.util.Arrays.binarySearch(map.minutes(), minute);
    char[] codes = cell.side() == Side.LONG ? map.longs() : map.shorts();
    assertThat(codes[column * map.rows() + map.rowOf(cell.bucket())])
        .isEqualTo(UsdCode.of(2 * cell.usd()));
    assertThat(Report.write(data, 400, folder.resolve("out/report.html")).pictures())
        .extracting(picture -> picture.getFileName().toString())
        .startsWith("report-BTC.png");
  }

  private static final StructType ROWS =
      new StructType()
          .add("asset", "string")
          .add("horizon_h", "int")
          .add("side", "string")
          .add("reference", "string")
          .add("instruments", "int")
          .add("instruments_missing", "string")
          .add("print_scope", "string")
          .add("model", "string")
          .add("high", "double")
          .add("low", "double")
          .add("at", "bigint")
          .add("buckets", "array<int>")
          .add("usd", "array<double>")
          .add("inflow", "array<double>");

  /** One cell of the map of a bar of the day and some hours. */
  private static Row row(int bar, int hours, String side, MadeUpMarket reference, String missing) {
    return row(bar, hours, side, reference, missing, "full");
  }

  private static Row row(
      int bar, int hours, String side, MadeUpMarket reference, String missing, String scope) {
    int bucket = reference.cells.get(0).bucket();
    return new GenericRowWithSchema(
        new Object[] {
          "BTC",
          hours,
          side,
          reference.instrument.toString(),
          2,
          missing,
          scope,
          "book",
          PriceGrid.lowerEdge(bucket + MadeUpMarket.CELL_BUCKETS),
          PriceGrid.lowerEdge(bucket),
          reference.micros(bar),
          CollectionConverters.asScala(List.of(bucket)).toSeq(),
          CollectionConverters.asScala(List.of(1e6)).toSeq(),
          CollectionConverters.asScala(List.of(0.0)).toSeq()
        },
        ROWS);
  }

  @Test
  void theLastInstantIsThatOfTheMapOfNowInWhicheverOrderRowsCome() {
    List<InstrumentData> instruments = List.of(TETHER.data(), CIRCLE.data());
    List<Row> rows = new ArrayList<>();
    for (String side : List.of("long", "short")) {
      rows.add(row(10, 0, side, CIRCLE, "deribit"));
      rows.add(row(11, 4, side, CIRCLE, "bybit+okx"));
      rows.add(row(11, 0, side, TETHER, "okx"));
      rows.add(row(11, 1, side, CIRCLE, "bybit"));
    }
    for (int turn = 0; turn < rows.size(); turn++) {
      Collections.rotate(rows, 1);
      InstrumentData asset = AssetMaps.of(rows.iterator()).before(instruments).get(0);
      assertThat(asset.instrument()).isEqualTo(TETHER.instrument);
      assertThat(asset.missing())
          .containsEntry("instruments of the asset", "okx without a map at the last instant");
    }
  }

  @Test
  void whatAMapOfHoursAheadLacksIsNoOtherLaw() {
    List<Row> rows =
        List.of(
            row(10, 4, "long", TETHER, null, "full"),
            row(10, 0, "long", TETHER, null, "aggregate of okx; full"),
            row(200, 0, "long", TETHER, null, "aggregate of okx; full"));
    assertThat(AssetMaps.of(rows.iterator()).before(List.of(TETHER.data())).get(0).laws())
        .endsWith(": law fitted to the prints of aggregate of okx; full");
  }

  @Test
  void anAssetOfOneInstrumentIsThatInstrument() {
    assertThat(report(1).instruments())
        .extracting(InstrumentData::asset)
        .containsExactly(null, null);
  }
}
