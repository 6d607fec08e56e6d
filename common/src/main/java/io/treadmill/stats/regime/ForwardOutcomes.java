package io.treadmill.stats.regime;

import io.treadmill.market.WindowTotals;
import io.treadmill.stats.Steps;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * What followed each hour, over some horizons. An outcome of hour {@code h} and horizon {@code k}
 * is complete at hour {@code h + k}; NaN = unknown.
 *
 * @param horizonHours horizons in hours, rising
 * @param logReturn log return over the horizon, by horizon and hour
 * @param logRange logarithm of ln(highest / lowest price) over the horizon
 * @param forced forced orders by feed, own prints first
 * @param logPastVolatility logarithm of realised volatility of the 24 hours before each hour
 * @param logLastVolatility the same of the 4 hours before: a state that follows a large move knows
 *     more of the volatility to come than a day's mean does
 */
public record ForwardOutcomes(
    int[] horizonHours,
    double[][] logReturn,
    double[][] logRange,
    List<Forced> forced,
    double[] logPastVolatility,
    double[] logLastVolatility) {
  /**
   * What was forced by one feed.
   *
   * @param feedRule how the venue or aggregator reported
   * @param logUsd logarithm of notional of both sides over the horizon, by horizon and hour; NaN
   *     also where nothing was forced
   */
  public record Forced(String feedRule, double[][] logUsd) {}

  /** Horizons that are published: 1 h, 4 h, 24 h, 7 d. */
  public static final int[] HORIZONS = {1, 4, 24, 168};

  private static final int LAST_HOURS = 4;
  private static final double LEAST_KNOWN = 0.95;

  /** Returns the outcomes of a market. */
  public static ForwardOutcomes of(HourlyMarket market, int... horizons) {
    double[] price = market.price();
    return new ForwardOutcomes(
        horizons.clone(),
        byHorizon(market, horizons, (h, end) -> Math.log(price[end] / price[h])),
        byHorizon(market, horizons, (h, end) -> logRange(market, h, end)),
        market.forced().stream()
            .map(
                feed ->
                    new Forced(
                        feed.feedRule(),
                        byHorizon(market, horizons, (h, end) -> logForced(feed.totals(), h, end))))
            .toList(),
        pastVolatility(market, PastScores.HOURS),
        pastVolatility(market, LAST_HOURS));
  }

  /** Values of what lies between an hour and the end of its horizon. */
  private static double[][] byHorizon(
      HourlyMarket market, int[] horizons, ToDoubleBiFunction<Integer, Integer> value) {
    double[][] values = new double[horizons.length][];
    for (int k = 0; k < horizons.length; k++) {
      values[k] = Steps.unknown(market.hours());
      for (int h = 0; h + horizons[k] < market.hours(); h++) {
        values[k][h] = value.applyAsDouble(h, h + horizons[k]);
      }
    }
    return values;
  }

  private static double logRange(HourlyMarket market, int from, int to) {
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    for (int h = from; h < to; h++) {
      high = Double.isNaN(market.highAfter()[h]) ? high : Math.max(high, market.highAfter()[h]);
      low = Double.isNaN(market.lowAfter()[h]) ? low : Math.min(low, market.lowAfter()[h]);
    }
    return high > low && low > 0 ? Math.log(Math.log(high / low)) : Double.NaN;
  }

  /** Of the hours if nearly all are known, else of the longer windows that fill the time. */
  private static double logForced(WindowTotals forced, int from, int to) {
    double sum = 0;
    int known = 0;
    for (int h = from; h < to; h++) {
      if (!Double.isNaN(forced.hours()[h])) {
        sum += forced.hours()[h];
        known++;
      }
    }
    int hours = to - from;
    double whole = known < LEAST_KNOWN * hours ? forced.sum(from, to) : Double.NaN;
    if (!Double.isNaN(whole)) {
      sum = whole;
      known = hours;
    }
    return known >= LEAST_KNOWN * hours && sum > 0 ? Math.log(sum * hours / known) : Double.NaN;
  }

  private static double[] pastVolatility(HourlyMarket market, int hours) {
    double[] result = new double[market.hours()];
    for (int h = 0; h < result.length; h++) {
      double mean = FundingHistory.mean(market.varianceBefore(), h - hours + 1, h + 1, hours / 2);
      result[h] = mean > 0 ? Math.log(hours * mean) / 2 : Double.NaN;
    }
    return result;
  }
}
