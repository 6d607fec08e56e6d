package io.treadmill.book.law;

import java.util.Arrays;
import java.util.List;

/**
 * Weights of the parts of a standing map of one horizon: what stands, the inflow on the way, the
 * inflow beyond the price and, where totals tell, the rule of freshness. Few numbers, found like
 * those of a law, with a prior that holds over symbols.
 */
public final class HorizonStack {
  private static final double KAPPA_SHARE = .05;
  private static final int ROUNDS = 500;

  /** Share of the parts of the book in the prior where the rule of freshness stands beside them. */
  private static final double BOOK_SHARE = .75;

  private HorizonStack() {}

  /**
   * Returns the prior weights with a rule beside the book.
   *
   * @param book weights of the three parts of the book where no totals tell
   */
  public static double[] priorWithRule(List<Double> book) {
    double[] prior = new double[book.size() + 1];
    for (int i = 0; i < book.size(); i++) {
      prior[i] = BOOK_SHARE * book.get(i);
    }
    prior[book.size()] = 1 - BOOK_SHARE;
    return prior;
  }

  /**
   * Returns the weights of the parts.
   *
   * @param parts expected notional of each row by part, under the laws and factors in force
   * @param realised realised notional of each row, the same unit
   * @param prior prior weight of each part
   */
  public static double[] weights(List<double[]> parts, double[] realised, double[] prior) {
    double[] once = new double[realised.length];
    Arrays.fill(once, 1);
    Calibration.Rows rows = new Calibration.Rows(parts.toArray(double[][]::new), realised, once);
    double kappa = KAPPA_SHARE * Arrays.stream(rows.sums()).average().orElse(0);
    return Calibration.mapEm(rows, prior, prior, kappa, ROUNDS);
  }
}
