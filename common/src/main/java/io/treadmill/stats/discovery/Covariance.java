package io.treadmill.stats.discovery;

/**
 * Variances of the errors of two markets, and their covariance.
 *
 * @param first variance of the first
 * @param second variance of the second
 * @param both covariance of the two
 */
public record Covariance(double first, double second, double both) {
  /** Returns the variance of a weighted sum of the errors. */
  double ofSum(double weightFirst, double weightSecond) {
    return weightFirst * weightFirst * first
        + 2 * weightFirst * weightSecond * both
        + weightSecond * weightSecond * second;
  }

  /** Returns the variance of first - second. */
  double ofDifference() {
    return first + second - 2 * both;
  }
}
