package io.treadmill.stats.discovery;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Vector error correction of two log prices whose difference is stationary (cointegration 1, -1),
 * by least squares: each return on the last difference and on past returns of both.
 *
 * @param lags past returns of each market
 * @param pullFirst reaction of the first price to a unit of difference first - second a step before
 * @param scale variance of the error of a reaction per variance of the errors of the prices
 */
record ErrorCorrection(
    int lags, double pullFirst, double pullSecond, double scale, Covariance errors) {
  private static final double TO_BASIS_POINTS = 1e4;
  private static final int DIFFERENCE = 1;

  /**
   * Returns the component share of the first market (Gonzalo and Granger 1995): its weight in the
   * common price, a 1 - that of the second. Outside 0..1 if one market moves away from the other.
   */
  double componentShare() {
    return pullSecond / closing();
  }

  /** Returns the part of a difference that closes in a step. */
  double closing() {
    return pullSecond - pullFirst;
  }

  /** Returns the t value of the closing. */
  double tied() {
    return closing() / Math.sqrt(scale * errors.ofDifference());
  }

  /**
   * Returns the standard error that a component share of a half would have: how well the window
   * tells a share, whatever share it tells.
   */
  double errorOfHalf() {
    double ofBoth = errors.first() + errors.second() + 2 * errors.both();
    return Math.sqrt(scale * ofBoth) / 2 / closing();
  }

  /** Returns the correlation of the errors of the two prices. */
  double correlation() {
    return errors.both() / Math.sqrt(errors.first() * errors.second());
  }

  /** Returns the information share of the first market. */
  InformationShare informationShare() {
    double weight = componentShare();
    return InformationShare.of(weight, 1 - weight, errors);
  }

  /** Returns the number of columns: constant, difference, returns of two markets by lag and now. */
  private static int columns(int lags) {
    return 4 + 2 * lags;
  }

  /** Returns where the product of two columns stands among k columns: each pair once. */
  private static int at(int i, int j, int k) {
    return Math.min(i, j) * (2 * k - 1 - Math.min(i, j)) / 2 + Math.max(i, j);
  }

  /** Returns the sums that a fit with fewer lags needs, as sums of that many lags. */
  static BlockSums withLags(BlockSums sums, int most, int lags) {
    int k = columns(lags);
    int wide = columns(most);
    int[] indices = new int[k * (k + 1) / 2];
    for (int i = 0; i < k; i++) {
      for (int j = i; j < k; j++) {
        int first = i < k - 2 ? i : wide - k + i;
        int second = j < k - 2 ? j : wide - k + j;
        indices[at(i, j, k)] = at(first, second, wide);
      }
    }
    return sums.only(indices);
  }

  /**
   * Returns the sums of cross products, by block: constant, difference, past returns of both by
   * lag, the two returns to explain. Steps without a full past are left out.
   */
  static BlockSums sums(double[] first, double[] second, int lags, int blockSteps) {
    int n = first.length;
    int k = columns(lags);
    double mean = meanDifference(first, second);
    BlockSums sums = new BlockSums((n + blockSteps - 1) / blockSteps, k * (k + 1) / 2);
    double[] row = new double[k];
    int known = 0;
    for (int t = 0; t < n; t++) {
      known = Double.isNaN(first[t] + second[t]) ? 0 : known + 1;
      if (known < lags + 2) {
        continue;
      }
      row[0] = 1;
      row[DIFFERENCE] = TO_BASIS_POINTS * (first[t - 1] - second[t - 1] - mean);
      for (int lag = 1; lag <= lags; lag++) {
        row[2 * lag] = TO_BASIS_POINTS * (first[t - lag] - first[t - lag - 1]);
        row[2 * lag + 1] = TO_BASIS_POINTS * (second[t - lag] - second[t - lag - 1]);
      }
      row[k - 2] = TO_BASIS_POINTS * (first[t] - first[t - 1]);
      row[k - 1] = TO_BASIS_POINTS * (second[t] - second[t - 1]);
      double[] block = sums.block(t / blockSteps);
      for (int i = 0, place = 0; i < k; i++) {
        for (int j = i; j < k; j++) {
          block[place++] += row[i] * row[j];
        }
      }
    }
    return sums;
  }

  private static double meanDifference(double[] first, double[] second) {
    double sum = 0;
    int n = 0;
    for (int t = 0; t < first.length; t++) {
      if (!Double.isNaN(first[t] + second[t])) {
        sum += first[t] - second[t];
        n++;
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  /**
   * Returns the fit with a given number of lags.
   *
   * @param sums cross products of {@link #sums}
   * @param most lags of the sums
   * @param lags lags of the fit, at most those of the sums
   * @return null if the regressors do not vary
   */
  static ErrorCorrection of(double[] sums, int most, int lags) {
    int k = columns(most);
    int regressors = 2 + 2 * lags;
    double n = sums[0];
    RealMatrix gram = new Array2DRowRealMatrix(regressors, regressors);
    RealMatrix cross = new Array2DRowRealMatrix(regressors, 2);
    for (int i = 0; i < regressors; i++) {
      for (int j = i; j < regressors; j++) {
        gram.setEntry(i, j, sums[at(i, j, k)]);
        gram.setEntry(j, i, sums[at(i, j, k)]);
      }
      cross.setEntry(i, 0, sums[at(i, k - 2, k)]);
      cross.setEntry(i, 1, sums[at(i, k - 1, k)]);
    }
    try {
      CholeskyDecomposition factor = new CholeskyDecomposition(gram, 1e-12, 1e-12);
      RealMatrix slopes = factor.getSolver().solve(cross);
      double[] unit = new double[regressors];
      unit[DIFFERENCE] = 1;
      double scale =
          factor.getSolver().solve(new Array2DRowRealMatrix(unit)).getEntry(DIFFERENCE, 0);
      RealMatrix explained = cross.transpose().multiply(slopes);
      double degrees = n - regressors;
      double v11 = (sums[at(k - 2, k - 2, k)] - explained.getEntry(0, 0)) / degrees;
      double v22 = (sums[at(k - 1, k - 1, k)] - explained.getEntry(1, 1)) / degrees;
      double v12 = (sums[at(k - 2, k - 1, k)] - explained.getEntry(0, 1)) / degrees;
      double pullFirst = slopes.getEntry(DIFFERENCE, 0);
      double pullSecond = slopes.getEntry(DIFFERENCE, 1);
      return v11 > 0 && v22 > 0
          ? new ErrorCorrection(lags, pullFirst, pullSecond, scale, new Covariance(v11, v22, v12))
          : null;
    } catch (NonPositiveDefiniteMatrixException e) {
      return null;
    }
  }

  /**
   * Returns the fit whose number of lags has the least information criterion of Schwarz.
   *
   * @return null if the regressors do not vary
   */
  static ErrorCorrection best(double[] sums, int most) {
    double n = sums[0];
    ErrorCorrection best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int lags = 0; lags <= most; lags++) {
      ErrorCorrection fit = of(sums, most, lags);
      if (fit == null) {
        continue;
      }
      Covariance errors = fit.errors;
      double shrink = (n - 2 - 2 * lags) / n;
      double determinant =
          shrink * shrink * (errors.first() * errors.second() - errors.both() * errors.both());
      double criterion = n * Math.log(determinant) + 2 * (2 + 2 * lags) * Math.log(n);
      if (criterion < least) {
        least = criterion;
        best = fit;
      }
    }
    return best;
  }
}
