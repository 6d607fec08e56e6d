package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open interest and funding of a report, from rows that lie in any order in several files. */
class SeriesReaderTest {
  private static final UtcDays DAYS = UtcDays.of(LocalDate.of(2026, 1, 30));
  private static final Instrument BTC = Instrument.parse("binance/linear_perp/BTCUSDT");
  private static final Instrument ETH = Instrument.parse("binance/linear_perp/ETHUSDT");

  @TempDir Path folder;
  private MadeUpTables tables;

  @BeforeEach
  void begin() {
    tables = new MadeUpTables(folder, DAYS);
  }

  private static Row row(
      ArchiveDataset dataset, String symbol, double minute, Map<String, Object> of) {
    Map<String, Object> values =
        MadeUpTables.at(DAYS.startMicros() + Math.round(minute * 60_000_000));
    values.putAll(of);
    return MadeUpTables.row(dataset.schema(), new MadeUpMarket(symbol, 100, DAYS, 1), values);
  }

  private static Row interest(String symbol, double minute, Map<String, Object> of) {
    return row(ArchiveDataset.OPEN_INTEREST, symbol, minute, of);
  }

  @Test
  void openInterestIsTheLastSnapshotOfEachFiveMinutes() {
    List<Row> rows = new ArrayList<>();
    for (double minute : new double[] {4.9, 5, 0, 1, 61, 62.5, 60, 9.95}) {
      rows.add(
          interest(
              "BTCUSDT",
              minute,
              Map.of("open_interest_base", minute, "open_interest_usd", 7 * minute)));
      rows.add(interest("ETHUSDT", minute, Map.of("open_interest_contracts", 3 * minute)));
    }
    rows.add(interest("BTCUSDT", 4.95, Map.of()));
    tables.archive(ArchiveDataset.OPEN_INTEREST, rows);
    Map<Instrument, OpenInterest> all = new SeriesReader(tables.context()).openInterest();

    assertThat(all.get(BTC).unit()).isEqualTo("base coins");
    assertThat(all.get(BTC).minute()).containsExactly(4.9, 9.95, 62.5);
    assertThat(all.get(BTC).value()).containsExactly(4.9, 9.95, 62.5);
    assertThat(all.get(BTC).usd()).containsExactly(7 * 4.9, 7 * 9.95, 7 * 62.5);
    assertThat(all.get(ETH).unit()).isEqualTo("contracts");
    assertThat(all.get(ETH).value()).containsExactly(3 * 4.9, 3 * 9.95, 3 * 62.5);
    assertThat(all.get(ETH).usd()).containsOnlyNulls();
  }

  @Test
  void settledRatesComeBeforePredictedOnesOfWhichTheLastOfAnHourIsShown() {
    List<Row> rows = new ArrayList<>();
    for (double minute : new double[] {59.5, 0, 60, 30, 119}) {
      Map<String, Object> predicted = Map.of("rate_kind", "predicted", "rate", minute / 1e6);
      rows.add(row(ArchiveDataset.FUNDING, "BTCUSDT", minute, predicted));
      rows.add(row(ArchiveDataset.FUNDING, "ETHUSDT", minute, predicted));
    }
    for (int hour : new int[] {8, 0}) {
      rows.add(
          row(
              ArchiveDataset.FUNDING,
              "ETHUSDT",
              60 * hour,
              Map.of("rate_kind", "settled", "rate", hour / 1e4, "interval_minutes", 480)));
    }
    tables.archive(ArchiveDataset.FUNDING, rows);
    Map<Instrument, Funding> all = new SeriesReader(tables.context()).funding();

    assertThat(all.get(BTC).kind()).isEqualTo("predicted");
    assertThat(all.get(BTC).minute()).containsExactly(59.5, 119);
    assertThat(all.get(BTC).rate()).containsExactly(59.5 / 1e6, 119 / 1e6);
    assertThat(all.get(BTC).intervalMinutes()).containsOnlyNulls();
    assertThat(all.get(ETH).kind()).isEqualTo("settled");
    assertThat(all.get(ETH).minute()).containsExactly(0, 480);
    assertThat(all.get(ETH).rate()).containsExactly(0, 8 / 1e4);
    assertThat(all.get(ETH).intervalMinutes()).containsExactly(480, 480);
  }
}
