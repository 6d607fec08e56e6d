package io.treadmill.stats.regime;

import io.treadmill.stats.Steps;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/** What is left of a logarithm after regressors and the hour of the day (least squares). */
final class LogResidual {
  private static final double SINGULAR = 1e-9;

  private LogResidual() {}

  /**
   * Returns residuals by hour from {@code from} on; NaN where a value is unknown, the hour has no
   * state, or a regressor does not vary by itself.
   *
   * @param values what is explained, then the regressors, each by hour of the grid
   * @param from first hour, the start of a day
   * @param to hour after the last; none if at most from
   */
  static double[] of(double[][] values, byte[] states, int from, int to) {
    int n = Math.max(0, to - from);
    double[][] clean = new double[values.length][n];
    double[][] mean = new double[values.length][PastScores.HOURS];
    int[] count = new int[PastScores.HOURS];
    boolean[] known = new boolean[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int v = 0; v < values.length; v++) {
        clean[v][i] = values[v][from + i];
        sum += clean[v][i];
      }
      known[i] = states[from + i] >= 0 && !Double.isNaN(sum);
      if (known[i]) {
        count[i % PastScores.HOURS]++;
        for (int v = 0; v < values.length; v++) {
          mean[v][i % PastScores.HOURS] += clean[v][i];
        }
      }
    }
    for (int v = 0; v < values.length; v++) {
      for (int i = 0; i < n; i++) {
        int hour = i % PastScores.HOURS;
        clean[v][i] = known[i] ? clean[v][i] - mean[v][hour] / count[hour] : 0;
      }
    }
    double[] slopes = slopes(clean);
    double[] residual = Steps.unknown(n);
    for (int i = 0; i < n && slopes.length > 0; i++) {
      if (known[i]) {
        residual[i] = clean[0][i];
        for (int v = 1; v < values.length; v++) {
          residual[i] -= slopes[v - 1] * clean[v][i];
        }
      }
    }
    return residual;
  }

  /** Returns the slopes by the normal equations; none if they have no single solution. */
  private static double[] slopes(double[][] clean) {
    int size = clean.length - 1;
    double[][] products = new double[size][size];
    double[] right = new double[size];
    for (int a = 0; a < size; a++) {
      right[a] = product(clean[a + 1], clean[0]);
      for (int b = a; b < size; b++) {
        products[a][b] = product(clean[a + 1], clean[b + 1]);
        products[b][a] = products[a][b];
      }
    }
    double[] scale = new double[size];
    for (int a = 0; a < size; a++) {
      scale[a] = Math.sqrt(products[a][a]);
      if (!(scale[a] > 0)) {
        return new double[0];
      }
    }
    for (int a = 0; a < size; a++) {
      right[a] /= scale[a];
      for (int b = 0; b < size; b++) {
        products[a][b] /= scale[a] * scale[b];
      }
    }
    try {
      double[] solved =
          new CholeskyDecomposition(new Array2DRowRealMatrix(products, false), SINGULAR, SINGULAR)
              .getSolver()
              .solve(new ArrayRealVector(right, false))
              .toArray();
      for (int a = 0; a < size; a++) {
        solved[a] /= scale[a];
      }
      return solved;
    } catch (NonPositiveDefiniteMatrixException e) {
      return new double[0]; // A regressor is made of the others: nothing is told apart.
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
