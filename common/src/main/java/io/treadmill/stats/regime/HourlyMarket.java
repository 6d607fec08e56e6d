package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.market.WindowTotals;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A perpetual at full hours: hour {@code h} is the instant {@code h} hours after the start of the
 * grid, and every value of it is known then. NaN = unknown.
 *
 * @param price last price before each hour, quote units
 * @param highAfter highest price of the hour that <em>begins</em> at each hour
 * @param lowAfter lowest price of the hour that begins at each hour
 * @param openInterest snapshot at each hour, coins (linear) or contracts (inverse)
 * @param funding last settled rate at each hour, fraction per 8 hours; NaN without its interval
 * @param varianceBefore realised variance of the hour before, sum of squared log returns
 * @param premium mean of mark / index - 1 over the 4 hours before
 * @param forced forced orders by feed: own prints before totals of aggregators, then by name
 */
public record HourlyMarket(
    MarketSeries series,
    double[] price,
    double[] highAfter,
    double[] lowAfter,
    double[] openInterest,
    double[] funding,
    double[] varianceBefore,
    double[] premium,
    List<Feed> forced) {
  /** Steps of an hour. */
  public static final int STEPS = BarClock.BARS_OF_AN_HOUR;

  private static final int FOUR_HOURS = 4;
  private static final int HOLD_STEPS = 6;
  private static final int LEAST_RETURNS = 9;

  /**
   * Forced orders of one feed.
   *
   * @param feedRule how the venue or aggregator reported
   * @param totals notional of both sides, from the first hour on
   */
  public record Feed(String feedRule, WindowTotals totals) {
    /** Returns the notional of the hour that begins at each hour; NaN where unknown. */
    public double[] usd() {
      return totals.hours();
    }
  }

  /** Reads a market; its grid starts with a day. */
  public HourlyMarket(MarketSeries series) {
    this(
        series,
        byHour(series, h -> last(series.close(), h * STEPS - 1, STEPS)),
        byHour(series, h -> ofHour(series, Column.HIGH, h).max().orElse(Double.NaN)),
        byHour(series, h -> ofHour(series, Column.LOW, h).min().orElse(Double.NaN)),
        byHour(series, h -> last(series.openInterest(), h * STEPS, HOLD_STEPS + 1)),
        byHour(series, h -> lastSettled(series, h)),
        byHour(series, h -> varianceBefore(series.close(), h)),
        premium(series),
        feeds(series));
    if (series.steps().startMicros() % BarClock.DAY_MICROS != 0) {
      throw new IllegalArgumentException("Invalid steps: the grid must start with a day");
    }
  }

  private static List<Feed> feeds(MarketSeries series) {
    Map<String, List<ForcedFlow>> byRule =
        series.forced().stream()
            .collect(
                Collectors.groupingBy(
                    ForcedFlow::feedRule, LinkedHashMap::new, Collectors.toList()));
    return byRule.entrySet().stream()
        .map(
            feed ->
                new Feed(feed.getKey(), ForcedFlow.windows(feed.getValue(), ForcedFlow::bothUsd)))
        .toList();
  }

  private static double[] byHour(MarketSeries series, IntToDoubleFunction value) {
    return IntStream.range(0, series.steps().count() / STEPS).mapToDouble(value).toArray();
  }

  /** The last number of {@code steps} steps that end with step {@code i}. */
  private static double last(double[] values, int i, int steps) {
    for (int k = i; k > i - steps && k >= 0; k--) {
      if (!Double.isNaN(values[k])) {
        return values[k];
      }
    }
    return Double.NaN;
  }

  private static DoubleStream ofHour(MarketSeries series, Column column, int h) {
    return Arrays.stream(series.column(column), h * STEPS, (h + 1) * STEPS)
        .filter(value -> !Double.isNaN(value));
  }

  private static double lastSettled(MarketSeries series, int h) {
    // A settlement's stamp may lie some milliseconds after the hour.
    int n = series.settledBefore(series.steps().micros(h * STEPS) + BarClock.MINUTE_MICROS);
    return n == 0 ? Double.NaN : FundingHistory.per8Hours(series.settled().get(n - 1));
  }

  private static double varianceBefore(double[] close, int h) {
    double sum = 0;
    int n = 0;
    for (int i = Math.max(1, (h - 1) * STEPS); i < h * STEPS; i++) {
      double r = Math.log(close[i] / close[i - 1]);
      if (!Double.isNaN(r)) {
        sum += r * r;
        n++;
      }
    }
    return n >= LEAST_RETURNS ? sum * STEPS / n : Double.NaN;
  }

  private static double[] premium(MarketSeries series) {
    double[] premiums = FundingHistory.premiums(series);
    int steps = FOUR_HOURS * STEPS;
    return byHour(
        series, h -> FundingHistory.mean(premiums, h * STEPS - steps, h * STEPS, steps / 2));
  }

  /** Returns the number of hours. */
  public int hours() {
    return price.length;
  }

  /** Returns the instant of an hour, microseconds since 1970. */
  public long micros(int h) {
    return series.steps().micros(h * STEPS);
  }

  /** Returns the log return over the 4 hours before each hour. */
  public double[] return4Hours() {
    return change4Hours(price);
  }

  /** Returns the log change of open interest over the 4 hours before each hour. */
  public double[] openInterestChange4Hours() {
    return change4Hours(openInterest);
  }

  private static double[] change4Hours(double[] level) {
    double[] change = Steps.unknown(level.length);
    for (int h = FOUR_HOURS; h < level.length; h++) {
      change[h] = Math.log(level[h] / level[h - FOUR_HOURS]);
    }
    return change;
  }
}
