package io.treadmill.stats.discovery;

import io.treadmill.stats.Estimate;

/**
 * Two markets on the steps on which both traded. Volatility is the square root of the sum of
 * squared log returns, the ratio first over second; the lead is that of the first.
 */
public record Comovement(
    double firstVolatility,
    double secondVolatility,
    Estimate volatilityRatio,
    Estimate correlation,
    Estimate leadSeconds) {
  /** Returns in common below which nothing is said. */
  public static final int LEAST_RETURNS = 100;

  private static final int WIDTH = 3;

  /**
   * Returns the comparison of a window.
   *
   * @param first log price at the end of each step; NaN where the market was closed
   * @param second of the second market
   * @param stepSeconds length of a step
   * @param blockSteps steps of a block of the bootstrap
   */
  public static Comovement of(
      double[] first, double[] second, double stepSeconds, int blockSteps, long seed) {
    BlockSums sums = new BlockSums((first.length + blockSteps - 1) / blockSteps, WIDTH);
    double[] commonFirst = first.clone();
    double[] commonSecond = second.clone();
    for (int t = 0; t < first.length; t++) {
      if (Double.isNaN(first[t] + second[t])) {
        commonFirst[t] = Double.NaN;
        commonSecond[t] = Double.NaN;
      } else if (t > 0 && !Double.isNaN(first[t - 1] + second[t - 1])) {
        double x = first[t] - first[t - 1];
        double y = second[t] - second[t - 1];
        double[] block = sums.block(t / blockSteps);
        block[0] += x * x;
        block[1] += y * y;
        block[2] += x * y;
      }
    }
    double[] total = sums.total();
    long n = sums.n();
    if (n < LEAST_RETURNS || !(total[0] > 0 && total[1] > 0)) {
      return missing(
          n < LEAST_RETURNS
              ? "under " + LEAST_RETURNS + " returns in common"
              : "a price stood still",
          n);
    }
    double[] values = numbers(total);
    double[][] intervals = sums.intervals(seed, 2, Comovement::numbers);
    return new Comovement(
        Math.sqrt(total[0]),
        Math.sqrt(total[1]),
        // An interval that is widened may reach beyond what there is.
        Estimate.of(values[0], Math.max(0, intervals[0][0]), intervals[0][1], n),
        Estimate.of(values[1], inRange(intervals[1][0]), inRange(intervals[1][1]), n),
        HayashiYoshida.lead(
            HayashiYoshida.Path.of(commonFirst, stepSeconds, stepSeconds),
            HayashiYoshida.Path.of(commonSecond, stepSeconds, stepSeconds),
            stepSeconds,
            blockSteps,
            seed + 1));
  }

  /** Returns that nothing can be said. */
  public static Comovement missing(String reason, long n) {
    Estimate none = Estimate.missing(reason, n);
    return new Comovement(Double.NaN, Double.NaN, none, none, none);
  }

  private static double[] numbers(double[] sums) {
    return new double[] {
      Math.sqrt(sums[0] / sums[1]), inRange(sums[2] / Math.sqrt(sums[0] * sums[1]))
    };
  }

  private static double inRange(double correlation) {
    return Math.max(-1, Math.min(1, correlation));
  }
}
