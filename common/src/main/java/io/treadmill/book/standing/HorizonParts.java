package io.treadmill.book.standing;

import java.util.Arrays;

/**
 * The laws of one side that the parts of a standing map have before they are stacked: that of the
 * hours for what stands, what is forced of the inflow under it, and that of the rule of freshness.
 *
 * @param book weights of the components
 * @param inflow size forced per size opened and bucket covered, by bin of distance
 * @param rule weights of the rule of freshness with its far side
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record HorizonParts(double[] book, double[] inflow, double[] rule) {
  /** Number of parts: what stands, inflow on the way, inflow beyond the price, rule. */
  public static final int COUNT = 4;

  private static final int RULE = COUNT - 1;

  private int part(int column) {
    int bin = column - book.length;
    if (bin < 0) {
      return 0;
    }
    if (bin < inflow.length) {
      return DistanceBins.isOnTheWay(bin) ? 1 : 2;
    }
    return RULE;
  }

  private double[] unstacked() {
    double[] all = Arrays.copyOf(book, book.length + inflow.length + rule.length);
    System.arraycopy(inflow, 0, all, book.length, inflow.length);
    System.arraycopy(rule, 0, all, book.length + inflow.length, rule.length);
    return all;
  }

  /**
   * Returns what each part says.
   *
   * @param columns columns of {@link HorizonMap#reach}
   * @param ofBook factor of the parts of the book
   * @param ofRule factor of the rule
   */
  public double[] of(double[] columns, double ofBook, double ofRule) {
    double[] weights = unstacked();
    double[] parts = new double[COUNT];
    for (int i = 0; i < weights.length; i++) {
      parts[part(i)] += weights[i] * columns[i];
    }
    for (int part = 0; part < COUNT; part++) {
      parts[part] *= part == RULE ? ofRule : ofBook;
    }
    return parts;
  }

  /** Returns the weights of all columns where the parts are weighed against each other. */
  public double[] stacked(double[] stack) {
    double[] weights = unstacked();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= stack[part(i)];
    }
    return weights;
  }
}
