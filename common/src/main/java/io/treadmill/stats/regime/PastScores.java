package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Ranks;
import java.util.Arrays;

/**
 * Scores of hourly values against complete days before: each day has one past, so that a value of
 * the same day does not enter, and neither does a later one.
 */
public final class PastScores {
  /** Hours of a day. */
  public static final int HOURS = BarClock.HOURS_OF_A_DAY;

  private PastScores() {}

  /**
   * Returns robust z-scores (median and median absolute deviation) of each hour against the days
   * before; NaN where the value is missing, under half of the past is known, or it does not vary.
   *
   * @param values hourly, from the start of a day
   * @param days complete days before
   */
  public static double[] robustZ(double[] values, int days) {
    double[] scores = new double[values.length];
    Arrays.fill(scores, Double.NaN);
    for (int from = HOURS; from < values.length; from += HOURS) {
      double[] past = Ranks.sorted(values, from - days * HOURS, from);
      if (2 * past.length < days * HOURS) {
        continue;
      }
      double median = Ranks.quantile(past, 0.5);
      double scale = deviation(past, median);
      for (int i = from; i < Math.min(values.length, from + HOURS) && scale > 0; i++) {
        scores[i] = (values[i] - median) / scale;
      }
    }
    return scores;
  }

  private static double deviation(double[] past, double median) {
    double[] away = Arrays.stream(past).map(value -> Math.abs(value - median)).toArray();
    Arrays.sort(away);
    return Ranks.MAD_TO_SIGMA * Ranks.quantile(away, 0.5);
  }

  /**
   * Returns the percentile of each hour against the days before, in 0..1; NaN where the value is
   * missing or under {@code least} hours of the past are known.
   */
  public static double[] percentile(double[] values, int days, int least) {
    double[] scores = new double[values.length];
    Arrays.fill(scores, Double.NaN);
    for (int from = HOURS; from < values.length; from += HOURS) {
      double[] past = Ranks.sorted(values, from - days * HOURS, from);
      if (past.length >= least) {
        for (int i = from; i < Math.min(values.length, from + HOURS); i++) {
          scores[i] = Ranks.percentile(past, values[i]);
        }
      }
    }
    return scores;
  }
}
