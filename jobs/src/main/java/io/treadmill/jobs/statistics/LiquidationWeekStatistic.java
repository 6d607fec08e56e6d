package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.EventMarket;
import io.treadmill.stats.episode.WeeklyTotals;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Forced notional of whole weeks: {@code liquidation_week}. */
final class LiquidationWeekStatistic implements Statistic {
  /** Snapshots of open interest of a week that give a mean: half of what an hourly source has. */
  private static final int LEAST_SNAPSHOTS = 84;

  /** A feed by side: its totals and bounds on a grid of hours, and the instruments of it. */
  private record Feed(
      String venueSet,
      List<String> venues,
      Product product,
      String rule,
      Steps hours,
      List<WindowTotals> usd,
      List<WindowTotals> low,
      List<WindowTotals> high,
      List<MarketSeries> known) {}

  /**
   * What a row is made of.
   *
   * @param breaks days of the year to the week on which a venue changed its feed rule
   * @param openInterest of the instruments known, mean of the week, USD
   * @param volume of the instruments known, USD
   */
  private record Week(
      String asset,
      Feed feed,
      LocalDate sunday,
      Side side,
      SortedSet<LocalDate> breaks,
      WeeklyTotals totals,
      double openInterest,
      double volume) {
    double sum(List<WindowTotals> bySide) {
      return WeeklyTotals.weekSum(bySide.get(side.index()), feed.hours().end(sunday));
    }

    String isoWeek() {
      return String.format(
          Locale.ROOT,
          "%d-W%02d",
          sunday.get(IsoFields.WEEK_BASED_YEAR),
          sunday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    String reason() {
      return Reasons.join(
          totals.hoursWithTotals() < WeeklyTotals.HOURS
              ? "partial: totals of %d of %d hours"
                  .formatted(totals.hoursWithTotals(), WeeklyTotals.HOURS)
              : totals.earlier() == 0 ? "no earlier whole week under the same rule" : null,
          totals.longest() > 1
              ? "totals of %d h: 168 h in a row are known where they end with one"
                  .formatted(totals.longest())
              : null,
          !Double.isNaN(totals.rawUsd()) && Double.isNaN(sum(feed.high())) ? "no high value" : null,
          Double.isNaN(openInterest) ? "no open interest of all instruments known" : null,
          Double.isNaN(volume) ? "no volume of all instruments known" : null);
    }
  }

  private static final RowLayout<Week> WEEKS =
      RowLayout.<Week>of(LakeTables.LIQUIDATION_WEEK)
          .components(Week.class, one -> one)
          .text("venue_set", one -> one.feed().venueSet())
          .date("day", Week::sunday)
          .text("iso_week", Week::isoWeek)
          .text("feed_rule", one -> one.feed().rule())
          .number("low_usd", one -> one.sum(one.feed().low()))
          .number("high_usd", one -> one.sum(one.feed().high()))
          .components(WeeklyTotals.class, Week::totals)
          .integerOrNull("rank", one -> one.totals().rank() == 0 ? null : one.totals().rank())
          .integer("n", one -> one.totals().earlier())
          .number("per_open_interest", one -> one.totals().rawUsd() / one.openInterest())
          .number("per_volume", one -> one.totals().rawUsd() / one.volume())
          .text(
              "instruments_known",
              one -> joined(one.feed().known().stream().map(MarketSeries::instrument), "+"))
          .text("rule_breaks", one -> joined(one.breaks().stream(), " "))
          .text("reason", Week::reason)
          .build();

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
    markets.totals().stream()
        .collect(Collectors.groupingBy(ForcedFlow::feedRule, TreeMap::new, Collectors.toList()))
        .forEach(
            (name, flows) -> {
              AggregateRule rule = new AggregateRule(name);
              List<MarketSeries> known =
                  markets.where(
                      s ->
                          rule.holds(s.instrument())
                              && rule.venues().contains(s.instrument().venue()));
              feeds.add(feed(rule.venueSet(), rule.venues(), Product.LINEAR_PERP, flows, known));
            });
    for (MarketSeries series : markets.markets()) {
      Instrument instrument = series.instrument();
      for (ForcedFlow flow : series.forced()) {
        if (!flow.isAggregate()) {
          feeds.add(
              feed(
                  instrument.toString(),
                  List.of(instrument.venue()),
                  instrument.product(),
                  List.of(flow),
                  List.of(series)));
        }
      }
    }
    return feeds;
  }

  private static Feed feed(
      String venueSet,
      List<String> venues,
      Product product,
      List<ForcedFlow> flows,
      List<MarketSeries> known) {
    Steps steps = flows.get(0).steps();
    return new Feed(
        venueSet,
        venues,
        product,
        flows.get(0).feedRule(),
        new Steps(
            steps.startMicros(),
            BarClock.HOUR_MICROS,
            (int) (steps.count() * steps.stepMicros() / BarClock.HOUR_MICROS)),
        bySide(flows, ForcedFlow::usd),
        bySide(flows, ForcedFlow::lowUsd),
        bySide(flows, ForcedFlow::highUsd),
        known);
  }

  private static List<WindowTotals> bySide(
      List<ForcedFlow> flows, Function<ForcedFlow, double[][]> values) {
    return Stream.of(Side.values())
        .map(side -> ForcedFlow.windows(flows, flow -> values.apply(flow)[side.index()]))
        .toList();
  }

  private static void add(
      String asset, Feed feed, LocalDate sunday, Side side, StatisticRows rows) {
    LocalDate earliest = sunday.minusDays(7L * (WeeklyTotals.EARLIER_WEEKS + 1) - 1);
    TreeSet<LocalDate> breaks = new TreeSet<>();
    for (String venue : feed.venues()) {
      breaks.addAll(WeeklyTotals.ruleBreaks(venue, feed.product(), earliest, sunday));
    }
    LocalDate sameRuleFrom = breaks.isEmpty() ? earliest : breaks.last();
    WeeklyTotals week =
        WeeklyTotals.of(feed.usd().get(side.index()), feed.hours(), sunday, sameRuleFrom);
    if (week.hoursWithTotals() == 0) {
      return;
    }
    rows.add(
        WEEKS,
        new Week(
            asset,
            feed,
            sunday,
            side,
            breaks,
            week,
            openInterestUsd(feed.known(), sunday),
            volumeUsd(feed.known(), sunday)));
  }

  /** Returns the texts of things joined; null without any. */
  private static String joined(Stream<?> things, String separator) {
    String all = things.map(Object::toString).collect(Collectors.joining(separator));
    return all.isEmpty() ? null : all;
  }

  /** Mean of the week's snapshots, summed over instruments; NaN if one has under 84 of them. */
  private static double openInterestUsd(List<MarketSeries> known, LocalDate sunday) {
    return total(
        known,
        series -> {
          double[] week = week(series, sunday, series::openInterestUsd);
          return week.length >= LEAST_SNAPSHOTS ? sum(week) / week.length : Double.NaN;
        });
  }

  /** Volume of the week, summed over instruments; NaN if one has under 99 % of its steps. */
  private static double volumeUsd(List<MarketSeries> known, LocalDate sunday) {
    return total(
        known,
        series -> {
          double[] week = week(series, sunday, series::volumeUsd);
          return week.length >= 0.99 * (7 * series.steps().perDay()) ? sum(week) : Double.NaN;
        });
  }

  private static double total(List<MarketSeries> known, ToDoubleFunction<MarketSeries> value) {
    return known.isEmpty() ? Double.NaN : sum(known.stream().mapToDouble(value).toArray());
  }

  private static double sum(double[] values) {
    return EventMarket.sum(values, 0, values.length);
  }

  /** The numbers among the values of the week's steps. */
  private static double[] week(MarketSeries series, LocalDate sunday, IntToDoubleFunction value) {
    int end = series.steps().end(sunday);
    return IntStream.range(Math.max(0, end - 7 * series.steps().perDay()), end)
        .mapToDouble(value)
        .filter(usd -> !Double.isNaN(usd))
        .toArray();
  }
}
