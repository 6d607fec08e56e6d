package io.treadmill.book.map;

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
}
