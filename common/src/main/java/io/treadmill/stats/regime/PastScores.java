package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Steps;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

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
    return scores(
        values,
        days,
        (days * HOURS + 1) / 2,
        past -> {
          double median = Ranks.quantile(past, 0.5);
          double scale = Ranks.deviation(past, median);
          return scale > 0 ? value -> (value - median) / scale : value -> Double.NaN;
        });
  }

  /**
   * Returns the percentile of each hour against the days before, in 0..1; NaN where the value is
   * missing or under {@code least} hours of the past are known.
   */
  public static double[] percentile(double[] values, int days, int least) {
    return scores(values, days, least, past -> value -> Ranks.percentile(past, value));
  }

  private static double[] scores(
      double[] values, int days, int least, Function<double[], DoubleUnaryOperator> score) {
    double[] scores = Steps.unknown(values.length);
    for (int from = HOURS; from < values.length; from += HOURS) {
      double[] past = Ranks.sorted(values, from - days * HOURS, from);
      if (past.length >= least) {
        DoubleUnaryOperator ofDay = score.apply(past);
        for (int i = from; i < Math.min(values.length, from + HOURS); i++) {
          scores[i] = ofDay.applyAsDouble(values[i]);
        }
      }
    }
    return scores;
  }
}
