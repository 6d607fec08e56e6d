package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panel of forced orders draws where there are totals of an aggregator. */
class ForcedTotalsTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 1, 30), LocalDate.of(2026, 1, 31));

  @TempDir Path folder;

  private static ReportData.InstrumentData of(ReportData report, String symbol) {
    return report.instruments().stream()
        .filter(one -> one.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anInstrumentWithoutPrintsShowsTheTotalsOfOneFeedThatIsOfIt() {
    MadeUpTables tables = new MadeUpTables(folder, DAYS);
    tables.write(
        List.of(
            new MadeUpMarket("BTCUSDT", 97_000, DAYS, 1),
            new MadeUpMarket("ETHUSDT", 3_000, DAYS, 2),
            new MadeUpMarket("SOLUSDT", 187, DAYS, 3)),
        "book");
    tables.totals("BTC", "aggregate of binance+okx", 60);
    tables.totals("ETH", "aggregate of binance+okx", 240);
    tables.totals("ETH", "aggregate of unknown", 60);
    tables.totals("SOL", "aggregate of bybit", 60);
    ReportData report = new ReportReader(tables.context()).read();

    ReportData.Forced prints = of(report, "BTCUSDT").series().forced();
    assertThat(prints.source()).as("own prints come first and nothing is added to them").isNull();
    assertThat(prints.stepMinutes()).isEqualTo(15);
    assertThat(of(report, "BTCUSDT").series().marks().feedRules())
        .containsExactly("every forced order");

    ReportData.InstrumentData eth = of(report, "ETHUSDT");
    assertThat(eth.series().forced().source()).isEqualTo("aggregate of binance+okx");
    assertThat(eth.series().forced().stepMinutes()).isEqualTo(240);
    assertThat(eth.series().forced().minute())
        .containsExactly(0, 240, 480, 720, 960, 1200, 1440, 1680, 1920, 2160, 2400, 2640);
    assertThat(eth.series().forced().longUsd()).startsWith(1e6, 2e6).endsWith(12e6);
    assertThat(eth.series().forced().shortUsd()).startsWith(5e5, 1e6).endsWith(6e6);
    assertThat(eth.missing()).doesNotContainKey("liquidations");

    assertThat(of(report, "SOLUSDT").series().forced()).isNull();
    assertThat(of(report, "SOLUSDT").missing())
        .containsEntry(
            "liquidations",
            "no forced-order feed in these days; totals of 'aggregate of bybit' are not of it");
  }
}
