package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Totals of one feed told in intervals of whichever length. */
class TotalsOfAnyIntervalTest {
  private static final LocalDate MONDAY = LocalDate.of(2025, 12, 1);
  private static final UtcDays DAYS = new UtcDays(MONDAY, MONDAY.plusDays(20));
  private static final String RULE = "aggregate of binance+okx";
  private static final int MINUTES = DAYS.count() * 1440;

  /** What was forced of a side in each five minutes; each week is on another level. */
  private static double[] usd(Side side) {
    Random random = new Random(side.index());
    double[] usd = new double[MINUTES / 5];
    Arrays.setAll(usd, i -> Math.pow(10, 5 * random.nextDouble()) * (1 + i / 2016 % 2));
    return usd;
  }

  private static SeriesBlock.Given row(
      InstrumentSeries series,
      String venueAndSymbol,
      int minute,
      String text,
      String side,
      int number,
      Double... values) {
    String[] name = venueAndSymbol.split("/");
    long at = DAYS.startMicros() + minute * BarClock.MINUTE_MICROS;
    return new SeriesBlock.Given(
        new SeriesBlock.Key(
            name[0],
            "linear_perp",
            name[1],
            (int) UtcDays.dayOf(at).toEpochDay(),
            series,
            text,
            side),
        at,
        number,
        Stream.of(values).mapToDouble(v -> v == null ? Double.NaN : v).toArray());
  }

  private static List<SeriesBlock.Given> bars() {
    List<SeriesBlock.Given> rows = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute += 5) {
      double close = 100 + Math.sin(minute);
      rows.add(
          row(
              InstrumentSeries.BAR,
              "binance/BTCUSDT",
              minute,
              "",
              "",
              0,
              close,
              close,
              close,
              close,
              1.0,
              null,
              2.0,
              3.0,
              4.0));
    }
    return rows;
  }

  private static List<SeriesBlock.Given> totals(
      String venueAndSymbol, int minutes, int from, int to) {
    List<SeriesBlock.Given> rows = new ArrayList<>();
    for (Side side : Side.values()) {
      double[] usd = usd(side);
      for (int minute = from; minute < to; minute += minutes) {
        double sum = Arrays.stream(usd, minute / 5, (minute + minutes) / 5).sum();
        rows.add(
            row(
                InstrumentSeries.FORCED,
                venueAndSymbol,
                minute,
                RULE,
                side.text(),
                minutes,
                sum,
                sum,
                null,
                null,
                null));
      }
    }
    return rows;
  }

  @SafeVarargs
  private static AssetMarkets markets(List<SeriesBlock.Given>... totals) {
    List<SeriesBlock.Given> rows = bars();
    Stream.of(totals).forEach(rows::addAll);
    List<SeriesBlock> blocks = new ArrayList<>();
    SeriesBlock.pack(rows.iterator()).forEachRemaining(blocks::add);
    return new SeriesBuilder(DAYS, DAYS, symbol -> 1, new FeedRecordings()).build("BTC", blocks);
  }

  private static AssetMarkets markets(int minutes) {
    return markets(totals("coinglass/BTC", minutes, 0, MINUTES));
  }

  private static List<NamedRow> rows(Statistic statistic, AssetMarkets markets, LakeTable table) {
    List<NamedRow> rows = new ArrayList<>();
    for (Row row : Rows.of(statistic, markets, DAYS, table)) {
      rows.add(new NamedRow(ReadRow.of(table, row)));
    }
    return rows;
  }

  private static List<NamedRow> weeks(AssetMarkets markets) {
    return rows(new LiquidationWeekStatistic(), markets, LakeTables.LIQUIDATION_WEEK);
  }

  private static void agree(List<NamedRow> some, List<NamedRow> others) {
    assertThat(some).hasSize(6);
    assertThat(others).hasSize(6);
    for (int i = 0; i < 6; i++) {
      NamedRow one = some.get(i);
      NamedRow other = others.get(i);
      for (String column : List.of("raw_usd", "low_usd", "floor_usd", "per_volume", "percentile")) {
        if (one.isNull(column)) {
          assertThat(other.isNull(column)).as(column).isTrue();
        } else {
          double value = one.number(column);
          assertThat(other.number(column))
              .as("%s of %s", column, one.day("day"))
              .isCloseTo(value, within(1e-12 * value));
        }
      }
      for (String column : List.of("hours_with_totals", "n")) {
        assertThat(other.integer(column)).isEqualTo(one.integer(column));
      }
      assertThat(other.row().<Integer>getAs("rank")).isEqualTo(one.row().<Integer>getAs("rank"));
      assertThat(other.text("feed_rule")).isEqualTo(RULE);
    }
  }

  @Test
  void weeksOfWhicheverIntervalAgree() {
    List<NamedRow> hours = weeks(markets(60));
    double sum = Arrays.stream(usd(Side.LONG), 0, 2016).sum();
    assertThat(hours.get(0).number("raw_usd")).isCloseTo(sum, within(1e-12 * sum));
    assertThat(hours.get(4).integer("rank")).isEqualTo(2);
    for (int minutes : new int[] {5, 15, 30, 240, 720, 1440}) {
      agree(hours, weeks(markets(minutes)));
    }
    NamedRow of4Hours = weeks(markets(240)).get(4);
    assertThat(of4Hours.text("reason")).contains("totals of 4 h");
    assertThat(of4Hours.number("largest_168h_usd"))
        .isLessThanOrEqualTo(hours.get(4).number("largest_168h_usd"));
  }

  @Test
  void oneFeedInTwoIntervalsOrFromTwoSourcesIsOne() {
    List<NamedRow> hours = weeks(markets(60));
    // Hours of the first ten days, 4 h of all but the first; another source tells the same again.
    List<SeriesBlock.Given> fine = totals("coinglass/BTC", 60, 0, 10 * 1440);
    List<SeriesBlock.Given> coarse = totals("coinglass/BTC", 240, 1440, MINUTES);
    List<SeriesBlock.Given> again = totals("coinalyze/BTC", 60, 0, 5 * 1440);
    agree(hours, weeks(markets(fine, coarse, again)));
  }

  @Test
  void minutesAndQuartersAreReadAsStepsOfFiveMinutesAndHours() {
    AssetMarkets markets = markets(15);
    assertThat(markets.markets().get(0).forced())
        .extracting(ForcedFlow::minutes)
        .containsExactly(60);
    assertThat(markets(5).markets().get(0).forced())
        .extracting(ForcedFlow::minutes)
        .containsExactly(5, 60);
    ForcedFlow hours = markets(60).markets().get(0).forced().get(0);
    for (Side side : Side.values()) {
      for (int i = 0; i < MINUTES / 60; i++) {
        assertThat(markets.totals().get(0).usd(side)[i])
            .isCloseTo(hours.usd(side)[i], within(1e-12 * hours.usd(side)[i]));
      }
    }
  }

  @Test
  void aRowThatCannotReadTotalsSaysWhichThereAre() {
    for (NamedRow row : rows(new PathShapeStatistic(), markets(240), LakeTables.PATH_SHAPE)) {
      assertThat(row.text("reason"))
          .contains("totals of more than an hour are not used: 4 h of '" + RULE + "'");
    }
    for (NamedRow row : rows(new PathShapeStatistic(), markets(30), LakeTables.PATH_SHAPE)) {
      assertThat(row.isNull("reason") ? "" : row.text("reason")).doesNotContain("not used");
    }
  }
}
