package io.treadmill.jobs.statistics;

import io.treadmill.lake.EpisodeTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.WeeklyTotals;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Forced notional of whole weeks: {@code liquidation_week}. */
final class LiquidationWeekStatistic implements Statistic {
  private static final String AGGREGATE = "aggregate of ";

  /** A feed by side: its totals and bounds by hour, and the instruments that measure it. */
  private record Feed(
      String venueSet,
      List<String> venues,
      Product product,
      String rule,
      Steps hours,
      double[][] usd,
      double[][] low,
      double[][] high,
      List<MarketSeries> known) {}

  @Override
  public List<LakeTable> tables() {
    return List.of(EpisodeTables.LIQUIDATION_WEEK);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    List<LocalDate> sundays =
        days.days().stream().filter(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY).toList();
    if (sundays.isEmpty()) {
      return;
    }
    for (Feed feed : feeds(markets)) {
      for (LocalDate sunday : sundays) {
        for (Side side : Side.values()) {
          add(markets.asset(), feed, sunday, side, rows);
        }
      }
    }
  }

  private static List<Feed> feeds(AssetMarkets markets) {
    List<Feed> feeds = new ArrayList<>();
    for (ForcedFlow flow : markets.totals()) {
      String set = flow.feedRule().substring(AGGREGATE.length());
      List<String> venues = Arrays.asList(set.toLowerCase(Locale.ROOT).split("[+,; ]+"));
      List<MarketSeries> known =
          markets.where(
              s ->
                  s.instrument().product().isLeveraged()
                      && venues.contains(s.instrument().venue()));
      addFeed(feeds, set, venues, Product.LINEAR_PERP, flow, known);
    }
    for (MarketSeries series : markets.markets()) {
      Instrument instrument = series.instrument();
      for (ForcedFlow flow : series.forced()) {
        if (!flow.isAggregate()) {
          addFeed(
              feeds,
              instrument.toString(),
              List.of(instrument.venue()),
              instrument.product(),
              flow,
              List.of(series));
        }
      }
    }
    return feeds;
  }

  private static void addFeed(
      List<Feed> feeds,
      String venueSet,
      List<String> venues,
      Product product,
      ForcedFlow flow,
      List<MarketSeries> known) {
    Steps steps = flow.steps();
    if (steps.stepMicros() > Steps.HOUR_MICROS || Steps.HOUR_MICROS % steps.stepMicros() != 0) {
      return;
    }
    int each = (int) (Steps.HOUR_MICROS / steps.stepMicros());
    feeds.add(
        new Feed(
            venueSet,
            venues,
            product,
            flow.feedRule(),
            new Steps(steps.startMicros(), Steps.HOUR_MICROS, steps.count() / each),
            hourly(flow.usd(), steps),
            hourly(flow.lowUsd(), steps),
            hourly(flow.highUsd(), steps),
            known));
  }

  private static double[][] hourly(double[][] bySide, Steps steps) {
    return new double[][] {
      WeeklyTotals.hourly(bySide[0], steps), WeeklyTotals.hourly(bySide[1], steps)
    };
  }

  private static void add(
      String asset, Feed feed, LocalDate sunday, Side side, StatisticRows rows) {
    LocalDate earliest = sunday.minusDays(7L * (WeeklyTotals.EARLIER_WEEKS + 1) - 1);
    TreeSet<LocalDate> breaks = new TreeSet<>();
    for (String venue : feed.venues()) {
      breaks.addAll(WeeklyTotals.ruleBreaks(venue, feed.product(), earliest, sunday));
    }
    LocalDate sameRuleFrom = breaks.isEmpty() ? earliest : breaks.last();
    int s = side.index();
    WeeklyTotals week = WeeklyTotals.of(feed.usd()[s], feed.hours(), sunday, sameRuleFrom);
    if (week.hours() == 0) {
      return;
    }
    int end = feed.hours().end(sunday);
    double openInterest = openInterestUsd(feed.known(), sunday);
    double volume = volumeUsd(feed.known(), sunday);
    rows.add(
        EpisodeTables.LIQUIDATION_WEEK,
        asset,
        feed.venueSet(),
        sunday,
        isoWeek(sunday),
        feed.rule(),
        side,
        week.total(),
        WeeklyTotals.weekSum(feed.low()[s], end),
        WeeklyTotals.weekSum(feed.high()[s], end),
        week.hoursSum(),
        week.hours(),
        week.largest168h(),
        week.percentile(),
        week.rank() == 0 ? null : week.rank(),
        week.earlier(),
        week.total() / openInterest,
        week.total() / volume,
        feed.known().isEmpty()
            ? null
            : feed.known().stream()
                .map(series -> series.instrument().toString())
                .collect(Collectors.joining("+")),
        breaks.isEmpty()
            ? null
            : breaks.stream().map(LocalDate::toString).collect(Collectors.joining(" ")),
        reason(week, openInterest, volume));
  }

  private static String reason(WeeklyTotals week, double openInterest, double volume) {
    List<String> reasons = new ArrayList<>();
    if (week.hours() < WeeklyTotals.HOURS) {
      reasons.add("partial: totals of " + week.hours() + " of " + WeeklyTotals.HOURS + " hours");
    } else if (week.earlier() == 0) {
      reasons.add("no earlier whole week under the same rule");
    }
    if (Double.isNaN(openInterest)) {
      reasons.add("no open interest of all instruments known");
    }
    if (Double.isNaN(volume)) {
      reasons.add("no volume of all instruments known");
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static String isoWeek(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "%d-W%02d",
        day.get(IsoFields.WEEK_BASED_YEAR),
        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** Mean of the week's snapshots, summed over instruments; NaN if one has under half of them. */
  private static double openInterestUsd(List<MarketSeries> known, LocalDate sunday) {
    double total = known.isEmpty() ? Double.NaN : 0;
    for (MarketSeries series : known) {
      int end = series.steps().end(sunday);
      double sum = 0;
      int n = 0;
      for (int i = Math.max(0, end - 7 * series.steps().perDay()); i < end; i++) {
        double usd = series.openInterestUsd(i);
        sum += Double.isNaN(usd) ? 0 : usd;
        n += Double.isNaN(usd) ? 0 : 1;
      }
      total += 2 * n >= 7 * 24 ? sum / n : Double.NaN;
    }
    return total;
  }

  /** Volume of the week, summed over instruments; NaN if one has under 99 % of its steps. */
  private static double volumeUsd(List<MarketSeries> known, LocalDate sunday) {
    double total = known.isEmpty() ? Double.NaN : 0;
    for (MarketSeries series : known) {
      int end = series.steps().end(sunday);
      int steps = 7 * series.steps().perDay();
      int n = 0;
      double sum = 0;
      for (int i = Math.max(0, end - steps); i < end; i++) {
        double usd = series.volumeUsd(i);
        sum += Double.isNaN(usd) ? 0 : usd;
        n += Double.isNaN(usd) ? 0 : 1;
      }
      total += n >= 0.99 * steps ? sum : Double.NaN;
    }
    return total;
  }
}
