package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
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
    int column = java.util.Arrays.binarySearch(map.minutes(), minute);
    char[] codes = cell.side() == Side.LONG ? map.longs() : map.shorts();
    assertThat(codes[column * map.rows() + map.rowOf(cell.bucket())])
        .isEqualTo(UsdCode.of(2 * cell.usd()));
    assertThat(Report.write(data, 400, folder.resolve("out/report.html")).pictures())
        .extracting(picture -> picture.getFileName().toString())
        .startsWith("report-BTC.png");
  }

  @Test
  void anAssetOfOneInstrumentIsThatInstrument() {
    assertThat(report(1).instruments())
        .extracting(InstrumentData::asset)
        .containsExactly(null, null);
  }
}
