package io.treadmill.stats;

import java.util.Arrays;

/** Order statistics: quantiles, percentiles against the past, robust scores. */
public final class Ranks {
  /** Standard deviations per median absolute deviation of a normal distribution. */
  public static final double MAD_TO_SIGMA = 1.4826;

  private Ranks() {}

  /** Returns the quantile of sorted numbers by linear interpolation (type 7); NaN if empty. */
  public static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the numbers among values[from..to), sorted. */
  public static double[] sorted(double[] values, int from, int to) {
    return Arrays.stream(values, Math.max(0, from), Math.max(Math.max(0, from), to))
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /** Returns the median of the numbers among values; NaN if there is none. */
  public static double median(double[] values) {
    return quantile(sorted(values, 0, values.length), 0.5);
  }

  /**
   * Returns the share of the sorted past at or below the value, ties counted half; in 0..1, NaN
   * without a past.
   */
  public static double percentile(double[] sortedPast, double value) {
    if (sortedPast.length == 0 || Double.isNaN(value)) {
      return Double.NaN;
    }
    long below = Arrays.stream(sortedPast).filter(past -> past < value).count();
    long equal = Arrays.stream(sortedPast).filter(past -> past == value).count();
    return (below + equal / 2.0) / sortedPast.length;
  }

  /**
   * Returns how far a value is from the median of the sorted past in robust standard deviations;
   * NaN without a past or if the past does not vary.
   */
  public static double robustZ(double[] sortedPast, double value) {
    double median = quantile(sortedPast, 0.5);
    double scale = deviation(sortedPast, median);
    return scale > 0 ? (value - median) / scale : Double.NaN;
  }

  /** Returns the robust standard deviation: 1.4826 x the median distance from the median. */
  public static double deviation(double[] values, double median) {
    return MAD_TO_SIGMA
        * median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
  }
}
