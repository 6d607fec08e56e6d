package io.treadmill.book.position;

import java.util.Arrays;

/**
 * Shares of a bar's volume by bucket of the price grid.
 *
 * @param buckets buckets, each once
 * @param shares share of each, &gt;= 0, sum 1
 * @param count how many leading elements of the arrays are used
 */
@SuppressWarnings("ArrayRecordComponent") // made once a bar in the inner loop
public record Profile(int[] buckets, double[] shares, int count) {
  /** Checks the lengths. */
  public Profile {
    if (count < 1 || count > buckets.length || count > shares.length) {
      throw new IllegalArgumentException(
          "Invalid profile: " + count + " buckets (must be 1.." + buckets.length + ")");
    }
  }

  /**
   * Returns the profile that is uniform in log price over a range; the bucket itself if the range
   * has no width.
   *
   * @param low {@code PriceGrid.position} of the low
   * @param high the same of the high, not below
   */
  public static Profile uniform(double low, double high) {
    int first = (int) Math.floor(low);
    int last = (int) Math.floor(high);
    int[] buckets = new int[last - first + 1];
    double[] shares = new double[buckets.length];
    double sum = 0;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = first + i;
      shares[i] = covered(low, high, first + i);
      sum += shares[i];
    }
    if (sum > 0) {
      for (int i = 0; i < shares.length; i++) {
        shares[i] /= sum;
      }
    } else {
      shares[0] = 1;
    }
    return new Profile(buckets, shares, buckets.length);
  }

  /** Returns the part of a bucket that a range covers, in [0, 1]. Arguments as positions. */
  public static double covered(double low, double high, int bucket) {
    return Math.max(0, Math.min(1, Math.min(high, bucket + 1) - Math.max(low, bucket)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Profile that
        && count == that.count
        && Arrays.equals(buckets, 0, count, that.buckets, 0, count)
        && Arrays.equals(shares, 0, count, that.shares, 0, count);
  }

  @Override
  public int hashCode() {
    return count;
  }

  @Override
  public String toString() {
    return "Profile of " + count + " buckets";
  }
}
