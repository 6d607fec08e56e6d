package io.treadmill.book.position;

/**
 * Mass of one side by component: a run of buckets each, from the first to the last that is not
 * empty. Immutable by convention: nothing in this package writes to the arrays.
 */
public final class SparseMass {
  private final int[] first;
  private final double[][] values;

  SparseMass(int[] first, double[][] values) {
    this.first = first;
    this.values = values;
  }

  static SparseMass empty(int components) {
    return new SparseMass(new int[components], new double[components][0]);
  }

  int components() {
    return first.length;
  }

  int first(int component) {
    return first[component];
  }

  double[] values(int component) {
    return values[component];
  }

  boolean isEmpty() {
    for (double[] run : values) {
      if (run.length > 0) {
        return false;
      }
    }
    return true;
  }

  int lowest() {
    int lowest = Integer.MAX_VALUE;
    for (int k = 0; k < first.length; k++) {
      lowest = values[k].length > 0 ? Math.min(lowest, first[k]) : lowest;
    }
    return lowest;
  }

  int highest() {
    int highest = Integer.MIN_VALUE;
    for (int k = 0; k < first.length; k++) {
      highest = values[k].length > 0 ? Math.max(highest, first[k] + values[k].length - 1) : highest;
    }
    return highest;
  }

  /** Returns the mass of all components together, summed in order. */
  double total() {
    double total = 0;
    for (double[] run : values) {
      for (double value : run) {
        total += value;
      }
    }
    return total;
  }
}
