package io.treadmill.stats.regime;

import io.treadmill.stats.Resampling;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Means of drawn days, and the intervals that they give: percentiles of the draws, made wider
 * around the mean by what a t-distribution over the number of blocks has over a normal one. With
 * few blocks the draws alone are too close to each other.
 *
 * @param means by value, state and draw; empty if there are too few days
 * @param wider factor, at least 1
 */
record DrawnMeans(double[][][] means, double wider) {
  /** Nothing drawn: no intervals. */
  static final DrawnMeans NONE = new DrawnMeans(new double[0][][], 1);

  /** Returns drawn means of a number of blocks. */
  static DrawnMeans of(double[][][] means, double blocks) {
    double tail = (1 + Resampling.COVERAGE) / 2;
    TDistribution few = new TDistribution(null, Math.max(1, blocks - 1));
    NormalDistribution many = new NormalDistribution(null, 0, 1);
    return new DrawnMeans(
        means, few.inverseCumulativeProbability(tail) / many.inverseCumulativeProbability(tail));
  }

  /** Returns low and high around the mean of a value in a state; NaN without draws. */
  double[] interval(int value, int state, double mean) {
    if (means.length == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double[] draws = means[value][state];
    // Between order statistics i and j of m draws lies (j - i) / (m + 1) on average.
    double between = Resampling.COVERAGE * (draws.length + 1.0) / (draws.length - 1.0);
    double[] drawn = Resampling.interval(draws, between);
    return new double[] {
      mean + wider * Math.min(0, drawn[0] - mean), mean + wider * Math.max(0, drawn[1] - mean)
    };
  }
}
