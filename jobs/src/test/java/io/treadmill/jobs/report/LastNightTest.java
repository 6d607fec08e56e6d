package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.jobs.report.Scorecard.Skill;
import io.treadmill.market.Instrument;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastNightTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 3, 7), LocalDate.of(2026, 3, 8));
  private static final int FIRST_BUCKET = PriceGrid.bucket(100);

  @TempDir Path folder;

  /** Two bars of each day, one forced hour of each, a flush of each, one map on the second. */
  private static InstrumentData instrument(boolean isKnown) {
    Bars bars =
        new Bars(
            new int[] {0, 5, 1440, 1445},
            new double[] {90, 91, 100, 103},
            new double[] {92, 93, 104, 106},
            new double[] {89, 90, 99, 98},
            new double[] {91, 92, 103, 102});
    Forced forced =
        new Forced(
            60, new int[] {60, 1500}, new double[] {5e6, 1.5e6}, new double[] {7e6, 250}, null);
    StatisticReader.Rows flush =
        new StatisticReader.Rows(
            List.of("day", "start_ts", "side"),
            List.of(
                new Object[] {"2026-03-08", millis("2026-03-07T22:00:00Z"), "short"},
                new Object[] {"2026-03-08", millis("2026-03-08T06:30:00Z"), "long"}),
            0);
    StatisticReader.Rows regime =
        new StatisticReader.Rows(
            List.of("ts", "state"),
            List.of(
                new Object[] {millis("2026-03-08T22:00:00Z"), "spot_led"},
                new Object[] {millis("2026-03-08T23:00:00Z"), null}),
            0);
    return new InstrumentData(
        null,
        new Instrument("binance", Product.LINEAR_PERP, "ABCUSDT"),
        "book",
        List.of(),
        "",
        List.of(),
        true,
        new ReportData.Scale(1e3, 1e6),
        isKnown ? List.of(new MapView(0, map().build())) : List.of(),
        isKnown
            ? new Series(bars, null, forced, null, null)
            : new Series(null, null, null, null, null),
        Map.of(),
        isKnown
            ? new Scorecard(
                "2026-03-08",
                List.of(skill("fine_freshness", .3, .2, .4), skill("path_only", -.3, -.4, -.2)),
                List.of(),
                List.of(),
                List.of())
            : Scorecard.NONE,
        isKnown ? Map.of("flush", flush, "regime", regime) : Map.of());
  }

  private static MapBuilder map() {
    MapBuilder map = new MapBuilder(10);
    map.add(
        MadeUpMarket.run(
            DAYS.startMicros() + 30 * 3_600_000_000L,
            Side.LONG,
            new int[] {FIRST_BUCKET - 40, FIRST_BUCKET - 200},
            new double[] {2e6, 9e6},
            new double[2]));
    map.add(
        MadeUpMarket.run(
            DAYS.startMicros() + 30 * 3_600_000_000L,
            Side.SHORT,
            new int[] {FIRST_BUCKET + 20},
            new double[] {1e6},
            new double[1]));
    return map;
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static Skill skill(String baseline, double value, double low, double high) {
    return new Skill("path_1h", baseline, value, low, high, 1.0, .5, 720, 30, null);
  }

  @Test
  void theLastDayAloneIsTold() {
    LastNight last = LastNight.of(DAYS, instrument(true));
    assertThat(last.sentence())
        .isEqualTo(
            "8 March 2026: price rose 2.0 % to 102.00, in a range of 8.2 %; $1.50M of longs and"
                + " $250 of shorts were forced; a flush of longs began at 06:30; at 22:00 the"
                + " market was spot led. Over 30 days the map beat the rule of how long ago"
                + " price was there (fine_freshness), and lost to the book without volume and open"
                + " interest (path_only).");
    // 9 million stand 20 % away, out of reach.
    assertThat(last.hot().side()).isEqualTo("longs");
    assertThat(last.hot().usd()).isEqualTo(2e6);
    assertThat(last.hot().distance())
        .isCloseTo(PriceGrid.lowerEdge(FIRST_BUCKET - 35) / 102 - 1, within(1e-9));
  }

  @Test
  void whatIsNotKnownIsSaidAndIsNotNothing() {
    assertThat(LastNight.of(DAYS, instrument(false)).sentence())
        .isEqualTo(
            "8 March 2026: no price is known; what was forced is not known. The map has no score"
                + " yet.");
  }

  @Test
  void aNightWithoutTotalsIsNotANightWithoutForcedOrders() {
    InstrumentData of = instrument(true);
    Forced firstDay =
        new Forced(60, new int[] {60, 120}, new double[] {5e6, 0}, new double[] {7e6, 1}, "hours");
    Series series = new Series(of.series().bars(), null, firstDay, null, null);
    assertThat(LastNight.of(DAYS, with(of, series, of.scores())).sentence())
        .contains("what was forced is not known")
        .doesNotContain("nothing");
  }

  @Test
  void aFeedWithoutAPrintOnTheDaySaysThatNothingWasReported() {
    InstrumentData of = instrument(true);
    Forced prints = new Forced(60, new int[] {60}, new double[] {5e6}, new double[] {7e6}, null);
    Series series = new Series(of.series().bars(), null, prints, null, null);
    assertThat(LastNight.of(DAYS, with(of, series, of.scores())).sentence())
        .contains("no forced orders were reported");
  }

  @Test
  void aScoreOfFewDaysSaysHowManyItNeeds() {
    InstrumentData of = instrument(true);
    Scorecard few =
        new Scorecard(
            "2026-03-08",
            List.of(
                new Skill("path_1h", "fine_freshness", .3, null, null, 1.0, .5, 96, 4, null),
                new Skill("path_1h", "path_only", -.3, null, null, 1.0, .5, 96, 4, null)),
            List.of(),
            List.of(),
            List.of());
    assertThat(LastNight.of(DAYS, with(of, of.series(), few)).sentence())
        .endsWith("No verdict on the map yet: 4 of the 10 days that it needs are scored.");
  }

  private static InstrumentData with(InstrumentData of, Series series, Scorecard scores) {
    return new InstrumentData(
        null,
        of.instrument(),
        of.model(),
        of.otherModels(),
        of.laws(),
        of.warmUpDays(),
        true,
        of.scale(),
        of.views(),
        series,
        of.missing(),
        scores,
        of.statistics());
  }

  @Test
  void aReportThatIsTooLargeBecomesAnIndexWithAPageForEachAsset() throws Exception {
    ReportData data =
        new ReportData(
            DAYS, "2026-03-09T00:10:00Z", List.of(), List.of(instrument(true), other("XYZUSDT")));
    Path out = folder.resolve("night.html");
    ReportResult whole = Report.write(data, 1500, out, Report.MOST_BYTES);
    assertThat(whole.pages()).isZero();
    assertThat(whole.pictures()).hasSize(2);
    assertThat(Files.readString(out)).contains("complete", "ABCUSDT", "XYZUSDT");

    ReportResult parts = Report.write(data, 1500, out, 1000);
    assertThat(parts.pages()).isEqualTo(2 + 2 + HtmlPage.files().size());
    assertThat(parts.pictures()).isEmpty();
    assertThat(Files.readString(out))
        .contains(
            "8 March 2026: $1.50M of longs and $250 of shorts were forced, as reported of 1 of 2 symbols",
            "night-pages/symbols/ABC.html?symbol=binance-linear_perp-ABCUSDT");
    assertThat(folder.resolve("night-pages/symbols/XYZ/binance-linear_perp-XYZUSDT/days.js"))
        .content()
        .startsWith("treadmillData({");
    assertThat(SiteFiles.broken(folder)).isEmpty();
  }

  private static InstrumentData other(String symbol) {
    InstrumentData of = instrument(false);
    return new InstrumentData(
        null,
        new Instrument("binance", Product.LINEAR_PERP, symbol),
        of.model(),
        of.otherModels(),
        of.laws(),
        of.warmUpDays(),
        true,
        of.scale(),
        of.views(),
        new Series(instrument(true).series().bars(), null, null, null, null),
        of.missing(),
        of.scores(),
        of.statistics());
  }

  @Test
  void colourHoldsTheLevelsOfBothLawsOfAMap() {
    MapBuilder map = new MapBuilder(10);
    for (int hour = 0; hour < 48; hour++) {
      double level = hour < 24 ? 2e3 : 5e6;
      map.add(
          MadeUpMarket.run(
              DAYS.startMicros() + hour * 3_600_000_000L,
              Side.LONG,
              new int[] {FIRST_BUCKET},
              new double[] {level},
              new double[1]));
    }
    assertThat(MapScale.of(map.build())).isEqualTo(new ReportData.Scale(1e3, 1e7));
  }
}
