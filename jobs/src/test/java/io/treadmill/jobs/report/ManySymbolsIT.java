package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a site of 200 symbols and 60 nights takes, and a report of 30 days of them. */
class ManySymbolsIT {
  private static final UtcDays NIGHTS =
      new UtcDays(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 3, 1));
  private static final int SYMBOLS = 200;
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path folder;
  private static ManySymbols market;

  @BeforeAll
  static void write() {
    market = new ManySymbols(folder, SYMBOLS, NIGHTS);
    Instant began = CLOCK.instant();
    market.write();
    System.out.printf("lake written in %.1f s%n", since(began));
  }

  /** Processor time of the process, seconds: a machine at other work is slower than its tasks. */
  private static double processorSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static double since(Instant began) {
    return Duration.between(began, CLOCK.instant()).toMillis() / 1000.0;
  }

  @Test
  void aSiteIsBuiltInAMinuteAndPaintedInASecond() throws IOException {
    Path root = folder.resolve("site");
    for (String build : List.of("first", "second")) {
      Instant began = CLOCK.instant();
      double processor = processorSeconds();
      SiteResult result = Site.write(market.context(NIGHTS), market.lake(), root);
      double seconds = since(began);
      System.out.printf(
          "%s build: %.1f s (%.1f of processor), %d weeks read, %d files written, %d unchanged, %.1f MB%n",
          build,
          seconds,
          processorSeconds() - processor,
          result.weeksRead(),
          result.written(),
          result.left(),
          result.bytes() / 1e6);
      assertThat(seconds).as(build).isLessThan(60);
    }
    assertThat(SiteFiles.broken(root)).isEmpty();
    try (SiteFiles server = new SiteFiles(root);
        Browser browser = Browser.open()) {
      for (String page :
          List.of("index.html", "scores.html", "coverage.html", "symbols/COIN007.html")) {
        browser.load(server.address() + page, 1400, 900);
        String paints = "performance.getEntriesByName('first-contentful-paint')";
        browser.until("return %s.length > 0".formatted(paints)); // A page is loaded, then painted.
        double painted = browser.number(paints + "[0].startTime");
        System.out.printf("first paint of %s: %.0f ms%n", page, painted);
        assertThat(painted).as(page).isLessThan(1000);
      }
      browser.assertQuiet(server.address());
    }
  }

  @Test
  void aReportOfAMonthBecomesAnIndexWithPages() {
    Instant began = CLOCK.instant();
    double processor = processorSeconds();
    UtcDays month = new UtcDays(NIGHTS.to().minusDays(29), NIGHTS.to());
    ReportResult result =
        Report.write(market.context(month), market.lake(), folder.resolve("report.html"));
    double seconds = since(began);
    System.out.printf(
        "report of %d symbols and %d days: %.1f s (%.1f of processor), %d files, %.1f MB%n",
        SYMBOLS,
        month.count(),
        seconds,
        processorSeconds() - processor,
        result.pages(),
        result.bytes() / 1e6);
    assertThat(result.pages()).isGreaterThan(2 * SYMBOLS);
    assertThat(seconds).isLessThan(30);
  }
}
