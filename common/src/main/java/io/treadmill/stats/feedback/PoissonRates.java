package io.treadmill.stats.feedback;

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
  private static final int STRIDE = 7;
  private static final int THIN_FROM = 3000;
  private static final double LEAST_RATE = 1e-9;

  private final int slots;
  private final int width;
  private final int[] slot;
  private final double[] columns;
  private final double[] y;
  private final double[] sums;
  private final double least;

  /**
   * Makes the problem.
   *
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
    return y.length < THIN_FROM ? fit(start()) : fit(every(STRIDE).fit(start()));
  }

  /** Returns the problem of each n-th row: where its maximum is, ours is near. */
  private PoissonRates every(int n) {
    int rows = y.length / n;
    int[] someSlot = new int[rows];
    double[] someColumns = new double[rows * width];
    double[] some = new double[rows];
    for (int i = 0; i < rows; i++) {
      someSlot[i] = slot[i * n];
      some[i] = y[i * n];
      System.arraycopy(columns, i * n * width, someColumns, i * width, width);
    }
    return new PoissonRates(slots, someSlot, someColumns, some);
  }

  private double[] fit(double[] from) {
    int size = parameters();
    double[] theta = from;
    double[] gradient = new double[size];
    double[][] curvature = new double[size][size];
    double now = linear(theta) - derive(theta, 0, y.length, gradient, curvature);
    for (int step = 0; step < NEWTON_STEPS; step++) {
      for (int k = 0; k < size; k++) {
        gradient[k] = sums[k] - gradient[k];
      }
      double[] move = BoundedQuadratic.least(gradient, curvature, theta);
      double[] tried = theta;
      double next = Double.POSITIVE_INFINITY;
      for (double length = 1; length > 1e-6 && !(next <= now); length /= 2) {
        tried = along(theta, move, length);
        next = linear(tried) - derive(tried, 0, y.length, gradient, curvature);
      }
      boolean done = !(now - next > ENOUGH * (1 + Math.abs(now)));
      if (next <= now) {
        theta = tried;
        now = next;
      }
      if (done) {
        return theta;
      }
    }
    return theta;
  }

  private double linear(double[] theta) {
    double sum = 0;
    for (int k = 0; k < theta.length; k++) {
      sum += theta[k] * sums[k];
    }
    return sum;
  }

  /**
   * Adds up rows [from, to): first = sum of x y / rate, second = sum of x x' y / rate^2. The score
   * is first less the column sums.
   *
   * @return sum of y log(rate)
   */
  double derive(double[] theta, int from, int to, double[] first, double[][] second) {
    Arrays.fill(first, 0);
    for (double[] row : second) {
      Arrays.fill(row, 0);
    }
    double logs = 0;
    for (int i = from; i < to; i++) {
      if (y[i] > 0) {
        double rate = rate(theta, i);
        double ratio = y[i] / rate;
        double weight = ratio / rate;
        int base = slot[i];
        logs += y[i] * Math.log(rate);
        first[base] += ratio;
        double[] ofBase = second[base];
        ofBase[base] += weight;
        for (int k = 0; k < width; k++) {
          double x = columns[i * width + k];
          double part = weight * x;
          first[slots + k] += ratio * x;
          ofBase[slots + k] += part;
          double[] ofColumn = second[slots + k];
          for (int l = k; l < width; l++) {
            ofColumn[slots + l] += part * columns[i * width + l];
          }
        }
      }
    }
    for (int k = 0; k < second.length; k++) {
      for (int l = 0; l < k; l++) {
        second[k][l] = second[l][k];
      }
    }
    return logs;
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

  private static double[] along(double[] theta, double[] move, double length) {
    double[] moved = new double[theta.length];
    for (int k = 0; k < theta.length; k++) {
      moved[k] = Math.max(0, theta[k] + length * move[k]);
    }
    return moved;
  }
}
