package io.treadmill.jobs.bars;

import io.treadmill.market.PriceGrid;

/**
 * Buckets and decimal forms of prices, with the last ones kept: prices of an instrument come again
 * and again, and a logarithm costs more than the rest of a row.
 */
final class PriceBuckets {
  private static final int BITS = 12;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long[] keys = new long[1 << BITS];
  private final int[] buckets = new int[1 << BITS];

  /** Returns the bucket of a positive finite price on the absolute log grid. */
  int of(double price) {
    long key = Double.doubleToRawLongBits(price);
    int index = (int) ((key * SPREAD) >>> (64 - BITS));
    if (keys[index] != key) {
      buckets[index] = PriceGrid.bucket(price);
      keys[index] = key;
    }
    return buckets[index];
  }
}
