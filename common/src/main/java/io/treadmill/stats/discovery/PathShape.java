package io.treadmill.stats.discovery;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Significance;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Shape of a price path from its log returns: jumps, and the difference between falls and rises.
 *
 * @param realisedVariance sum of squared returns
 * @param jumpShare share of the variance in jumps, 1 - bipower / realised, at least 0; p of the
 *     ratio test of Barndorff-Nielsen and Shephard (2006) against a path without jumps
 * @param downShare share of the variance in falling steps, .5 = symmetric; p against steps that
 *     fall or rise by their size with equal chance
 */
public record PathShape(double realisedVariance, Estimate jumpShare, Estimate downShare) {
  /** Returns below which nothing is said. */
  public static final int LEAST_RETURNS = 30;

  private static final double MU_1 = Math.sqrt(2 / Math.PI);
  private static final double MU_4_3 = 0.8308609; // E|Z|^(4/3) of a standard normal.
  private static final double THETA = Math.PI * Math.PI / 4 + Math.PI - 5;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /**
   * Returns the share of the variance in the steps with the largest forced orders, the given tenth
   * of them, and its p-value: how many shifts of the forced orders around the day give as much.
   *
   * @param returns log returns of equal steps; NaN where unknown
   * @param forced forced orders, USD, each of as many returns as the lengths say
   * @param quantile steps from this quantile of forced orders on count, for example .9
   */
  public static Estimate nearForced(double[] returns, double[] forced, double quantile) {
    int each = returns.length / forced.length;
    double[] variance = new double[forced.length];
    double all = 0;
    int n = 0;
    for (int i = 0; i < each * forced.length; i++) {
      double square = Double.isNaN(returns[i]) ? 0 : returns[i] * returns[i];
      variance[i / each] += square;
      all += square;
      n += Double.isNaN(returns[i]) ? 0 : 1;
    }
    double[] sorted = Ranks.sorted(forced, 0, forced.length);
    if (sorted.length < forced.length) {
      return Estimate.missing("no total of every step", n);
    }
    if (!(all > 0)) {
      return Estimate.missing("price stood still", n);
    }
    double edge = Ranks.quantile(sorted, quantile);
    if (!(sorted[sorted.length - 1] > 0)) {
      return Estimate.missing("no forced orders", n);
    }
    double[] shifted = new double[forced.length - 1];
    double value = 0;
    for (int shift = 0; shift < forced.length; shift++) {
      double near = 0;
      for (int i = 0; i < forced.length; i++) {
        double usd = forced[(i + shift) % forced.length];
        near += usd > 0 && usd >= edge ? variance[i] : 0;
      }
      if (shift == 0) {
        value = near;
      } else {
        shifted[shift - 1] = near;
      }
    }
    return Estimate.tested(value / all, Significance.upper(value, shifted), n);
  }

  /**
   * Returns the shape of a path.
   *
   * @param returns log returns of equal steps in order; NaN where unknown, which cuts the path
   */
  public static PathShape of(double[] returns) {
    double realised = 0;
    double down = 0;
    double bipower = 0;
    double tripower = 0;
    double fourth = 0;
    int n = 0;
    for (int i = 0; i < returns.length; i++) {
      double r = returns[i];
      if (Double.isNaN(r)) {
        continue;
      }
      n++;
      realised += r * r;
      fourth += r * r * r * r;
      down += r < 0 ? r * r : 0;
      if (i >= 1 && !Double.isNaN(returns[i - 1])) {
        bipower += Math.abs(r) * Math.abs(returns[i - 1]);
        if (i >= 2 && !Double.isNaN(returns[i - 2])) {
          tripower +=
              Math.cbrt(Math.pow(r, 4))
                  * Math.cbrt(Math.pow(returns[i - 1], 4))
                  * Math.cbrt(Math.pow(returns[i - 2], 4));
        }
      }
    }
    if (n < LEAST_RETURNS || !(realised > 0)) {
      String reason =
          n < LEAST_RETURNS ? "under " + LEAST_RETURNS + " returns" : "price stood still";
      Estimate none = Estimate.missing(reason, n);
      return new PathShape(n < LEAST_RETURNS ? Double.NaN : realised, none, none);
    }
    double bv = bipower / (MU_1 * MU_1) * n / (n - 1.0);
    double tp = n * tripower / Math.pow(MU_4_3, 3) * n / (n - 2.0);
    double ratio = 1 - bv / realised;
    double scale = Math.sqrt(THETA / n * Math.max(1, tp / (bv * bv)));
    double p = bv > 0 ? 1 - NORMAL.cumulativeProbability(ratio / scale) : 0;
    double tilt = Math.abs(2 * down - realised) / Math.sqrt(fourth);
    return new PathShape(
        realised,
        Estimate.tested(Math.max(0, ratio), p, n),
        Estimate.tested(down / realised, 2 * NORMAL.cumulativeProbability(-tilt), n));
  }
}
