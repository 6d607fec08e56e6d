package io.treadmill.stats;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/** P-values against placebos, and their correction where several are looked at. */
public final class Significance {
  /** The 95 % point of a normal distribution: the half width of a 90 % interval. */
  public static final double Z_90 = 1.6448536269514722;

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private Significance() {}

  /**
   * Returns the share of placebos at least as far from 0 as the value, the value counted as one of
   * them: (1 + #{|placebo| >= |value|}) / (1 + n). NaN without placebos or value.
   */
  public static double twoSided(double value, double[] placebos) {
    return share(Math.abs(value), placebos, true);
  }

  /** Returns the same for one side: placebos at least as large as the value. */
  public static double upper(double value, double[] placebos) {
    return share(value, placebos, false);
  }

  private static double share(double value, double[] placebos, boolean eitherSide) {
    long there = 0;
    long far = 0;
    for (double placebo : placebos) {
      there += Double.isNaN(placebo) ? 0 : 1;
      far += (eitherSide ? Math.abs(placebo) : placebo) >= value ? 1 : 0;
    }
    return there == 0 || Double.isNaN(value) ? Double.NaN : (1.0 + far) / (1.0 + there);
  }

  /** Returns the two-sided p-value of a number that is standard normal under the null. */
  public static double normal(double z) {
    return 2 * NORMAL.cumulativeProbability(-Math.abs(z));
  }

  /**
   * Returns the two-sided p-value of a count under a binomial null, exact.
   *
   * @param probability in 0..1
   */
  public static double binomial(long count, long n, double probability) {
    BinomialDistribution law = new BinomialDistribution(null, (int) n, probability);
    double atMost = law.cumulativeProbability((int) count);
    return Math.min(1, 2 * Math.min(atMost, 1 - law.cumulativeProbability((int) count - 1)));
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
    double[] corrected = Steps.unknown(p.length);
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
