package io.treadmill.book.position;

import java.util.Arrays;

/**
 * What one bar swept from one side of a book: unweighted mass by component and row. Rows are the
 * buckets of the bar's range; mass swept beyond it is booked at its edge: {@code min(bucket, bucket
 * of the high)} for longs, {@code max(bucket, bucket of the low)} for shorts. A view of the book's
 * own buffer, valid until the next step.
 */
public final class Crossing {
  private final int components;
  private double[] mass = new double[0];
  private int firstBucket;
  private int rows;

  Crossing(int components) {
    this.components = components;
  }

  void reset(int first, int count) {
    firstBucket = first;
    rows = count;
    if (mass.length < components * count) {
      mass = new double[components * Math.max(count, 64)];
    } else {
      Arrays.fill(mass, 0, components * count, 0);
    }
  }

  void add(int component, int row, double amount) {
    mass[component * rows + row] += amount;
  }

  /** Returns the bucket of row 0: the bucket of the bar's low. */
  public int firstBucket() {
    return firstBucket;
  }

  /** Returns the number of rows: buckets of the bar's range. */
  public int rows() {
    return rows;
  }

  /** Returns the unweighted mass of a component booked at a row, in the size unit. */
  public double mass(int component, int row) {
    return mass[component * rows + row];
  }
}
