package io.treadmill.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** P-values against placebos, and their correction where several are looked at. */
public final class Significance {
  private Significance() {}

  /**
   * Returns the share of placebos at least as far from 0 as the value, the value counted as one of
   * them: (1 + #{|placebo| >= |value|}) / (1 + n). NaN without placebos or value.
   */
  public static double twoSided(double value, double[] placebos) {
    int there = 0;
    int far = 0;
    for (double placebo : placebos) {
      there += Double.isNaN(placebo) ? 0 : 1;
      far += Math.abs(placebo) >= Math.abs(value) ? 1 : 0;
    }
    return p(value, there, far);
  }

  /** Returns the same for one side: placebos at least as large as the value. */
  public static double upper(double value, double[] placebos) {
    int there = 0;
    int far = 0;
    for (double placebo : placebos) {
      there += Double.isNaN(placebo) ? 0 : 1;
      far += placebo >= value ? 1 : 0;
    }
    return p(value, there, far);
  }

  private static double p(double value, int there, int far) {
    return there == 0 || Double.isNaN(value) ? Double.NaN : (1.0 + far) / (1.0 + there);
  }

  /**
   * Returns p-values corrected for how many there are, by Holm (1979): never below the given ones.
   *
   * @param p p-values in 0..1; NaN stays NaN and does not count
   */
  public static double[] holm(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    Arrays.fill(corrected, Double.NaN);
    double least = 0;
    for (int k = 0; k < order.length; k++) {
      least = Math.max(least, Math.min(1, (order.length - k) * p[order[k]]));
      corrected[order[k]] = least;
    }
    return corrected;
  }

  /**
   * Returns the probability that a sum of independent 0/1 variables is at least {@code hits}
   * (Poisson-binomial, exact by convolution).
   *
   * @param probabilities chance of each variable, in 0..1
   */
  public static double sumAtLeast(int hits, double[] probabilities) {
    double[] mass = new double[probabilities.length + 1];
    mass[0] = 1;
    for (int i = 0; i < probabilities.length; i++) {
      double q = probabilities[i];
      for (int k = i + 1; k >= 1; k--) {
        mass[k] = mass[k] * (1 - q) + mass[k - 1] * q;
      }
      mass[0] *= 1 - q;
    }
    double tail = 0;
    for (int k = mass.length - 1; k >= Math.max(0, hits); k--) {
      tail += mass[k];
    }
    return Math.min(1, tail);
  }
}
