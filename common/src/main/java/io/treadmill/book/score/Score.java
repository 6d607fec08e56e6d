package io.treadmill.book.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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

  /**
   * A skill with its interval.
   *
   * @param skill {@code 1 - deviance / deviance of the baseline}
   * @param low low end of the 95 % interval
   * @param high high end
   */
  public record Skill(double skill, double low, double high) {}

  /**
   * Returns the skill with an interval from whole days drawn with replacement.
   *
   * @param day day of each value: any numbers, equal for values of one day
   * @param draws number of draws
   */
  public static Skill skill(
      double[] realised, double[] predicted, double[] baseline, long[] day, int draws, long seed) {
    requireSameLength(realised, predicted);
    requireSameLength(realised, baseline);
    Map<Long, double[]> byDay = new TreeMap<>();
    for (int i = 0; i < realised.length; i++) {
      double[] sums = byDay.computeIfAbsent(day[i], unused -> new double[2]);
      sums[0] += unitDeviance(realised[i], predicted[i]);
      sums[1] += unitDeviance(realised[i], baseline[i]);
    }
    double[] ratios = meanOfDrawnDays(byDay.values().toArray(new double[0][]), draws, seed);
    return new Skill(
        skill(realised, predicted, baseline),
        1 - quantile(ratios, 0.975),
        1 - quantile(ratios, 0.025));
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

  /**
   * A bin of the reliability.
   *
   * @param predicted mean prediction of its values
   * @param realised mean realised
   */
  public record Bin(double predicted, double realised) {}

  /** Returns means by bin of equal count, by rising prediction; ties in the order of the values. */
  public static List<Bin> reliability(double[] realised, double[] predicted, int bins) {
    requireSameLength(realised, predicted);
    int[] order = byRising(predicted);
    List<Bin> result = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      int from = (int) ((long) order.length * b / bins);
      int to = (int) ((long) order.length * (b + 1) / bins);
      double p = 0;
      double y = 0;
      for (int i = from; i < to; i++) {
        p += predicted[order[i]];
        y += realised[order[i]];
      }
      if (to > from) {
        result.add(new Bin(p / (to - from), y / (to - from)));
      }
    }
    return result;
  }

  /**
   * Returns the share of the values predicted to be largest that are among the largest realised.
   *
   * @param share share of values that count as the largest, for example 0.2
   */
  public static double hotPrecision(double[] realised, double[] predicted, double share) {
    requireSameLength(realised, predicted);
    int n = Math.max(1, (int) Math.round(share * realised.length));
    int[] hot = byRising(predicted);
    double least = realised[byRising(realised)[realised.length - n]];
    int hits = 0;
    for (int i = hot.length - n; i < hot.length; i++) {
      hits += realised[hot[i]] >= least && realised[hot[i]] > 0 ? 1 : 0;
    }
    return (double) hits / n;
  }

  /** Returns a quantile of values, linear between the two nearest. The values are not changed. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantileOfSorted(sorted, share);
  }

  /** Returns a quantile of values that rise. */
  public static double quantileOfSorted(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
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
