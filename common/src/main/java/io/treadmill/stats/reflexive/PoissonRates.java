package io.treadmill.stats.reflexive;

import java.util.Arrays;

/**
 * Counts as a sum of non-negative causes: y ~ Poisson(sum of theta_k x_k), theta at least 0. The
 * likelihood is concave, so that there is one maximum: that of the EM (Richardson-Lucy) steps,
 * reached here by Newton steps with bounds, which needs a hundredth of the passes.
 *
 * <p>A row has one of several base rates (by its slot) and further columns. Amounts other than
 * counts give the quasi-likelihood.
 */
final class PoissonRates {
  private static final int NEWTON_STEPS = 60;
  private static final double ENOUGH = 1e-9;
  private static final double LEAST_RATE = 1e-9;

  private final int slots;
  private final int width;
  private final int[] slot;
  private final double[] columns;
  private final double[] y;
  private final double[] sums;
  private double least;

  /**
   * Makes the problem.
   *
   * @param slots number of base rates
   * @param slot base rate of each row, 0..slots-1
   * @param columns further columns, at least 0, row by row
   * @param y counts or amounts, at least 0
   */
  PoissonRates(int slots, int[] slot, double[] columns, double[] y) {
    this.slots = slots;
    this.slot = slot;
    this.columns = columns;
    this.y = y;
    this.width = y.length == 0 ? 0 : columns.length / y.length;
    this.sums = new double[slots + width];
    double total = 0;
    for (int i = 0; i < y.length; i++) {
      total += y[i];
      sums[slot[i]]++;
      for (int k = 0; k < width; k++) {
        sums[slots + k] += columns[i * width + k];
      }
    }
    this.least = LEAST_RATE * total / Math.max(1, y.length);
  }

  int parameters() {
    return slots + width;
  }

  /** Returns the rate of a row. */
  double rate(double[] theta, int row) {
    double rate = theta[slot[row]] + least;
    for (int k = 0; k < width; k++) {
      rate += theta[slots + k] * columns[row * width + k];
    }
    return rate;
  }

  /** Returns the maximum of the likelihood over theta at least 0. */
  double[] fit() {
    int size = parameters();
    double[] theta = start();
    double now = loss(theta);
    double[] gradient = new double[size];
    double[][] curvature = new double[size][size];
    for (int step = 0; step < NEWTON_STEPS; step++) {
      derive(theta, 0, y.length, gradient, curvature);
      for (int k = 0; k < size; k++) {
        gradient[k] = sums[k] - gradient[k];
      }
      double[] move = BoundedQuadratic.least(gradient, curvature, theta);
      double expected = 0;
      for (int k = 0; k < size; k++) {
        expected += gradient[k] * move[k];
      }
      double next = now;
      double[] tried = theta;
      for (double length = 1; length > 1e-6 && !(next < now + 1e-4 * length * expected); ) {
        tried = along(theta, move, length);
        next = loss(tried);
        length /= 2;
      }
      if (!(next < now)) {
        return theta;
      }
      boolean done = now - next < ENOUGH * (1 + Math.abs(next));
      theta = tried;
      now = next;
      if (done) {
        return theta;
      }
    }
    return theta;
  }

  /**
   * Adds up rows [from, to): first = sum of x y / rate, second = sum of x x' y / rate^2. The score
   * is first less the column sums.
   */
  void derive(double[] theta, int from, int to, double[] first, double[][] second) {
    Arrays.fill(first, 0);
    for (double[] row : second) {
      Arrays.fill(row, 0);
    }
    for (int i = from; i < to; i++) {
      if (y[i] > 0) {
        double rate = rate(theta, i);
        double ratio = y[i] / rate;
        double weight = ratio / rate;
        int base = slot[i];
        first[base] += ratio;
        second[base][base] += weight;
        for (int k = 0; k < width; k++) {
          double x = columns[i * width + k];
          first[slots + k] += ratio * x;
          second[base][slots + k] += weight * x;
          for (int l = 0; l <= k; l++) {
            second[slots + l][slots + k] += weight * x * columns[i * width + l];
          }
        }
      }
    }
    for (int k = 0; k < second.length; k++) {
      for (int l = 0; l < k; l++) {
        second[k][l] = second[l][k];
      }
    }
  }

  /** Adds the column sums of rows [from, to) to {@code out}, times -1. */
  void subtractColumns(int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[slot[i]]--;
      for (int k = 0; k < width; k++) {
        out[slots + k] -= columns[i * width + k];
      }
    }
  }

  private double[] start() {
    double total = Arrays.stream(y).sum();
    double[] theta = new double[parameters()];
    for (int k = 0; k < theta.length; k++) {
      theta[k] = sums[k] > 0 ? total / (width + 1) / sums[k] : 0;
      if (k < slots && sums[k] > 0) {
        theta[k] = total / (width + 1) / y.length;
      }
    }
    return theta;
  }

  private double loss(double[] theta) {
    double loss = 0;
    for (int k = 0; k < theta.length; k++) {
      loss += theta[k] * sums[k];
    }
    for (int i = 0; i < y.length; i++) {
      if (y[i] > 0) {
        loss -= y[i] * Math.log(rate(theta, i));
      }
    }
    return loss;
  }

  private static double[] along(double[] theta, double[] move, double length) {
    double[] moved = new double[theta.length];
    for (int k = 0; k < theta.length; k++) {
      moved[k] = Math.max(0, theta[k] + length * move[k]);
    }
    return moved;
  }
}
