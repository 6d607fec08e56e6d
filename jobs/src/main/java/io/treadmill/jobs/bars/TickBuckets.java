package io.treadmill.jobs.bars;

import io.treadmill.market.PriceGrid;

/**
 * The buckets of an instrument's prices as ranges of whole ticks, so that no trade needs a
 * logarithm. The last ranges are kept. A range is found by asking {@link PriceGrid} about single
 * ticks, so both always agree.
 */
final class TickBuckets {
  private static final int BITS = 8;
  private static final int MASK = (1 << BITS) - 1;

  private final PriceBuckets buckets;
  private final double ticksPerUnit;
  private final int[] known = new int[1 << BITS];
  private final long[] starts = new long[1 << BITS];
  private final long[] ends = new long[1 << BITS];
  private int last;

  /** Ticks are units of price divided by a power of ten. */
  TickBuckets(PriceBuckets buckets, double ticksPerUnit) {
    this.buckets = buckets;
    this.ticksPerUnit = ticksPerUnit;
  }

  int of(long ticks) {
    // Prices move from a bucket to its neighbour.
    for (int near = last - 1; near <= last + 1; near++) {
      int index = near & MASK;
      if (known[index] == near && ticks >= starts[index] && ticks < ends[index]) {
        last = near;
        return near;
      }
    }
    int bucket = buckets.of(ticks / ticksPerUnit);
    last = bucket;
    int index = bucket & MASK;
    if (ends[index] == 0 || known[index] != bucket) {
      known[index] = bucket;
      starts[index] = first(bucket);
      ends[index] = first(bucket + 1);
    }
    return bucket;
  }

  /** Returns the least ticks of the bucket that was asked for last. */
  long start(int bucket) {
    return starts[bucket & MASK];
  }

  /** Returns the least ticks above it. */
  long end(int bucket) {
    return ends[bucket & MASK];
  }

  private long first(int bucket) {
    long ticks = Math.max(1, (long) (PriceGrid.lowerEdge(bucket) * ticksPerUnit));
    while (PriceGrid.bucket(ticks / ticksPerUnit) < bucket) {
      ticks++;
    }
    while (ticks > 1 && PriceGrid.bucket((ticks - 1) / ticksPerUnit) >= bucket) {
      ticks--;
    }
    return ticks;
  }
}
