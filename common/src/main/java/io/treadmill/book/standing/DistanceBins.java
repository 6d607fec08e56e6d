package io.treadmill.book.standing;

import io.treadmill.book.position.UsualProfile;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Bins of signed distance from the price, in 10 bp buckets of a market whose deviation over the
 * horizon is {@link MapHorizon#referenceBuckets}: positive on the way of a side (below the price
 * for longs), negative beyond the price.
 */
public final class DistanceBins {
  private static final int[] EDGES = {
    -700, -400, -240, -120, -85, -60, -42, -30, -21, -15, -11, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3,
    4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480, 900
  };

  /** Number of bins; the outermost hold all that is farther. */
  public static final int COUNT = EDGES.length - 1;

  private static final int FIRST_ON_THE_WAY = COUNT - UsualProfile.BINS;

  private DistanceBins() {}

  /** Returns the bin of a distance. */
  static int of(double distance) {
    int bin = 0;
    while (bin + 1 < COUNT && distance >= EDGES[bin + 1]) {
      bin++;
    }
    return bin;
  }

  /**
   * Returns the mean of the cells in each bin on the way; NaN in bins without any.
   *
   * @param usd cells of one side
   * @param distance distance of the middle of each
   */
  public static double[] means(double[] usd, double[] distance) {
    double[] means = new double[UsualProfile.BINS];
    int[] counts = new int[UsualProfile.BINS];
    for (int i = 0; i < usd.length; i++) {
      int bin = of(distance[i]) - FIRST_ON_THE_WAY;
      means[bin] += usd[i];
      counts[bin]++;
    }
    Arrays.setAll(means, bin -> counts[bin] == 0 ? Double.NaN : means[bin] / counts[bin]);
    return means;
  }

  /**
   * Returns the value at some distances on the line between the middles of bins on the way; beyond
   * the first and last known bin it is theirs. NaN if none is known.
   */
  public static double[] between(double[] means, double[] distance) {
    int[] known =
        IntStream.range(0, means.length).filter(bin -> !Double.isNaN(means[bin])).toArray();
    return Arrays.stream(distance)
        .map(
            at -> {
              int right = 0;
              while (right < known.length && middle(known[right]) < at) {
                right++;
              }
              if (known.length == 0 || right == 0 || right == known.length) {
                return known.length == 0 ? Double.NaN : means[known[right == 0 ? 0 : right - 1]];
              }
              double from = middle(known[right - 1]);
              double share = (at - from) / (middle(known[right]) - from);
              double left = means[known[right - 1]];
              return left + share * (means[known[right]] - left);
            })
        .toArray();
  }

  private static double middle(int bin) {
    return (EDGES[bin + FIRST_ON_THE_WAY] + EDGES[bin + FIRST_ON_THE_WAY + 1]) / 2.0;
  }

  /** Returns whether the distances of a bin are on the way. */
  static boolean isOnTheWay(int bin) {
    return EDGES[bin] >= 0;
  }

  /** Returns the name of a bin as a column of a law: by its edge that is nearer to the price. */
  static String name(int bin) {
    return isOnTheWay(bin) ? "inflow_" + EDGES[bin] : "inflow_beyond_" + -EDGES[bin + 1];
  }
}
