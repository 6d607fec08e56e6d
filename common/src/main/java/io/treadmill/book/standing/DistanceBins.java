package io.treadmill.book.standing;

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

  private DistanceBins() {}

  /** Returns the bin of a distance. */
  static int of(double distance) {
    int bin = 0;
    while (bin + 1 < COUNT && distance >= EDGES[bin + 1]) {
      bin++;
    }
    return bin;
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
