package io.treadmill.book;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores of predicted totals against realised totals, both in millions of USD. */
public final class Score {
  /** Smallest prediction that enters a deviance. */
  public static final double LEAST_PREDICTION = 1e-4;

  private Score() {}

  /** Returns the quasi-Poisson unit deviance {@code 2 (y ln(y / mu) - (y - mu))}. */
  public static double unitDeviance(double realised, double predicted) {
    double mu = Math.max(predicted, LEAST_PREDICTION);
    double log = realised > 0 ? realised * Math.log(realised / mu) : 0;
    return 2 * (log - (realised - mu));
  }

  /** Returns the sum of the unit deviances. */
  public static double deviance(double[] realised, double[] predicted) {
    requireSameLength(realised, predicted);
    double sum = 0;
    for (int i = 0; i < realised.length; i++) {
      sum += unitDeviance(realised[i], predicted[i]);
    }
    return sum;
  }

  /** Returns {@code 1 - deviance / deviance of the baseline}. */
  public static double skill(double[] realised, double[] predicted, double[] baseline) {
    return 1 - deviance(realised, predicted) / deviance(realised, baseline);
  }

  /**
   * Returns the share of variance explained, without any refit: negative if worse than the mean.
   */
  public static double r2(double[] realised, double[] predicted) {
    requireSameLength(realised, predicted);
    double mean = Arrays.stream(realised).sum() / realised.length;
    double error = 0;
    double variance = 0;
    for (int i = 0; i < realised.length; i++) {
      error += (realised[i] - predicted[i]) * (realised[i] - predicted[i]);
      variance += (realised[i] - mean) * (realised[i] - mean);
    }
    return 1 - error / variance;
  }

  /** Returns predicted over realised, of the sums. */
  public static double ratio(double[] realised, double[] predicted) {
    requireSameLength(realised, predicted);
    return Arrays.stream(predicted).sum() / Arrays.stream(realised).sum();
  }

  /** Returns Spearman's rank correlation, ties at mean ranks; NaN if either side is constant. */
  public static double spearman(double[] realised, double[] predicted) {
    requireSameLength(realised, predicted);
    double[] a = ranks(realised);
    double[] b = ranks(predicted);
    double mean = (realised.length + 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - mean) * (b[i] - mean);
      aa += (a[i] - mean) * (a[i] - mean);
      bb += (b[i] - mean) * (b[i] - mean);
    }
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Double.NaN;
  }

  /** Returns a quantile of values, linear between the two nearest. The values are not changed. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        ranks[order[i]] = (from + to) / 2.0 + 1;
      }
      from = to + 1;
    }
    return ranks;
  }

  private static void requireSameLength(double[] realised, double[] predicted) {
    if (realised.length != predicted.length || realised.length == 0) {
      throw new IllegalArgumentException(
          "Invalid scores: "
              + realised.length
              + " realised and "
              + predicted.length
              + " predicted values (must be as many, at least 1)");
    }
  }
}
