package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of statistics in a real browser: with rows, with reasons only, and without tables. */
class StatisticPagesTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 1, 25), LocalDate.of(2026, 1, 31));
  private static final Path PICTURES = Path.of("target/report-pictures");
  private static final List<String> PAGES =
      List.of("regimes", "funding", "flushes", "treadmill", "weeks", "discovery", "tests");

  @TempDir static Path folder;
  private static ReportResult result;
  private static Browser browser;

  @BeforeAll
  static void writeReport() {
    browser = Browser.open();
    Map<String, StatisticReader.Rows> full = MadeUpStatistics.of(DAYS, 3);
    ReportData data =
        new ReportData(
            DAYS,
            "2026-02-01T00:10:00Z",
            List.of(),
            List.of(
                new MadeUpMarket("BTCUSDT", 97_000, DAYS, 1).data(full),
                new MadeUpMarket("ETHUSDT", 3_400, DAYS, 2).data(reasonsOnly(full)),
                new MadeUpMarket("SOLUSDT", 187, DAYS, 3).data()));
    result = Report.write(data, 1500, folder.resolve("report.html"));
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Rows without any number, each with a reason. */
  private static Map<String, StatisticReader.Rows> reasonsOnly(
      Map<String, StatisticReader.Rows> full) {
    Map<String, StatisticReader.Rows> result = new TreeMap<>();
    full.forEach(
        (name, table) -> {
          Map<String, TableColumn> columns =
              LakeTables.all().stream()
                  .filter(one -> one.name().equals(name))
                  .flatMap(one -> one.columns().stream())
                  .collect(Collectors.toMap(TableColumn::name, column -> column));
          List<Object[]> rows =
              table.rows().stream()
                  .map(
                      row -> {
                        Object[] copy = row.clone();
                        for (int i = 0; i < copy.length; i++) {
                          TableColumn column = columns.get(table.columns().get(i));
                          boolean optional = column != null && !column.required();
                          boolean why = table.columns().get(i).endsWith("reason");
                          copy[i] = why ? "no spot market" : optional ? null : copy[i];
                        }
                        return copy;
                      })
                  .toList();
          result.put(name, new StatisticReader.Rows(table.columns(), rows, 0));
        });
    return result;
  }

  @Test
  void everyPageDrawsItsRowsWithTheirNulls() throws Exception {
    browser.load(result.html(), 1500, 1600);
    for (String page : PAGES) {
      browser.click("#tab-" + page);
      assertThat(browser.number("document.getElementById('map-controls').getClientRects().length"))
          .as("controls of the map on " + page)
          .isZero();
      assertThat(browser.number("document.querySelectorAll('#page-statistics figure').length"))
          .describedAs(page)
          .isGreaterThan(0);
      assertThat(browser.text("#page-statistics"))
          .describedAs(page)
          .doesNotContain("NaN", "undefined", "[object", "Infinity");
      assertThat(
              browser.run(
                  "return /NaN|undefined|Infinity/.test(document.getElementById('page-statistics').innerHTML)"))
          .describedAs(page)
          .isEqualTo(false);
      browser.picture(PICTURES.resolve("statistics-" + page + ".png"));
    }
    browser.click("#tab-flushes");
    assertThat(browser.text("#page-statistics"))
        .contains("Forced over drop", "Forced of closed")
        .doesNotContain("Forced share");
    browser.click("#tab-discovery");
    assertThat(browser.text("#page-statistics"))
        .contains("Null of each interval", "n = 7 days", "Of these markets alone");
    browser.click("#tab-map");
    assertThat(browser.number("document.getElementById('stage').clientWidth")).isGreaterThan(500);
    browser.assertQuiet();
  }

  @Test
  void withoutNumbersAPageSaysWhyAndDrawsNoEmptyPlot() {
    browser.load(result.html(), 1500, 1000);
    browser.choose("#symbol", "ETHUSDT (binance, linear perp)");
    browser.until("return window.treadmill.state.data.symbol === 'ETHUSDT'");
    browser.click("#tab-discovery");
    assertThat(browser.text("#page-statistics"))
        .contains("No number: no spot market (28 rows)")
        .doesNotContain("NaN");
    for (String page : PAGES) {
      browser.click("#tab-" + page);
      assertThat(
              browser.number(
                  "document.querySelectorAll('#page-statistics :is(td.strong, svg .good, .bar.strong)').length"))
          .as("marked as significant without a p on " + page)
          .isZero();
    }
    browser.choose("#symbol", "SOLUSDT (binance, linear perp)");
    browser.until("return window.treadmill.state.data.symbol === 'SOLUSDT'");
    for (String page : PAGES) {
      browser.click("#tab-" + page);
      assertThat(browser.text("#page-statistics"))
          .contains("The lake has no statistics of these days: run `treadmill run statistics");
      assertThat(browser.number("document.querySelectorAll('#page-statistics svg').length"))
          .isZero();
    }
    browser.assertQuiet();
  }

  @Test
  void pagesFitAPhoneInTheDark() throws Exception {
    browser.load(result.html(), 390, 844);
    browser.prefers("dark");
    for (String page : PAGES) {
      browser.click("#tab-" + page);
      assertThat(browser.number("document.documentElement.scrollWidth"))
          .describedAs(page)
          .isLessThanOrEqualTo(390);
    }
    browser.picture(PICTURES.resolve("statistics-phone.png"));
    browser.assertQuiet();
  }
}
