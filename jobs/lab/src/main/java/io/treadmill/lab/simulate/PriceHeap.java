package io.treadmill.lab.simulate;

import java.util.Arrays;

/**
 * A queue of (key, slot, serial) by rising key. Entries are never removed from the middle: an owner
 * that has moved on gives its slot a new serial, and the reader skips the old one.
 */
final class PriceHeap {
  /** Tells whether an entry still stands for something. */
  interface Standing {
    boolean test(int slot, int serial);
  }

  private double[] keys = new double[1024];
  private int[] slots = new int[1024];
  private int[] serials = new int[1024];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  double topKey() {
    return keys[0];
  }

  int topSlot() {
    return slots[0];
  }

  int topSerial() {
    return serials[0];
  }

  void add(double key, int slot, int serial) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
      serials = Arrays.copyOf(serials, 2 * size);
    }
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (keys[parent] <= key) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, key, slot, serial);
  }

  void removeTop() {
    size--;
    if (size > 0) {
      sink(0, keys[size], slots[size], serials[size]);
    }
  }

  /** Drops the entries that no longer stand for something. */
  void retain(Standing standing) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (standing.test(slots[i], serials[i])) {
        move(i, kept++);
      }
    }
    size = kept;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i, keys[i], slots[i], serials[i]);
    }
  }

  private void sink(int from, double key, int slot, int serial) {
    int hole = from;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    set(hole, key, slot, serial);
  }

  private void move(int from, int to) {
    set(to, keys[from], slots[from], serials[from]);
  }

  private void set(int at, double key, int slot, int serial) {
    keys[at] = key;
    slots[at] = slot;
    serials[at] = serial;
  }
}
