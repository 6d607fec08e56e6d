package io.treadmill.stats.regime;

import java.util.Arrays;

/** What is left of a logarithm after two regressors and the hour of the day (least squares). */
final class LogResidual {
  private LogResidual() {}

  /**
   * Returns residuals by hour from {@code from} on; NaN where a value is unknown, the hour has no
   * state, or the regressors do not vary.
   *
   * @param from first hour, the start of a day
   * @param to hour after the last; none if at most from
   */
  static double[] of(double[] y, double[] x1, double[] x2, byte[] states, int from, int to) {
    int n = Math.max(0, to - from);
    double[][] clean = new double[3][n];
    double[][] source = {y, x1, x2};
    double[][] mean = new double[3][PastScores.HOURS];
    int[] count = new int[PastScores.HOURS];
    boolean[] known = new boolean[n];
    for (int i = 0; i < n; i++) {
      int h = from + i;
      known[i] = states[h] >= 0 && !Double.isNaN(y[h] + x1[h] + x2[h]);
      if (known[i]) {
        count[i % PastScores.HOURS]++;
        for (int v = 0; v < 3; v++) {
          mean[v][i % PastScores.HOURS] += source[v][h];
        }
      }
    }
    double s11 = 0;
    double s12 = 0;
    double s22 = 0;
    double s1y = 0;
    double s2y = 0;
    for (int i = 0; i < n; i++) {
      if (known[i]) {
        int hour = i % PastScores.HOURS;
        for (int v = 0; v < 3; v++) {
          clean[v][i] = source[v][from + i] - mean[v][hour] / count[hour];
        }
        s11 += clean[1][i] * clean[1][i];
        s12 += clean[1][i] * clean[2][i];
        s22 += clean[2][i] * clean[2][i];
        s1y += clean[1][i] * clean[0][i];
        s2y += clean[2][i] * clean[0][i];
      }
    }
    double determinant = s11 * s22 - s12 * s12;
    double[] residual = new double[n];
    if (!(determinant > 1e-12 * s11 * s22)) {
      Arrays.fill(residual, Double.NaN);
      return residual;
    }
    double b1 = (s22 * s1y - s12 * s2y) / determinant;
    double b2 = (s11 * s2y - s12 * s1y) / determinant;
    for (int i = 0; i < n; i++) {
      residual[i] =
          known[i] ? clean[0][i] - b1 * clean[1][i] - b2 * clean[2][i] : Double.NaN;
    }
    return residual;
  }
}
