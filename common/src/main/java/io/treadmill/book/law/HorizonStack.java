package io.treadmill.book.law;

import io.treadmill.book.map.Exposure;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of the parts of a standing map of one horizon: what stands, the inflow on the way, the
 * inflow beyond the price and, where totals tell, the rule of freshness. Few numbers, found like
 * those of a law, with a prior that holds over symbols.
 */
public final class HorizonStack {
  private static final double KAPPA_SHARE = .05;

  /** Rounds of a fit. */
  public static final int ROUNDS = 500;

  private static final int REPEATS = 2;
  private static final double LARGE_MEANS = 3;

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
   * Returns the weights of the parts, with rows counted less the more they predict: the variance
   * grows as the square of the mean, so that one flush does not make the weights.
   *
   * @param parts expected notional of each row by part, under the laws and factors in force
   * @param realised realised notional of each row, the same unit
   * @param prior prior weight of each part
   */
  public static double[] weights(List<double[]> parts, double[] realised, double[] prior) {
    return weights(parts, realised, prior, kappa(parts), ROUNDS, REPEATS);
  }

  /**
   * Returns the mean of a stack and its rule alone, which counts the square of its weight in the
   * stack: where training leans on the rule, what the book adds to it is not sure, and a flush in
   * which the book errs costs no more than a part of its error. Chosen on totals of 4 h of 2025-05
   * to 07, where the book alone expects ten times what a squeeze forced.
   *
   * @param stack weights of the parts, the rule last
   */
  public static double[] withRuleAlone(double[] stack) {
    int rule = stack.length - 1;
    double alone = Math.min(1, stack[rule] * stack[rule]);
    double[] mean = Arrays.stream(stack).map(weight -> (1 - alone) * weight).toArray();
    mean[rule] += alone;
    return mean;
  }

  /** Returns the weight of the prior, in the unit of the sums of the parts. */
  public static double kappa(List<double[]> parts) {
    double sum = parts.stream().flatMapToDouble(Arrays::stream).sum();
    return KAPPA_SHARE * sum / parts.get(0).length;
  }

  /**
   * Returns weights of columns, found once and again with rows that count 1 / (1 + expected / (3 x
   * mean realised)).
   *
   * @param kappa weight of the prior; it shrinks with what is left of the realised total
   * @param repeats how often they are found again; 0: all rows count as much
   */
  public static double[] weights(
      List<double[]> columns,
      double[] realised,
      double[] prior,
      double kappa,
      int rounds,
      int repeats) {
    double total = Arrays.stream(realised).sum();
    double[] share = new double[realised.length];
    Arrays.fill(share, 1);
    double[] weights = prior;
    for (int repeat = 0; repeat <= repeats; repeat++) {
      for (int i = 0; i < share.length && repeat > 0; i++) {
        double expected = Exposure.times(columns.get(i), weights);
        share[i] = 1 / (1 + expected * share.length / (LARGE_MEANS * total));
      }
      double left = total > 0 ? kappa * Exposure.times(share, realised) / total : kappa;
      weights = Calibration.mapEm(counted(columns, realised, share), prior, prior, left, rounds);
    }
    return weights;
  }

  private static Calibration.Rows counted(
      List<double[]> columns, double[] realised, double[] share) {
    double[][] rows = new double[share.length][];
    double[] totals = new double[share.length];
    double[] once = new double[share.length];
    Arrays.fill(once, 1);
    for (int i = 0; i < share.length; i++) {
      double factor = share[i];
      rows[i] = Arrays.stream(columns.get(i)).map(x -> factor * x).toArray();
      totals[i] = factor * realised[i];
    }
    return new Calibration.Rows(rows, totals, once);
  }
}
