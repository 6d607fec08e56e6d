package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * Bars since price was last at or beyond each bucket, for one side. A low at bucket b touches b and
 * everything above it for longs (a high: b and everything below for shorts), so the last touch is a
 * staircase: a stack of the steps holds it for the whole price axis. Not thread-safe.
 */
public final class BucketAges {
  /** Age of a bucket that was never touched. */
  public static final int NEVER = 100_000_000;

  private final int sign;
  // Steps by rising key; key = bucket for longs, -bucket for shorts. The last touch of a key is
  // that
  // of the greatest step that is not above it.
  private int[] keys = new int[64];
  private long[] touched = new long[64];
  private int size;
  private long bar;

  /** Makes ages of a side whose price was never anywhere. */
  public BucketAges(Side side) {
    this.sign = side.sign();
  }

  /**
   * Returns the age of a bucket at the start of the present bar: 1 if the bar before touched it.
   */
  public int age(int bucket) {
    int found = Arrays.binarySearch(keys, 0, size, sign * bucket);
    int step = found >= 0 ? found : -found - 2;
    return step < 0 ? NEVER : (int) Math.min(bar - touched[step], NEVER);
  }

  /**
   * Records the touch of the present bar and goes to the next.
   *
   * @param low bucket of the bar's low
   * @param high bucket of the bar's high
   */
  public void touch(int low, int high) {
    push(sign > 0 ? low : -high, bar);
    bar++;
  }

  private void push(int key, long when) {
    while (size > 0 && keys[size - 1] >= key) {
      size--;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      touched = Arrays.copyOf(touched, 2 * size);
    }
    keys[size] = key;
    touched[size] = when;
    size++;
  }

  /** Returns the number of steps of the staircase. */
  int steps() {
    return size;
  }

  /** Returns the bucket at which step i starts. */
  int bucketOfStep(int i) {
    return sign * keys[i];
  }

  /** Returns the age of step i. */
  int ageOfStep(int i) {
    return age(bucketOfStep(i));
  }

  /** Rebuilds a step; called by falling age on ages that are new. */
  void restoreStep(int bucket, int age) {
    push(sign * bucket, bar - age);
  }

  public BucketAges copy() {
    BucketAges copy = new BucketAges(sign > 0 ? Side.LONG : Side.SHORT);
    copy.keys = keys.clone();
    copy.touched = touched.clone();
    copy.size = size;
    copy.bar = bar;
    return copy;
  }
}
