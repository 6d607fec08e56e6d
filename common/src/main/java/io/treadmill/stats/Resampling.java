package io.treadmill.stats;

import java.util.SplittableRandom;

/**
 * Draws with replacement that keep what neighbours share: the stationary bootstrap of Politis and
 * Romano (1994), and blocks of whole days. Seeded: the same seed and n give the same draws.
 */
public final class Resampling {
  /** Nominal coverage of the intervals of all statistics. */
  public static final double COVERAGE = 0.9;

  private Resampling() {}

  /**
   * Returns one draw of the stationary bootstrap: indices 0..n-1 in blocks of geometric length,
   * wrapped around.
   *
   * @param meanBlock mean length of a block, at least 1; 1 draws single observations
   */
  public static int[] stationary(int n, double meanBlock, SplittableRandom random) {
    if (n < 1 || !(meanBlock >= 1)) {
      throw new IllegalArgumentException(
          "Invalid bootstrap: n %d, mean block %s (both at least 1)".formatted(n, meanBlock));
    }
    double stop = 1 / meanBlock;
    int[] drawn = new int[n];
    int at = random.nextInt(n);
    for (int i = 0; i < n; i++) {
      drawn[i] = at;
      at = random.nextDouble() < stop ? random.nextInt(n) : (at + 1) % n;
    }
    return drawn;
  }

  /** Returns how often each of n is drawn, by draw of {@link #stationary}. */
  public static double[][] weights(int draws, int n, double meanBlock, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] weights = new double[draws][n];
    for (double[] draw : weights) {
      for (int i : stationary(n, meanBlock, random)) {
        draw[i]++;
      }
    }
    return weights;
  }

  /** Returns the interval of draws that statistics give. */
  public static double[] interval(double[] draws) {
    return interval(draws, COVERAGE);
  }

  /**
   * Returns the central interval of draws: low and high; NaN if under half are numbers.
   *
   * @param coverage nominal coverage, for example .9
   */
  public static double[] interval(double[] draws, double coverage) {
    int known = 0;
    for (double draw : draws) {
      known += Double.isNaN(draw) ? 0 : 1;
    }
    if (2 * known < draws.length) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double tail = (1 - coverage) / 2;
    return Ranks.quantiles(draws, 0, draws.length, tail, 1 - tail);
  }

  /** Returns a seed that depends on what is asked alone, so that reruns draw the same. */
  public static long seed(Object... key) {
    long hash = 1125899906842597L;
    for (Object part : key) {
      String text = String.valueOf(part);
      for (int i = 0; i < text.length(); i++) {
        hash = 31 * hash + text.charAt(i);
      }
      hash = 31 * hash + 17;
    }
    return hash;
  }
}
