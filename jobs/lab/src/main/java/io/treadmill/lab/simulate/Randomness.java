package io.treadmill.lab.simulate;

import java.util.SplittableRandom;

/** A named stream of draws from a seed. Streams of other names do not disturb it. */
final class Randomness {
  private final SplittableRandom source;
  private double spareGaussian = Double.NaN;

  Randomness(long seed, String stream) {
    long mixed = seed;
    for (int i = 0; i < stream.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + stream.charAt(i);
    }
    source = new SplittableRandom(mixed);
  }

  /** Returns a draw from [0, 1). */
  double uniform() {
    return (source.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Returns a draw from [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Returns a standard normal draw (polar method). */
  double gaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double kept = spareGaussian;
      spareGaussian = Double.NaN;
      return kept;
    }
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spareGaussian = y * scale;
        return x * scale;
      }
    }
  }

  double exponential() {
    return -StrictMath.log(1 - uniform());
  }

  /** Returns a Poisson draw: exact by multiplication, halved while the mean is large. */
  int poisson(double mean) {
    int count = 0;
    double rest = mean;
    while (rest > 20) {
      count += poissonOfSmallMean(20);
      rest -= 20;
    }
    return count + poissonOfSmallMean(rest);
  }

  private int poissonOfSmallMean(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    double product = uniform();
    while (product > limit) {
      count++;
      product *= uniform();
    }
    return count;
  }
}
