package io.treadmill.book.map;

import java.util.Arrays;

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

  /**
   * Finds the sum of columns x weights for each of several draws of the weights.
   *
   * @param draws weights by column, then draw
   * @param sums by draw, written
   */
  public static void times(double[] columns, double[][] draws, double[] sums) {
    Arrays.fill(sums, 0);
    for (int k = 0; k < columns.length; k++) {
      if (columns[k] != 0) {
        double[] ofColumn = draws[k];
        for (int d = 0; d < sums.length; d++) {
          sums[d] += columns[k] * ofColumn[d];
        }
      }
    }
  }
}
