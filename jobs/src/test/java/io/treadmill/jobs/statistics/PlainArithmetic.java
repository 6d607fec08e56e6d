package io.treadmill.jobs.statistics;

import java.util.Arrays;

/** School arithmetic of the proofs, written out so that it shares nothing with the product. */
final class PlainArithmetic {
  private PlainArithmetic() {}

  /** Returns the solution of a linear system, by elimination with the largest pivot. */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] left = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[] x = right.clone();
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        pivot = Math.abs(left[row][column]) > Math.abs(left[pivot][column]) ? row : pivot;
      }
      double[] swappedRow = left[column];
      left[column] = left[pivot];
      left[pivot] = swappedRow;
      double swapped = x[column];
      x[column] = x[pivot];
      x[pivot] = swapped;
      for (int row = column + 1; row < n; row++) {
        double times = left[row][column] / left[column][column];
        for (int k = column; k < n; k++) {
          left[row][k] -= times * left[column][k];
        }
        x[row] -= times * x[column];
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      for (int k = row + 1; k < n; k++) {
        x[row] -= left[row][k] * x[k];
      }
      x[row] /= left[row][row];
    }
    return x;
  }

  /** Returns the value below which a share of the numbers lies, linear between neighbours. */
  static double quantile(double[] numbers, double share) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    return below + 1 == sorted.length
        ? sorted[below]
        : sorted[below] * (below + 1 - place) + sorted[below + 1] * (place - below);
  }

  /** Returns the share of placebos as far from 0 as the value, the value counted among them. */
  static double shareAsFar(double value, double[] placebos) {
    int far = 1;
    for (double placebo : placebos) {
      if (Math.abs(placebo) >= Math.abs(value)) {
        far++;
      }
    }
    return (double) far / (placebos.length + 1);
  }

  /** Returns Pearson's correlation. */
  static double correlation(double[] x, double[] y) {
    double n = x.length;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    for (int i = 0; i < x.length; i++) {
      sumX += x[i];
      sumY += y[i];
      sumXx += x[i] * x[i];
      sumYy += y[i] * y[i];
      sumXy += x[i] * y[i];
    }
    return (n * sumXy - sumX * sumY)
        / Math.sqrt((n * sumXx - sumX * sumX) * (n * sumYy - sumY * sumY));
  }
}
