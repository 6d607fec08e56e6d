package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.Run;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSizeTest {
  private static final UtcDays MONTH =
      new UtcDays(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31));

  @Test
  void aMonthOfThreeSymbolsStaysBelowTenMegabytes() {
    ReportData data =
        new ReportData(
            MONTH,
            "2026-02-01T00:10:00Z",
            List.of(
                new Run(
                    "20260201-0005-7f3a", "heatmap", "0.1.0", "5d41402a", "2026-02-01T00:09:12Z")),
            List.of(
                market("BTCUSDT", 97_000, 1),
                market("ETHUSDT", 3_400, 2),
                market("SOLUSDT", 187, 3)));

    ReportResult result = Report.write(data, 1500, Path.of("target/report-month/report.html"));

    assertThat(result.bytes()).isLessThan(10_000_000);
    assertThat(result.pictures()).hasSize(3).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    opensAndPansQuickly(result);
  }

  private static ReportData.InstrumentData market(String symbol, double price, int seed) {
    return new MadeUpMarket(symbol, price, MONTH, seed).data(MadeUpStatistics.of(MONTH, seed));
  }

  private static void opensAndPansQuickly(ReportResult result) {
    try (Browser browser = Browser.open()) {
      browser.load(result.html(), 1500, 1000);
      double opened = browser.number("window.treadmill.readyMs");
      double drawn =
          browser.number(
              "(() => { const v = window.treadmill.view(); let sum = 0;"
                  + "for (let i = 0; i < 10; i++) {"
                  + "  window.treadmill.zoom(v.t0 + i * 7e6, v.t1 - 2e8 + i * 7e6, v.p0, v.p1);"
                  + "  const began = performance.now(); window.treadmill.draw();"
                  + "  sum += performance.now() - began; } return sum / 10; })()");
      System.out.printf(
          "A month of three symbols: %.1f MB, open in %.0f ms, a frame in %.0f ms%n",
          result.bytes() / 1e6, opened, drawn);
      assertThat(opened).describedAs("ms until the map is drawn").isLessThan(8000);
      assertThat(drawn).describedAs("ms to draw the map once").isLessThan(300);
      browser.assertQuiet();
    }
  }
}
