package io.treadmill.book.score;

import io.treadmill.stats.Ranks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Scores of predicted totals against realised totals, both in millions of USD. */
public final class Score {
  /** Prints below which nothing is said of where in the path prints fall. */
  public static final int LEAST_PRINTS = 200;

  /** Smallest prediction that enters a deviance. */
  public static final double LEAST_PREDICTION = 1e-4;

  /**
   * Fewest days from which an interval is drawn, and so a verdict given. Of two equally good rules
   * a nominal 2.5 % are called better; days drawn again call 24 % better of 2 days, 10 % of 4, 6 %
   * of 7 and 5 % of 10.
   */
  public static final int LEAST_DAYS = 10;

  /** Why there is no interval of fewer days. */
  public static final String FEW_DAYS = "fewer than %d days".formatted(LEAST_DAYS);

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

  /**
   * Returns, for each draw of whole days with replacement, the sum of the first over the sum of the
   * second value of the days.
   *
   * @param days two sums a day
   */
  public static double[] meanOfDrawnDays(double[][] days, int draws, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] ratios = new double[draws];
    for (int d = 0; d < draws; d++) {
      double above = 0;
      double below = 0;
      for (int i = 0; i < days.length; i++) {
        double[] drawn = days[random.nextInt(days.length)];
        above += drawn[0];
        below += drawn[1];
      }
      ratios[d] = above / below;
    }
    return ratios;
  }

  /** Returns a quantile of values, linear between the two nearest. The values are not changed. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Ranks.quantile(sorted, share);
  }

  /** Returns the places of values from the least to the largest, equal ones in their order. */
  public static int[] byRising(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] ranks(double[] values) {
    int[] order = byRising(values);
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
          ("Invalid scores: %s realised and %s predicted values (must be as many, at least " + "1)")
              .formatted(realised.length, predicted.length));
    }
  }
}
