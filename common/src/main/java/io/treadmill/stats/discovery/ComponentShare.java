package io.treadmill.stats.discovery;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Component share of the first of two markets (Gonzalo and Granger 1995), a ratio of reactions: its
 * interval holds the shares that a test does not reject (Fieller 1954, Anderson and Rubin 1949), so
 * that it is right however little the window tells about the ratio.
 *
 * @param pullFirst reaction of the first price to a unit of difference first - second a step before
 * @param errors of the two reactions: squared standard errors
 * @param blocks blocks of the window that the errors come from
 */
record ComponentShare(double pullFirst, double pullSecond, Covariance errors, int blocks) {
  /**
   * Returns the share of a fit, its errors by leaving out one block at a time: they hold whatever
   * the volatility of each block.
   *
   * @param fit fit of all blocks
   * @param sums cross products with the lags of the fit
   * @return null if the regressors vary in one block alone
   */
  static ComponentShare of(ErrorCorrection fit, BlockSums sums) {
    double[] total = sums.total();
    double[] rest = new double[total.length];
    double first = 0;
    double second = 0;
    double both = 0;
    int blocks = 0;
    for (double[] block : sums.blocks()) {
      for (int i = 0; i < rest.length; i++) {
        rest[i] = total[i] - block[i];
      }
      ErrorCorrection other = ErrorCorrection.of(rest, fit.lags(), fit.lags());
      if (other == null) {
        return null;
      }
      double movedFirst = other.pullFirst() - fit.pullFirst();
      double movedSecond = other.pullSecond() - fit.pullSecond();
      first += movedFirst * movedFirst;
      second += movedSecond * movedSecond;
      both += movedFirst * movedSecond;
      blocks++;
    }
    double scale = (blocks - 1.0) / blocks;
    Covariance errors = new Covariance(scale * first, scale * second, scale * both);
    return new ComponentShare(fit.pullFirst(), fit.pullSecond(), errors, blocks);
  }

  /** Returns the p-value of a share: with it as weight the common price does not react. */
  double p(double share) {
    double other = 1 - share;
    double t = (share * pullFirst + other * pullSecond) / Math.sqrt(errors.ofSum(share, other));
    return 2 * students().cumulativeProbability(-Math.abs(t));
  }

  /**
   * Returns the shares that are not rejected.
   *
   * @param coverage 1 - level of the test
   * @return low and high; infinite if the reactions may cancel
   */
  double[] interval(double coverage) {
    double quantile = students().inverseCumulativeProbability((1 + coverage) / 2);
    double q = quantile * quantile;
    double closing = pullSecond - pullFirst;
    double a = closing * closing - q * errors.ofDifference();
    double b = pullSecond * closing - q * (errors.second() - errors.both());
    double c = pullSecond * pullSecond - q * errors.second();
    double root = Math.sqrt(b * b - a * c);
    return a > 0
        ? new double[] {(b - root) / a, (b + root) / a}
        : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
  }

  private TDistribution students() {
    return new TDistribution(null, blocks - 1.0);
  }
}
