package io.treadmill.lab.ladder;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Quasi-Poisson regression with logarithmic link, {@code mu = exp(a + b . x)}, by iteratively
 * reweighted least squares (McCullagh and Nelder 1989, 2.5) on standardised features, with a small
 * ridge on all coefficients but the first.
 */
final class LogLinkFit {
  private static final int ROUNDS = 50;
  private static final double RIDGE_SHARE = 1e-4;
  private static final double MOST_LOG = 30;

  private final double[] mean;
  private final double[] deviation;
  private RealVector coefficients;

  /**
   * Fits the rows.
   *
   * @param features rows of features, all finite
   * @param realised totals, not negative, not all zero
   */
  LogLinkFit(double[][] features, double[] realised) {
    int k = features[0].length;
    mean = new double[k];
    deviation = new double[k];
    for (int j = 0; j < k; j++) {
      for (double[] row : features) {
        mean[j] += row[j] / features.length;
      }
      for (double[] row : features) {
        deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / features.length;
      }
      deviation[j] = deviation[j] > 0 ? Math.sqrt(deviation[j]) : 1;
    }
    double total = 0;
    for (double y : realised) {
      total += y / realised.length;
    }
    coefficients = new ArrayRealVector(k + 1);
    coefficients.setEntry(0, Math.log(total));
    for (int round = 0; round < ROUNDS; round++) {
      coefficients = next(features, realised);
    }
  }

  private RealVector next(double[][] features, double[] realised) {
    int k = coefficients.getDimension();
    RealMatrix normal = new Array2DRowRealMatrix(k, k);
    RealVector right = new ArrayRealVector(k);
    double weights = 0;
    for (int i = 0; i < features.length; i++) {
      RealVector x = standardised(features[i]);
      double eta = clipped(x.dotProduct(coefficients));
      double mu = Math.exp(eta);
      double z = eta + (realised[i] - mu) / mu;
      weights += mu;
      right = right.add(x.mapMultiply(mu * z));
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          normal.addToEntry(a, b, mu * x.getEntry(a) * x.getEntry(b));
        }
      }
    }
    for (int a = 1; a < k; a++) {
      normal.addToEntry(a, a, RIDGE_SHARE * weights);
    }
    RealVector full = new SingularValueDecomposition(normal).getSolver().solve(right);
    // Half steps: a full one can overshoot where a few rows carry the total.
    return coefficients.add(full.subtract(coefficients).mapMultiply(0.5));
  }

  private RealVector standardised(double[] row) {
    double[] x = new double[row.length + 1];
    x[0] = 1;
    for (int j = 0; j < row.length; j++) {
      x[j + 1] = (row[j] - mean[j]) / deviation[j];
    }
    return new ArrayRealVector(x, false);
  }

  private static double clipped(double eta) {
    return Math.max(-MOST_LOG, Math.min(MOST_LOG, eta));
  }

  /** Returns the prediction of a row of features. */
  double predict(double[] row) {
    return Math.exp(clipped(standardised(row).dotProduct(coefficients)));
  }
}
