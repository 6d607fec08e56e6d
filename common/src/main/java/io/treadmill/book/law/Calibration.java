package io.treadmill.book.law;

import io.treadmill.book.map.Exposure;
import java.util.Arrays;
import java.util.stream.IntStream;

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

  /** Prior share of the freshness columns for frozen maps of 4 h and 24 h. */
  public static final double FROZEN_FRESHNESS_SHARE = 0.5;

  private static final double LEAST_MEAN = 1e-6;
  private static final double KAPPA_SHARE = 0.02;

  private Calibration() {}

  /** Rows of a fit: row i counts {@code times[i]} times, as a draw of the bootstrap wants it. */
  @SuppressWarnings("ArrayRecordComponent") // the inner loop; never compared
  record Rows(double[][] columns, double[] realised, double[] times) {
    Rows {
      if (columns.length != realised.length
          || columns.length != times.length
          || columns.length == 0) {
        throw new IllegalArgumentException(
            "Invalid fit: %s rows and %s totals (must be as many, at least 1)"
                .formatted(columns.length, realised.length));
      }
    }

    /** Returns the sum of each column. */
    double[] sums() {
      double[] sums = new double[columns[0].length];
      for (int i = 0; i < columns.length; i++) {
        for (int k = 0; k < sums.length && times[i] != 0; k++) {
          sums[k] += times[i] * columns[i][k];
        }
      }
      return sums;
    }

    /** Returns the realised total. */
    double total() {
      return Exposure.times(times, realised);
    }
  }

  /**
   * Returns the shape of the prior: 1 for the book's columns; the freshness columns, the last,
   * share one value that makes their total {@code share} of the book's total.
   *
   * @param bookColumns number of columns of the book; 0: all columns have 1
   */
  static double[] priorShape(Rows rows, int bookColumns, double share) {
    double[] sums = rows.sums();
    double[] shape = new double[sums.length];
    Arrays.fill(shape, 1);
    if (bookColumns > 0 && bookColumns < shape.length) {
      double book = Arrays.stream(sums, 0, bookColumns).sum();
      double fresh = Arrays.stream(sums, bookColumns, sums.length).sum();
      Arrays.fill(shape, bookColumns, shape.length, fresh > 0 ? share * book / fresh : 0);
    }
    return shape;
  }

  /** Returns weights scaled so that their predicted total is the realised total. */
  static double[] scaled(Rows rows, double[] weights) {
    double predicted = 0;
    for (int i = 0; i < rows.columns.length; i++) {
      predicted += rows.times[i] * Exposure.times(rows.columns[i], weights);
    }
    double scale = predicted > 0 ? rows.total() / predicted : 0;
    return Arrays.stream(weights).map(p -> p * scale).toArray();
  }

  /**
   * Returns the fitted weights.
   *
   * @param prior prior weights
   * @param start weights of the first round: the prior, or those of a fit that is near
   */
  static double[] mapEm(Rows rows, double[] prior, double[] start, int iterations) {
    return mapEm(rows, prior, start, KAPPA_SHARE * medianOfPositive(rows.sums()), iterations);
  }

  /**
   * Returns the fitted weights.
   *
   * @param kappa weight of the prior, in the unit of the sums of the columns
   */
  static double[] mapEm(Rows rows, double[] prior, double[] start, double kappa, int iterations) {
    double[] sums = rows.sums();
    // Rows without forced notional enter through the sums alone.
    int[] forced =
        IntStream.range(0, rows.columns.length)
            .filter(i -> rows.realised[i] != 0 && rows.times[i] != 0)
            .toArray();
    double[] weights = start.clone();
    double[] share = new double[weights.length];
    for (int round = 0; round < iterations; round++) {
      Arrays.fill(share, 0);
      int next = 0;
      for (; next + 4 <= forced.length; next += 4) {
        addFour(rows, forced, next, weights, share);
      }
      for (; next < forced.length; next++) {
        double[] row = rows.columns[forced[next]];
        double ratio = ratio(rows, forced[next], Exposure.times(row, weights));
        for (int k = 0; k < share.length; k++) {
          share[k] += row[k] * ratio;
        }
      }
      for (int k = 0; k < weights.length; k++) {
        double down = sums[k] + kappa;
        weights[k] = down > 0 ? (weights[k] * share[k] + kappa * prior[k]) / down : prior[k];
      }
    }
    return weights;
  }

  /**
   * Adds four rows at a time, to the bit what one by one gives: the sums of products of four rows
   * do not wait for each other, as those of one row do.
   */
  private static void addFour(Rows rows, int[] forced, int from, double[] weights, double[] share) {
    double[] a = rows.columns[forced[from]];
    double[] b = rows.columns[forced[from + 1]];
    double[] c = rows.columns[forced[from + 2]];
    double[] d = rows.columns[forced[from + 3]];
    double meanA = 0;
    double meanB = 0;
    double meanC = 0;
    double meanD = 0;
    for (int k = 0; k < weights.length; k++) {
      meanA += a[k] * weights[k];
      meanB += b[k] * weights[k];
      meanC += c[k] * weights[k];
      meanD += d[k] * weights[k];
    }
    double ratioA = ratio(rows, forced[from], meanA);
    double ratioB = ratio(rows, forced[from + 1], meanB);
    double ratioC = ratio(rows, forced[from + 2], meanC);
    double ratioD = ratio(rows, forced[from + 3], meanD);
    for (int k = 0; k < share.length; k++) {
      share[k] = share[k] + a[k] * ratioA + b[k] * ratioB + c[k] * ratioC + d[k] * ratioD;
    }
  }

  private static double ratio(Rows rows, int row, double mean) {
    return rows.times[row] * rows.realised[row] / (mean + LEAST_MEAN);
  }

  private static double medianOfPositive(double[] sums) {
    double[] positive = Arrays.stream(sums).filter(sum -> sum > 0).sorted().toArray();
    int n = positive.length;
    if (n == 0) {
      return 0;
    }
    return n % 2 == 1 ? positive[n / 2] : (positive[n / 2 - 1] + positive[n / 2]) / 2;
  }
}
