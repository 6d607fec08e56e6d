package io.treadmill.book.map;

import java.util.stream.IntStream;

/** What price crosses, by column of a model, before any law says which part of it is forced. */
public final class Exposure {
  private Exposure() {}

  /**
   * Returns the expected forced notional of an exposure under a law: the sum of columns x weights.
   *
   * @param columns exposure by column, USD
   * @param weights share of each column that ends as a forced order
   */
  public static double times(double[] columns, double[] weights) {
    double sum = 0;
    for (int k = 0; k < columns.length; k++) {
      sum += columns[k] * weights[k];
    }
    return sum;
  }

  /** Returns the sum of columns x weights for each of several draws of the weights. */
  public static double[] times(double[] columns, double[][] draws) {
    int[] filled = IntStream.range(0, columns.length).filter(k -> columns[k] != 0).toArray();
    double[] sums = new double[draws.length];
    for (int d = 0; d < sums.length; d++) {
      for (int k : filled) {
        sums[d] += columns[k] * draws[d][k];
      }
    }
    return sums;
  }
}
