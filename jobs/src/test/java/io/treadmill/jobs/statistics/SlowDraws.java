package io.treadmill.jobs.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Intervals by draws of blocks and leads by shifts, in plain loops over the observations. */
final class SlowDraws {
  static final int DRAWS = 200;
  private static final int SHIFTS = 10;

  private SlowDraws() {}

  /** Returns which of the blocks each draw holds. */
  static int[][] of(long seed, int blocks) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] drawn = new int[DRAWS][blocks];
    for (int[] draw : drawn) {
      for (int k = 0; k < blocks; k++) {
        draw[k] = random.nextInt(blocks);
      }
    }
    return drawn;
  }

  /** Returns the ends of an interval: 5 % and 95 % of the draws, a tenth further from the value. */
  static double[] ends(double[] draws, double value) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double low = sorted[9] + 0.95 * (sorted[10] - sorted[9]);
    double high = sorted[189] + 0.05 * (sorted[190] - sorted[189]);
    return new double[] {
      Math.min(value, value + 1.1 * (low - value)), Math.max(value, value + 1.1 * (high - value))
    };
  }

  /**
   * Returns seconds by which the first of two complete series leads, and the ends of the interval.
   */
  static double[] lead(
      double[] first, double[] second, double stepSeconds, int blockSteps, long seed) {
    int blocks = (first.length - 1) / blockSteps + 1;
    double[][] products = new double[blocks][2 * SHIFTS + 1];
    for (int shift = -SHIFTS; shift <= SHIFTS; shift++) {
      for (int i = 1; i < first.length; i++) {
        int j = i + shift;
        if (j >= 1 && j < second.length) {
          products[Math.min(i, j) / blockSteps][shift + SHIFTS] +=
              (first[i] - first[i - 1]) * (second[j] - second[j - 1]);
        }
      }
    }
    int[] once = new int[blocks];
    Arrays.setAll(once, b -> b);
    double value = stepSeconds * peak(products, once);
    double[] draws =
        Arrays.stream(of(seed, blocks))
            .mapToDouble(draw -> stepSeconds * peak(products, draw))
            .toArray();
    double[] ends = ends(draws, value);
    return new double[] {value, ends[0], ends[1]};
  }

  /** Shift of the largest sum, moved by at most one towards the larger neighbour. */
  private static double peak(double[][] products, int[] blocks) {
    double[] sums = new double[2 * SHIFTS + 1];
    for (int b : blocks) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += products[b][k];
      }
    }
    int at = 0;
    for (int k = 1; k < sums.length; k++) {
      at = Math.abs(sums[k]) > Math.abs(sums[at]) ? k : at;
    }
    if (at == 0 || at == sums.length - 1) {
      return at - SHIFTS;
    }
    double part = (sums[at + 1] - sums[at - 1]) / (sums[at - 1] + sums[at] + sums[at + 1]);
    return at - SHIFTS + Math.min(1, Math.max(-1, part));
  }
}
