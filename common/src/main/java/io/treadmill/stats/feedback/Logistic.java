package io.treadmill.stats.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Logistic regression of grouped trials with errors that allow for dependence within clusters.
 *
 * @param coefficients by column
 * @param errors standard errors of the coefficients, clustered
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record Logistic(double[] coefficients, double[] errors) {
  private static final int STEPS = 30;
  private static final double ENOUGH = 1e-8;
  private static final double LARGEST = 30;

  /**
   * Fits rows.
   *
   * @param rows columns, then trials, successes, cluster
   * @return null if there is no finite maximum
   */
  static Logistic of(List<double[]> rows) {
    int width = rows.get(0).length - 3;
    double[] beta = new double[width];
    for (int step = 0; step < STEPS; step++) {
      double[] score = new double[width];
      double[][] information = new double[width][width];
      for (double[] row : rows) {
        add(row, beta, score, information);
      }
      LUDecomposition solver = new LUDecomposition(new Array2DRowRealMatrix(information, false));
      if (!solver.getSolver().isNonSingular()) {
        return null;
      }
      double[] move = solver.getSolver().solve(new ArrayRealVector(score, false)).toArray();
      double most = 0;
      for (int k = 0; k < width; k++) {
        beta[k] += move[k];
        most = Math.max(most, Math.abs(move[k]));
      }
      if (Arrays.stream(beta).anyMatch(b -> !(Math.abs(b) < LARGEST))) {
        return null;
      }
      if (most < ENOUGH) {
        return new Logistic(beta, errors(rows, beta, solver.getSolver().getInverse()));
      }
    }
    return null;
  }

  private static void add(double[] row, double[] beta, double[] score, double[][] information) {
    int width = beta.length;
    double p = chance(row, beta);
    double residual = row[width + 1] - row[width] * p;
    double weight = row[width] * p * (1 - p);
    for (int k = 0; k < width; k++) {
      if (row[k] != 0) {
        score[k] += residual * row[k];
        for (int l = 0; l < width; l++) {
          information[k][l] += weight * row[k] * row[l];
        }
      }
    }
  }

  private static double[] errors(List<double[]> rows, double[] beta, RealMatrix inverse) {
    int width = beta.length;
    Map<Double, double[]> scores = new TreeMap<>();
    for (double[] row : rows) {
      double[] own = scores.computeIfAbsent(row[width + 2], key -> new double[width]);
      double residual = residual(row, beta);
      for (int k = 0; k < width; k++) {
        own[k] += residual * row[k];
      }
    }
    double[] squares = new double[width];
    double[] before = null;
    for (double[] score : scores.values()) {
      double[] effect = inverse.operate(score);
      for (int k = 0; k < width; k++) {
        // Half of the covariance with the neighbour (Newey and West): outcomes overlap a day.
        squares[k] += effect[k] * effect[k] + (before == null ? 0 : before[k] * effect[k]);
      }
      before = effect;
    }
    double clusters = scores.size();
    double few = clusters / Math.max(1, clusters - 1);
    return Arrays.stream(squares).map(s -> Math.sqrt(Math.max(0, s) * few)).toArray();
  }

  private static double residual(double[] row, double[] beta) {
    return row[beta.length + 1] - row[beta.length] * chance(row, beta);
  }

  private static double chance(double[] row, double[] beta) {
    double sum = 0;
    for (int k = 0; k < beta.length; k++) {
      sum += beta[k] * row[k];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
