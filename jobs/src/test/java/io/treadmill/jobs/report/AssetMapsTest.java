package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    int column = Arrays.binarySearch(map.minutes(), minute);
    char[] codes = cell.side() == Side.LONG ? map.longs() : map.shorts();
    assertThat(codes[column * map.rows() + map.rowOf(cell.bucket())])
        .isEqualTo(UsdCode.of(2 * cell.usd()));
    assertThat(Report.write(data, 400, folder.resolve("out/report.html")).pictures())
        .extracting(picture -> picture.getFileName().toString())
        .startsWith("report-BTC.png");
  }

  /** One cell of the map of a bar of the day and some hours. */
  private static CellRuns.Run run(
      int bar, int hours, Side side, MadeUpMarket reference, String missing) {
    return run(bar, hours, side, reference, missing, "full");
  }

  private static CellRuns.Run run(
      int bar, int hours, Side side, MadeUpMarket reference, String missing, String scope) {
    return new CellRuns.Run(
        Arrays.asList("BTC", reference.instrument.toString(), missing, "book", scope),
        2,
        side,
        hours,
        reference.micros(bar),
        MadeUpMarket.CELL_BUCKETS,
        new int[] {reference.cells.get(0).bucket()},
        new char[] {UsdCode.of(1e6)},
        new char[1]);
  }

  @Test
  void theLastInstantIsThatOfTheMapOfNowInWhicheverOrderRunsCome() {
    List<InstrumentData> instruments = List.of(TETHER.data(), CIRCLE.data());
    List<CellRuns.Run> runs = new ArrayList<>();
    for (Side side : Side.values()) {
      runs.add(run(10, 0, side, CIRCLE, "deribit"));
      runs.add(run(11, 4, side, CIRCLE, "bybit+okx"));
      runs.add(run(11, 0, side, TETHER, "okx"));
      runs.add(run(11, 1, side, CIRCLE, "bybit"));
    }
    for (int turn = 0; turn < runs.size(); turn++) {
      Collections.rotate(runs, 1);
      InstrumentData asset = AssetMaps.of(runs).before(instruments).get(0);
      assertThat(asset.instrument()).isEqualTo(TETHER.instrument);
      assertThat(asset.missing())
          .containsEntry("instruments of the asset", "okx without a map at the last instant");
    }
  }

  @Test
  void whatAMapOfHoursAheadLacksIsNoOtherLaw() {
    List<CellRuns.Run> runs =
        List.of(
            run(10, 4, Side.LONG, TETHER, null, "full"),
            run(10, 0, Side.LONG, TETHER, null, "aggregate of okx; full"),
            run(200, 0, Side.LONG, TETHER, null, "aggregate of okx; full"));
    assertThat(AssetMaps.of(runs).before(List.of(TETHER.data())).get(0).laws())
        .endsWith(": law fitted to the prints of aggregate of okx; full");
  }

  @Test
  void anAssetOfOneInstrumentIsThatInstrument() {
    assertThat(report(1).instruments())
        .extracting(InstrumentData::asset)
        .containsExactly(null, null);
  }
}
