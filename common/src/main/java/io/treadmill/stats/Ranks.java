package io.treadmill.stats;

import java.util.Arrays;
import org.apache.commons.math3.util.KthSelector;

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
    double[] known = known(values, from, to);
    Arrays.sort(known);
    return known;
  }

  /** Returns the numbers among values[from..to), in order of place. */
  private static double[] known(double[] values, int from, int to) {
    int first = Math.max(0, from);
    double[] known = new double[Math.max(first, to) - first];
    int n = 0;
    for (int i = first; i < to; i++) {
      if (!Double.isNaN(values[i])) {
        known[n++] = values[i];
      }
    }
    return n == known.length ? known : Arrays.copyOf(known, n);
  }

  /**
   * Returns quantiles of the numbers among values[from..to) as {@link #quantile} gives them of the
   * sorted ones, without sorting; NaN if there is none.
   */
  public static double[] quantiles(double[] values, int from, int to, double... shares) {
    double[] known = known(values, from, to);
    double[] result = new double[shares.length];
    Arrays.fill(result, Double.NaN);
    Selection selection = new Selection(known);
    for (int k = 0; k < shares.length && known.length > 0; k++) {
      double place = shares[k] * (known.length - 1);
      int below = (int) Math.floor(place);
      double[] next = selection.from(below);
      result[k] = next[0] + (place - below) * (next[1] - next[0]);
    }
    return result;
  }

  /** Finds numbers by their place among the sorted ones; changes the order of the values. */
  private static final class Selection {
    private static final int FEW = 12;
    private static final int PIVOTS =
        1023; // What the selector remembers of its last look, at most.

    private final double[] values;
    private int[] pivots;

    Selection(double[] values) {
      this.values = values;
    }

    /** The value at a place and the one after it, the last again at the end. */
    double[] from(int place) {
      int last = values.length - 1;
      int next = Math.min(place + 1, last);
      if (next < FEW) {
        double[] least = least(1, next + 1);
        return new double[] {least[place], least[next]};
      }
      if (last - place < FEW) {
        double[] least = least(-1, last - place + 1);
        return new double[] {-least[last - place], -least[last - next]};
      }
      if (pivots == null) {
        pivots = new int[Math.min(PIVOTS, values.length)];
        Arrays.fill(pivots, -1);
      }
      KthSelector selector = new KthSelector();
      return new double[] {
        selector.select(values, pivots, place), selector.select(values, pivots, next)
      };
    }

    /** The least of the values times a sign, rising. */
    private double[] least(int sign, int count) {
      double[] least = new double[count];
      int n = 0;
      for (double value : values) {
        double one = sign * value;
        if (n < count || one < least[n - 1]) {
          int at = n < count ? n++ : n - 1;
          for (; at > 0 && least[at - 1] > one; at--) {
            least[at] = least[at - 1];
          }
          least[at] = one;
        }
      }
      return least;
    }
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
    long below = 0;
    long equal = 0;
    for (double past : sortedPast) {
      below += past < value ? 1 : 0;
      equal += past == value ? 1 : 0;
    }
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
