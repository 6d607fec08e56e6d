package io.treadmill.lab.validate;

import io.treadmill.stats.discovery.Covariance;
import io.treadmill.stats.discovery.InformationShare;
import java.util.Random;

/** Log prices of two markets by known rules, with volatility that varies over the day. */
final class GeneratedPrices {
  private static final double STEP_VOLATILITY = 1e-3;
  private static final double SWING = 0.5;
  private static final int FINE_SECONDS = 10;
  private static final int MINUTE = 60;

  private GeneratedPrices() {}

  /** Volatility of a step: a swing over the window, and clusters. */
  private static double volatility(int t, int n, Random random, double[] cluster) {
    cluster[0] = 0.95 * cluster[0] + 0.1 * random.nextGaussian();
    return STEP_VOLATILITY * Math.exp(cluster[0]) * (1 + SWING * Math.sin(2 * Math.PI * t / n));
  }

  /** Returns log returns of a path without jumps. */
  static double[] returns(int n, Random random) {
    double[] cluster = {0};
    double[] returns = new double[n];
    for (int t = 0; t < n; t++) {
      returns[t] = volatility(t, n, random, cluster) * random.nextGaussian();
    }
    return returns;
  }

  /**
   * Prices that react to their difference of the step before.
   *
   * @param pullFirst reaction of the first, at most 0
   * @param pullSecond reaction of the second
   * @param correlation of the errors, whose variances are equal
   */
  record Corrected(double pullFirst, double pullSecond, double correlation) {
    double componentShare() {
      return pullSecond / (pullSecond - pullFirst);
    }

    InformationShare informationShare() {
      Covariance errors = new Covariance(1, 1, correlation);
      return InformationShare.of(componentShare(), 1 - componentShare(), errors);
    }

    double[][] draw(int n, long seed) {
      Random random = new Random(seed);
      double[] cluster = {0};
      double[][] prices = new double[2][n];
      for (int t = 1; t < n; t++) {
        double apart = prices[0][t - 1] - prices[1][t - 1];
        double size = volatility(t, n, random, cluster);
        double first = random.nextGaussian();
        double second =
            correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        prices[0][t] = prices[0][t - 1] + pullFirst * apart + size * first;
        prices[1][t] = prices[1][t - 1] + pullSecond * apart + size * second;
      }
      return prices;
    }
  }

  /**
   * Prices that are a random walk and noise of their own; noise in steps of the walk. The weights
   * in the common price are the precisions, the covariance of errors that of the Kalman filter.
   */
  record Noisy(double firstNoise, double secondNoise) {
    double componentShare() {
      double first = secondNoise * secondNoise;
      return first / (first + firstNoise * firstNoise);
    }

    InformationShare informationShare() {
      double first = firstNoise * firstNoise;
      double second = secondNoise * secondNoise;
      double ahead = (1 + Math.sqrt(1 + 4 / (1 / first + 1 / second))) / 2;
      Covariance errors = new Covariance(ahead + first, ahead + second, ahead);
      return InformationShare.of(1 / first, 1 / second, errors);
    }

    double[][] draw(int n, long seed) {
      Random random = new Random(seed);
      double[][] prices = new double[2][n];
      double walk = 0;
      for (int t = 0; t < n; t++) {
        walk += random.nextGaussian();
        prices[0][t] = STEP_VOLATILITY * (walk + firstNoise * random.nextGaussian());
        prices[1][t] = STEP_VOLATILITY * (walk + secondNoise * random.nextGaussian());
      }
      return prices;
    }
  }

  /**
   * Prices that share a random walk and lie apart by a basis, an autoregression: the first carries
   * 1 - share of the basis, the second - share.
   *
   * @param share component share of the first, which is then {@code share} by construction
   * @param persistence of the basis from step to step
   * @param size of the basis's own moves, those of the walk = 1
   */
  record Basis(double share, double persistence, double size) {
    double[][] draw(int n, long seed) {
      Random random = new Random(seed);
      double[] cluster = {0};
      double[][] prices = new double[2][n];
      double walk = 0;
      double apart = STEP_VOLATILITY * size / Math.sqrt(1 - persistence * persistence);
      apart *= random.nextGaussian();
      for (int t = 0; t < n; t++) {
        double volatility = volatility(t, n, random, cluster);
        walk += volatility * random.nextGaussian();
        apart = persistence * apart + volatility * size * random.nextGaussian();
        prices[0][t] = walk + (1 - share) * apart;
        prices[1][t] = walk - share * apart;
      }
      return prices;
    }
  }

  /**
   * Returns one-minute prices of a path and of the same path some seconds later.
   *
   * @param minutes number of prices
   * @param delaySeconds by how much the second is late, a multiple of 10
   * @param noise noise of each price in volatilities of a minute
   */
  static double[][] delayed(int minutes, int delaySeconds, double noise, long seed) {
    Random random = new Random(seed);
    int each = MINUTE / FINE_SECONDS;
    double[] path = new double[minutes * each + 1];
    double[] cluster = {0};
    double size = 0;
    for (int t = 1; t < path.length; t++) {
      size = t % each == 1 ? volatility(t, path.length, random, cluster) : size;
      path[t] = path[t - 1] + size / Math.sqrt(each) * random.nextGaussian();
    }
    double[][] prices = new double[2][minutes];
    for (int i = 0; i < minutes; i++) {
      int at = (i + 1) * each;
      prices[0][i] = path[at] + noise * STEP_VOLATILITY * random.nextGaussian();
      prices[1][i] =
          path[at - delaySeconds / FINE_SECONDS] + noise * STEP_VOLATILITY * random.nextGaussian();
    }
    return prices;
  }

  /** Returns prices whose returns have a known ratio of volatilities and correlation. */
  static double[][] correlated(int n, double ratio, double correlation, long seed) {
    Random random = new Random(seed);
    double[] cluster = {0};
    double[][] prices = new double[2][n];
    for (int t = 1; t < n; t++) {
      double size = volatility(t, n, random, cluster);
      double first = random.nextGaussian();
      double second =
          correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      prices[0][t] = prices[0][t - 1] + size * ratio * first;
      prices[1][t] = prices[1][t - 1] + size * second;
    }
    return prices;
  }
}
