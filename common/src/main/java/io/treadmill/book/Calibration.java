package io.treadmill.book;

import java.util.Arrays;

/**
 * Weights of components from realised totals: identity-link Poisson with non-negative weights,
 * maximum a posteriori by expectation-maximisation (Richardson-Lucy with a Gamma prior). Rows are
 * observations, columns components, both in millions of USD.
 */
public final class Calibration {
  /** Iterations of a fit. */
  public static final int ITERATIONS = 150;

  /** Prior share of the freshness columns for rows of 5 min and 1 h. */
  public static final double FRESHNESS_SHARE = 0.01;

  private static final double LEAST_MEAN = 1e-6;
  private static final double KAPPA_SHARE = 0.02;

  private Calibration() {}

  /**
   * Returns the shape of the prior: 1 for the book's columns; the freshness columns, the last,
   * share one value that makes their total {@code share} of the book's total.
   *
   * @param bookColumns number of columns of the book, at least 1
   */
  public static double[] priorShape(double[][] rows, int bookColumns, double share) {
    double[] sums = columnSums(rows);
    double[] shape = new double[sums.length];
    Arrays.fill(shape, 1);
    if (bookColumns < shape.length) {
      double book = Arrays.stream(sums, 0, bookColumns).sum();
      double fresh = Arrays.stream(sums, bookColumns, sums.length).sum();
      Arrays.fill(shape, bookColumns, shape.length, fresh > 0 ? share * book / fresh : 0);
    }
    return shape;
  }

  /** Returns the prior weights: the shape scaled so that its total is the realised total. */
  public static double[] prior(double[][] rows, double[] realised, double[] shape) {
    double total = Arrays.stream(realised).sum();
    double predicted = 0;
    for (double[] row : rows) {
      predicted += dot(row, shape);
    }
    double scale = predicted > 0 ? total / predicted : 0;
    return Arrays.stream(shape).map(p -> p * scale).toArray();
  }

  /** Returns the fitted weights, the prior being {@link #prior}. */
  public static double[] mapEm(double[][] rows, double[] realised, double[] shape, int iterations) {
    return mapEmFrom(rows, realised, prior(rows, realised, shape), iterations);
  }

  /** Returns the fitted weights from a prior given as weights: for pooling towards another fit. */
  public static double[] mapEmFrom(
      double[][] rows, double[] realised, double[] prior, int iterations) {
    if (rows.length != realised.length || rows.length == 0) {
      throw new IllegalArgumentException(
          "Invalid fit: "
              + rows.length
              + " rows and "
              + realised.length
              + " totals (must be as many, at least 1)");
    }
    double[] sums = columnSums(rows);
    double kappa = KAPPA_SHARE * medianOfPositive(sums);
    double[] weights = prior.clone();
    for (int round = 0; round < iterations; round++) {
      double[] share = new double[weights.length];
      for (int i = 0; i < rows.length; i++) {
        double ratio = realised[i] / (dot(rows[i], weights) + LEAST_MEAN);
        for (int k = 0; k < share.length && ratio != 0; k++) {
          share[k] += rows[i][k] * ratio;
        }
      }
      for (int k = 0; k < weights.length; k++) {
        double down = sums[k] + kappa;
        weights[k] = down > 0 ? (weights[k] * share[k] + kappa * prior[k]) / down : prior[k];
      }
    }
    return weights;
  }

  /** Returns the predicted total of each row. */
  public static double[] predict(double[][] rows, double[] weights) {
    return Arrays.stream(rows).mapToDouble(row -> dot(row, weights)).toArray();
  }

  private static double[] columnSums(double[][] rows) {
    double[] sums = new double[rows[0].length];
    for (double[] row : rows) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += row[k];
      }
    }
    return sums;
  }

  private static double medianOfPositive(double[] sums) {
    double[] positive = Arrays.stream(sums).filter(sum -> sum > 0).sorted().toArray();
    int n = positive.length;
    if (n == 0) {
      return 0;
    }
    return n % 2 == 1 ? positive[n / 2] : (positive[n / 2 - 1] + positive[n / 2]) / 2;
  }

  private static double dot(double[] row, double[] weights) {
    double sum = 0;
    for (int k = 0; k < row.length; k++) {
      sum += row[k] * weights[k];
    }
    return sum;
  }
}
