package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Steps;
import java.util.Arrays;

/**
 * Filtered probability that the volatility of a market is in its high state: two states of log
 * hourly realised variance less its mean by hour of the day, refitted at the start of each week
 * (Monday) to the 60 days before; no later value enters, neither a parameter nor a probability.
 */
public final class VolatilityRegime {
  /** Days of a fit. */
  public static final int FIT_DAYS = 60;

  /** Days before a probability that can reach into it. */
  public static final int LOOKBACK_DAYS = FIT_DAYS + 7;

  private static final int LEAST_HOURS = 20 * PastScores.HOURS;
  private static final int WEEK_DAYS = 7;
  private static final int MONDAY = 4; // 1970-01-05.

  private VolatilityRegime() {}

  /** Returns the probability at each hour; NaN without a fit. */
  public static double[] highProbability(HourlyMarket market) {
    double[] variance = market.varianceBefore();
    double[] high = Steps.unknown(variance.length);
    long firstDay = Math.floorDiv(market.micros(0), BarClock.DAY_MICROS);
    int days = market.hours() / PastScores.HOURS;
    for (int day = 0; day < days; day++) {
      boolean monday = Math.floorMod(firstDay + day - MONDAY, WEEK_DAYS) == 0;
      if (monday) {
        fill(variance, day, Math.min(days, day + WEEK_DAYS), high);
      }
    }
    return high;
  }

  /** Fits to the hours before a Monday and filters on to the end of its week. */
  private static void fill(double[] variance, int monday, int end, double[] high) {
    int from = Math.max(0, (monday - FIT_DAYS) * PastScores.HOURS);
    int fitted = monday * PastScores.HOURS + 1 - from; // The hour before Monday 00:00 is its last.
    double[] logs = new double[end * PastScores.HOURS - from];
    for (int i = 0; i < logs.length; i++) {
      double value = variance[from + i];
      logs[i] = value > 0 ? Math.log(value) : Double.NaN;
    }
    removeSeason(logs, fitted);
    double[] past = Arrays.copyOf(logs, fitted);
    double[] known = Arrays.stream(past).filter(v -> !Double.isNaN(v)).distinct().toArray();
    if (Arrays.stream(past).filter(v -> !Double.isNaN(v)).count() < LEAST_HOURS
        || known.length < MarkovSwitching.LEAST) {
      return;
    }
    double[] filtered = MarkovSwitching.fit(past).filter(logs);
    for (int i = fitted - 1; i < logs.length; i++) {
      high[from + i] = filtered[i];
    }
  }

  /** Takes off the mean of the fitted values of the same hour of the day. */
  private static void removeSeason(double[] logs, int fitted) {
    double[] sum = new double[PastScores.HOURS];
    int[] n = new int[PastScores.HOURS];
    for (int i = 0; i < fitted; i++) {
      if (!Double.isNaN(logs[i])) {
        sum[i % PastScores.HOURS] += logs[i];
        n[i % PastScores.HOURS]++;
      }
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] -= sum[i % PastScores.HOURS] / n[i % PastScores.HOURS];
    }
  }
}
