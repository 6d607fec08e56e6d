package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lake.LakeTables;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Tables to a page to what a reader sees, in a real browser. */
class ReportPageTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 1, 30), LocalDate.of(2026, 1, 31));
  private static final MadeUpMarket BTC = new MadeUpMarket("BTCUSDT", 97_000, DAYS, 11);
  private static final MadeUpMarket SOL =
      new MadeUpMarket("SOLUSDT", 187.4, UtcDays.of(DAYS.to()), 12);
  private static final String MODEL = "book</script><script>alert('no')</script>";
  private static final Path PICTURES = Path.of("target/report-pictures");

  @TempDir static Path folder;
  private static MadeUpTables tables;
  private static ReportResult result;
  private static Browser browser;

  @BeforeAll
  static void writeReport() {
    browser = Browser.open();
    tables = new MadeUpTables(folder, DAYS);
    tables.write(List.of(BTC, SOL), MODEL);
    tables.archive(BTC);
    tables.statistics(BTC);
    result = Report.write(tables.context(), tables.lake(), folder.resolve("out/report.html"));
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void theHoveredCellEqualsTheRowOfTheTable() throws Exception {
    browser.load(result.html(), 1500, 1000);
    browser.picture(PICTURES.resolve("desktop-light.png"));
    compareCells("BTCUSDT", 4, 12);
    assertThat(browser.text("#values")).contains("of them not opened yet", "67 %");
    browser.click("#views [data-view='1']");
    compareCells("BTCUSDT", 0, 12);
    browser.click("#views [data-view='0']");
    browser.picture(PICTURES.resolve("hovered.png"));
    browser.choose("#symbol", "SOLUSDT (binance, linear perp)");
    browser.until("return window.treadmill.state.data.symbol === 'SOLUSDT'");
    compareCells("SOLUSDT", 4, 8);
    browser.assertQuiet();
  }

  /** Hovers rows that are picked from the table itself, and places that have no row. */
  private static void compareCells(String symbol, int horizon, int count) {
    browser.click("#reach [data-reach='all']");
    List<Row> rows =
        tables
            .context()
            .lake()
            .read(LakeTables.LIQUIDATION_HEATMAP)
            .where(
                functions
                    .col("symbol")
                    .equalTo(symbol)
                    .and(functions.col("horizon_h").equalTo(horizon)))
            .orderBy("ts", "side", "bucket")
            .select("ts", "side", "price_low", "price_high", "expected_notional_usd")
            .collectAsList();
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      Row row = rows.get(random.nextInt(rows.size()));
      long millis = row.getTimestamp(0).getTime();
      zoomTo(millis, Math.sqrt(row.getDouble(2) * row.getDouble(3)));
      browser.hover(millis + 7 * 60_000, Math.sqrt(row.getDouble(2) * row.getDouble(3)));
      assertThat(browser.value(row.getString(1)))
          .describedAs("%s", row)
          .isEqualTo(UsdCode.text(row.getDouble(4)));
    }
  }

  /** Two hours and one percent around a place, where a cell is many pixels. */
  private static void zoomTo(long millis, double price) {
    browser.run(
        "window.treadmill.zoom("
            + (millis - 3_600_000)
            + ","
            + (millis + 3_600_000)
            + ","
            + price * 0.99
            + ","
            + price * 1.01
            + ")");
  }

  @Test
  void rowsOfStatisticsComeFromTheirTables() {
    browser.load(result.html(), 1400, 1000);
    browser.click("#tab-discovery");
    assertThat(browser.text("#page-statistics"))
        .contains("binance linear_perp+binance spot")
        .contains("dated: no volume of a dated market on the day")
        .contains("12.5 s [10, 15]");
    List<?> shares =
        (List<?>)
            browser.run(
                "return Array.from(document.querySelectorAll('.class-perp title'), t =>"
                    + " t.textContent)");
    assertThat(shares)
        .map(Object::toString)
        .containsExactly(
            "2026-01-30, perp: 75.0 %, $3B, 1 markets", "2026-01-31, perp: 75.0 %, $3B, 1 markets");
    assertThat(
            browser.run(
                "return window.treadmill.state.data.statistics.price_discovery.rows.length"))
        .isEqualTo(2L);
    browser.assertQuiet();
  }

  @Test
  void everyCellOfThePageIsTheCellOfTheTable() {
    browser.load(result.html(), 1200, 900);
    browser.click("#views [data-view='1']");
    double sum =
        browser.number(
            "(() => { const m = window.treadmill.state.data.map; let n = 0;"
                + " for (const c of m.long) if (c) n++; for (const c of m.short) if (c) n++;"
                + " return n; })()");
    assertThat(sum).isEqualTo(BTC.cells.size());
    List<?> shown =
        (List<?>)
            browser.run(
                "const m = window.treadmill.state.data.map; const out = [];for (let c = 0; c <"
                    + " m.columns; c++) if (m.starts[c] % 6300000 === 0) for (let r = 0; r <"
                    + " m.rows; r++) for (const s of ['long', 'short']) { const v = m[s][c * m.rows"
                    + " + r]; if (v) out.push([m.starts[c], s, m.first + r * m.step, v].join()); }"
                    + " return out;");
    List<String> expected =
        BTC.cells.stream()
            .filter(cell -> cell.tsMicros() % 6_300_000_000L == 0)
            .map(
                cell ->
                    cell.tsMicros() / 1000
                        + ","
                        + cell.side().text()
                        + ","
                        + cell.bucket()
                        + ","
                        + (int) UsdCode.of(cell.usd()))
            .toList();
    assertThat(shown).map(Object::toString).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void showsWhereNumbersComeFromAndWhyOthersAreMissing() {
    browser.load(result.html(), 1200, 900);
    assertThat(browser.text("#origin"))
        .contains(MODEL, "20260201-0005-7f3a", "0.1.0", "5d41402a", "2026-01-30 to 2026-01-31")
        .contains("15 min x 20 bp", "the book is still filling");
    assertThat(browser.text("#feed")).contains("every forced order");
    assertThat(browser.text("#scope"))
        .contains("prior law, scale of full, before any calibration")
        .contains("from 2026-01-31 law fitted to the prints of full")
        .contains("amounts may jump");
    assertThat(browser.value("funding")).isEqualTo("+0.0125 %");
    assertThat(browser.text("#zones tbody tr:first-child")).contains(largestNearTheEnd());
    browser.choose("#symbol", "SOLUSDT (binance, linear perp)");
    browser.until("return window.treadmill.state.data.symbol === 'SOLUSDT'");
    assertThat(browser.text("#missing"))
        .contains("liquidations: no forced-order feed in these days")
        .contains("open interest: no open interest in the archive for these days")
        .contains("funding: no funding rates in the archive for these days");
    browser.assertQuiet();
  }

  private static String largestNearTheEnd() {
    long last = BTC.cells.stream().mapToLong(MadeUpMarket.Cell::tsMicros).max().orElseThrow();
    double price = BTC.close[BTC.close.length - 4];
    return BTC.cells.stream()
        .filter(cell -> cell.tsMicros() == last)
        .filter(c -> Math.abs(PriceGrid.lowerEdge(c.bucket() + 1) / price - 1) <= 0.1)
        .mapToDouble(MadeUpMarket.Cell::usd)
        .boxed()
        .max(Double::compare)
        .map(usd -> UsdCode.text(3 * usd))
        .orElseThrow();
  }

  @Test
  void followsRangeSideThemeAndKeys() throws Exception {
    browser.load(result.html(), 1400, 950);
    browser.choose("#days", "2026-01-31");
    assertThat(browser.number("window.treadmill.view().t0"))
        .isCloseTo(1_769_817_600_000.0, within(1.0));
    assertThat(browser.number("window.treadmill.view().t1"))
        .isCloseTo(1_769_904_000_000.0, within(1.0));
    browser.picture(PICTURES.resolve("one-day.png"));
    browser.click("#sides [data-side='long']");
    assertThat(browser.run("return window.treadmill.state.side")).isEqualTo("long");
    browser.click("#theme");
    assertThat(browser.run("return document.documentElement.dataset.theme")).isEqualTo("dark");
    browser.keys("#stage", Keys.ARROW_LEFT);
    browser.keys("#stage", Keys.ARROW_LEFT);
    assertThat(browser.value("map")).isEqualTo("2026-01-31 23:30");
    String cell = browser.value("cell");
    browser.keys("#stage", Keys.ARROW_UP);
    assertThat(browser.value("cell")).isNotEqualTo(cell);
    browser.picture(PICTURES.resolve("desktop-dark.png"));
    browser.assertQuiet();
  }

  @Test
  void fitsAPhone() throws Exception {
    browser.load(result.html(), 390, 844);
    browser.prefers("dark");
    browser.until("return document.documentElement.dataset.theme === 'dark'");
    assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    browser.picture(PICTURES.resolve("phone.png"));
    long middle = DAYS.startMicros() / 1000 + 40 * 3_600_000L;
    browser.hover(middle, BTC.close[40 * 12]);
    assertThat(browser.value("cell")).contains("–");
    browser.size(390, 2600);
    browser.picture(PICTURES.resolve("phone-long.png"));
    browser.assertQuiet();
  }

  @Test
  void theLevelsForZoomedOutViewsKeepTheLargestCell() {
    browser.load(result.html(), 1200, 900);
    Object lost =
        browser.run(
            "const s = window.treadmill.state, m = s.data.map;"
                + "const levels = window.treadmill.levels(m, 'both', 20);"
                + "const last = levels[levels.length - 1], each = 2 ** (levels.length - 1);"
                + "if (last.starts.length > 20) return 'too many columns';"
                + "for (let c = 0; c < m.columns; c++) for (let r = 0; r < m.rows; r++) {"
                + "  const v = Math.max(m.long[c * m.rows + r], m.short[c * m.rows + r]);"
                + "  if (v > last.codes[Math.floor(c / each) * m.rows + r]) return [c, r].join();"
                + "} return 'nothing';");
    assertThat(lost).isEqualTo("nothing");
  }

  @Test
  void sidesOfTheTableAreBothShown() {
    assertThat(BTC.cells).extracting(MadeUpMarket.Cell::side).contains(Side.LONG, Side.SHORT);
    assertThat(result.pictures()).hasSize(2);
    assertThat(result.bytes()).isLessThan(2_000_000);
  }
}
