package io.treadmill.stats;

import java.util.function.IntToDoubleFunction;

/**
 * Running sums of values, those unknown (NaN) left out: the sum over any run costs a subtraction.
 */
public final class RunningSums {
  private final double[] sum;
  private final int[] known;

  /**
   * Adds up values in order.
   *
   * @param count number of values
   * @param value value by its place, from 0
   */
  public RunningSums(int count, IntToDoubleFunction value) {
    sum = new double[count + 1];
    known = new int[count + 1];
    for (int i = 0; i < count; i++) {
      double one = value.applyAsDouble(i);
      boolean there = !Double.isNaN(one);
      sum[i + 1] = sum[i] + (there ? one : 0);
      known[i + 1] = known[i] + (there ? 1 : 0);
    }
  }

  /** Returns the sums of squared log returns by the step at which they end. */
  public static RunningSums ofSquaredReturns(double[] price) {
    return new RunningSums(
        price.length,
        i -> {
          double r = i == 0 ? Double.NaN : Math.log(price[i] / price[i - 1]);
          return r * r;
        });
  }

  /** Returns the sum of the known values before a place. */
  public double upTo(int place) {
    return sum[place];
  }

  /** Returns the sum of the known values from..to-1. */
  public double sum(int from, int to) {
    return sum[to] - sum[from];
  }

  /** Returns how many of the values from..to-1 are known. */
  public int known(int from, int to) {
    return known[to] - known[from];
  }
}
