package io.treadmill.lake;

import java.util.Arrays;

/** Values of 64 bits that were seen, each with a number from 0 in the order they came. */
final class ValueCodes {
  private long[] values = new long[256];
  private int[] slots = new int[1024];
  private int size;

  /** Returns the number of a value. */
  int of(long value) {
    int mask = slots.length - 1;
    int slot = hash(value) & mask;
    while (slots[slot] != 0) {
      int known = slots[slot] - 1;
      if (values[known] == value) {
        return known;
      }
      slot = slot + 1 & mask;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      grow();
      return of(value);
    }
    values[size++] = value;
    slots[slot] = size;
    return size - 1;
  }

  private void grow() {
    slots = new int[4 * values.length];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = hash(values[i]) & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = i + 1;
    }
  }

  private static int hash(long value) {
    return (int) (value * 0x9E3779B97F4A7C15L >>> 32);
  }

  int size() {
    return size;
  }

  /** Returns the value of a number. */
  long value(int code) {
    return values[code];
  }
}
