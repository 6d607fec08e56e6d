package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.Optional;

/** What events read of a market: values at instants and sums between two, NaN where unknown. */
public final class EventMarket {
  private static final int HELD_STEPS = BarClock.BARS_OF_AN_HOUR;

  private final MarketSeries series;
  private final Steps steps;
  private final double[] logClose;

  /** Reads a market. */
  public EventMarket(MarketSeries series) {
    this.series = series;
    this.steps = series.steps();
    this.logClose = Arrays.stream(series.close()).map(Math::log).toArray();
  }

  /** Returns the market. */
  public MarketSeries series() {
    return series;
  }

  /** Returns the log of the last price of each step; not to be changed. */
  public double[] logClose() {
    return logClose;
  }

  /** Returns the forced orders of the steps from..to-1: prints before totals, at most hourly. */
  public Optional<ForcedFlow> forced(int from, int to) {
    return series.forcedIn(steps.micros(from), steps.micros(to));
  }

  /** Says which totals of the steps from..to-1 are too long to be read; null if there are none. */
  public String longTotals(int from, int to) {
    return series.longTotals(steps.micros(from), steps.micros(to));
  }

  /**
   * Returns open interest at the start of step {@code i}, coins or contracts: the last snapshot of
   * the hour before; NaN without.
   */
  public double openInterest(int i) {
    double[] values = series.openInterest();
    for (int k = Math.min(i, values.length - 1); k >= 0 && k > i - HELD_STEPS; k--) {
      if (!Double.isNaN(values[k])) {
        return values[k];
      }
    }
    return Double.NaN;
  }

  /** Returns the step at whose start open interest was least, from..to; -1 without a snapshot. */
  public int leastOpenInterest(int from, int to) {
    double[] values = series.openInterest();
    int least = -1;
    for (int i = Math.max(0, from); i <= Math.min(to, values.length - 1); i++) {
      if (!Double.isNaN(values[i]) && (least < 0 || values[i] < values[least])) {
        least = i;
      }
    }
    return least;
  }

  /** Returns the last rate settled at or before the start of step {@code i}; NaN without. */
  public double lastSettled(int i) {
    int n = series.settledBefore(steps.micros(i) + 1);
    return n == 0 ? Double.NaN : series.settled().get(n - 1).rate();
  }

  /** Returns the first rate settled after the start of step from and before that of step to. */
  public double firstSettled(int from, int to) {
    int n = series.settledBefore(steps.micros(from) + 1);
    return n < series.settledBefore(steps.micros(to)) ? series.settled().get(n).rate() : Double.NaN;
  }

  /** Returns the sum of values over the steps from..to-1; NaN if one is unknown. */
  public static double sum(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += i < 0 || i >= values.length ? Double.NaN : values[i];
    }
    return sum;
  }

  /**
   * Returns the sum over the steps from..to-1 of a column of forced orders; of hourly totals, over
   * the hours that hold one of the steps. NaN if one is unknown.
   *
   * @param own steps of the column
   */
  public double forcedSum(double[] column, Steps own, int from, int to) {
    return sum(column, own.index(steps.micros(from)), own.index(steps.micros(to - 1)) + 1);
  }

  /** Returns volume over the steps from..to-1, USD. */
  public double volumeUsd(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += series.volumeUsd(i);
    }
    return sum;
  }

  /**
   * Returns what aggressors bought less what they sold over the steps from..to-1, base coins; NaN
   * if unknown.
   */
  public double takerNetBase(int from, int to) {
    double bought = sum(series.column(MarketSeries.Column.TAKER_BUY_BASE), from, to);
    return 2 * bought - sum(series.column(MarketSeries.Column.BASE_VOLUME), from, to);
  }

  /**
   * Returns the share of volume by which aggressors bought more than they sold, -1..1; NaN if
   * unknown.
   */
  public double takerImbalance(int from, int to) {
    double volume = sum(series.column(MarketSeries.Column.BASE_VOLUME), from, to);
    return volume > 0 ? takerNetBase(from, to) / volume : Double.NaN;
  }
}
