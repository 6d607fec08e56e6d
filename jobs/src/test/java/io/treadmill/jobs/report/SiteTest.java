package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Tables to a site to what a reader sees, in a real browser; then the next builds of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SiteTest {
  /** A Sunday and a Monday: the week of the first is complete. */
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 2));

  private static final MadeUpMarket BTC = new MadeUpMarket("BTCUSDT", 97_000, DAYS, 11);
  private static final MadeUpMarket SOL =
      new MadeUpMarket("SOLUSDT", 187.4, UtcDays.of(DAYS.to()), 12);
  private static final Path PICTURES = Path.of("target/report-pictures");

  @TempDir static Path folder;
  private static Path root;
  private static MadeUpTables tables;
  private static SiteResult result;
  private static SiteFiles server;
  private static Browser browser;

  @BeforeAll
  static void writeSite() {
    browser = Browser.open();
    root = folder.resolve("site");
    tables = new MadeUpTables(folder, DAYS);
    tables.write(List.of(BTC, SOL), "book");
    tables.archive(BTC);
    tables.statistics(BTC);
    tables.coverage(BTC);
    tables.scores(
        Map.of(BTC, new double[] {0.31, 0.2, 0.4}, SOL, new double[] {-0.22, -0.3, -0.1}),
        List.of(LocalDate.of(2026, 1, 23), LocalDate.of(2026, 2, 1), DAYS.to()));
    result = build();
    server = new SiteFiles(root);
  }

  private static SiteResult build() {
    return Site.write(tables.context(sixtyDays(), Selection.ALL), tables.lake(), root);
  }

  private static UtcDays sixtyDays() {
    LocalDate night = Site.lastNight(tables.lake());
    return new UtcDays(night.minusDays(59), night);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void theIndexSaysWhatHappenedAndEveryLinkLeadsSomewhere() throws IOException {
    assertThat(result.night()).isEqualTo(DAYS.to());
    assertThat(result.left()).isZero();
    double longs = forced(Side.LONG);
    double shorts = forced(Side.SHORT);
    browser.load(server.address() + "index.html", 1400, 900);
    assertThat(browser.text("#night"))
        .contains("2 February 2026")
        .contains(UsdCode.text(longs) + " of longs and " + UsdCode.text(shorts) + " of shorts")
        .contains(
            "against the rule of how long ago price was there (fine_freshness): it beat the rule for 1, lost to the rule for 1, of 2 with a score");
    assertThat(browser.text("#symbols tbody tr:first-child")).contains("BTC", "+0.31");
    assertThat(browser.text("#symbols tbody .verdict.lost")).isEqualTo("-0.22");
    assertThat(SiteFiles.broken(root)).isEmpty();
    browser.assertQuiet(server.address());
  }

  /** What the market itself says of its last day. */
  private static double forced(Side side) {
    return BTC.prints.stream()
        .filter(print -> print.bar() >= (DAYS.count() - 1) * 288 && print.side() == side)
        .mapToDouble(MadeUpMarket.Print::usd)
        .sum();
  }

  @Test
  @Order(2)
  void aSymbolIsReachedAndItsWeekChosenByKeys() throws IOException {
    browser.load(server.address() + "index.html", 1400, 900);
    browser.press(Keys.TAB);
    assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
    browser.run("document.getElementById('find').focus()");
    browser.press("sol");
    assertThat(browser.text("#found")).isEqualTo("1 of 2 rows");
    for (int i = 0; i < 20 && !focused().endsWith("symbols/SOL.html"); i++) {
      browser.press(Keys.TAB);
    }
    browser.press(Keys.TAB);
    browser.press(Keys.ENTER);
    browser.until("return document.body.dataset.ready === 'true' && !!window.treadmill");
    assertThat(browser.address()).contains("symbols/SOL.html?symbol=binance-linear_perp-SOLUSDT");
    assertThat(browser.text("#night")).startsWith("2 February 2026: price ").contains("lost to");
    assertThat(browser.run("return document.getElementById('time-label').hidden")).isEqualTo(true);

    browser.load(server.address() + "symbols/BTC.html", 1400, 900);
    assertThat(browser.text("#subtitle")).isEqualTo("2026-01-27 to 2026-02-02, all times UTC");
    Object scale = browser.run("return JSON.stringify(window.treadmill.state.data.scale)");
    assertThat(browser.number("document.querySelectorAll('#score-history circle').length"))
        .isEqualTo(3);
    browser.picture(PICTURES.resolve("site-symbol.png"));
    browser.keys("#time", Keys.ARROW_DOWN);
    browser.until("return window.treadmill.state.data.to === '2026-02-01'");
    assertThat(browser.text("#subtitle")).isEqualTo("2026-01-26 to 2026-02-01, all times UTC");
    assertThat(browser.run("return JSON.stringify(window.treadmill.state.data.scale)"))
        .isEqualTo(scale);
    long before = UtcDays.startMicros(DAYS.to());
    assertThat(browser.number("window.treadmill.state.data.map.columns"))
        .isEqualTo(
            BTC.cells.stream()
                .mapToLong(MadeUpMarket.Cell::tsMicros)
                .filter(ts -> ts < before)
                .distinct()
                .count());
    browser.assertQuiet(server.address());
  }

  private static String focused() {
    return String.valueOf(browser.run("return document.activeElement.href || ''"));
  }

  @Test
  @Order(3)
  void pagesFitAPhoneInLightAndDarkAndADiskServesThemToo() throws IOException {
    for (String page :
        List.of("index.html", "scores.html", "coverage.html", "tables.html", "downloads.html")) {
      browser.load(root.resolve(page), 390, 844);
      for (String scheme : List.of("light", "dark")) {
        browser.prefers(scheme);
        browser.until("return document.documentElement.dataset.theme === '" + scheme + "'");
        if (page.equals("index.html")) {
          browser.picture(PICTURES.resolve("site-phone-%s.png".formatted(scheme)));
        }
      }
      assertThat(browser.number("document.documentElement.scrollWidth"))
          .describedAs(page)
          .isLessThanOrEqualTo(390);
      browser.load(root.resolve(page), 1400, 900);
      browser.picture(PICTURES.resolve("site-%s.png".formatted(page)));
    }
    browser.load(root.resolve("symbols/BTC.html"), 390, 844);
    assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    browser.picture(PICTURES.resolve("site-phone-symbol.png"));
    browser.assertQuiet();
  }

  @Test
  @Order(4)
  void theRowsOfTheNightCanBeTaken() throws IOException {
    Path parquet = root.resolve("downloads/bars_5m.parquet");
    var mine = tables.context().spark().read().parquet(parquet.toString());
    var ofTheLake =
        tables.context().lake().read(LakeTables.BARS_5M, UtcDays.of(DAYS.to()), Selection.ALL);
    assertThat(mine.count()).isEqualTo(2 * 288);
    assertThat(mine.columns()).isEqualTo(ofTheLake.columns());
    assertThat(mine.exceptAll(ofTheLake).isEmpty()).isTrue();
    List<String> lines = Files.readAllLines(root.resolve("downloads/bars_5m.csv"));
    assertThat(lines).hasSize(1 + 2 * 288);
    assertThat(lines.get(0)).isEqualTo(String.join(",", ofTheLake.columns()));
    assertThat(lines.get(1)).contains("2026-02-02T00:00:00Z");
    browser.load(root.resolve("coverage.html"), 1400, 900);
    assertThat(browser.text("#night")).contains("0 are complete, 1 partial, 0 missing");
  }

  @Test
  @Order(5)
  void theNextBuildWritesWhatIsNewAlone() {
    tables.tell("20260202-0005-aaaa", UtcDays.of(LocalDate.of(2026, 2, 1)));
    SiteResult again = build();
    assertThat(again.weeksRead()).isEqualTo(1);
    // The week and the last days name the run they are of; so does the page of days done again.
    assertThat(again.written()).isLessThanOrEqualTo(6);
    assertThat(again.left()).isGreaterThan(20);
  }
}
