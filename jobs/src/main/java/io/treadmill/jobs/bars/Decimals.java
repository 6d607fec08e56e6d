package io.treadmill.jobs.bars;

import java.math.BigDecimal;

/**
 * The real number that a double of the archive stands for. A double that is the nearest one to a
 * decimal of at most 15 digits and at most 15 places stands for that decimal (there is only one
 * such decimal, as 15 digits survive the way through a double); any other double stands for its
 * exact binary value. The rule looks at one value alone, so sums do not depend on its neighbours.
 */
final class Decimals {
  /** Most places after the point that the fast sums use. */
  static final int MAX_FAST_SCALE = 12;

  /** Adding and taking away 1.5 x 2^52 rounds a double below 2^51 to a whole number. */
  private static final double ROUNDER = 0x1.8p52;

  private static final int MAX_SCALE = 15;
  private static final double DIGITS_15 = 1e15;
  private static final double[] POWERS = new double[MAX_SCALE + 1];

  static {
    for (int scale = 0; scale <= MAX_SCALE; scale++) {
      POWERS[scale] = Double.parseDouble("1e" + scale);
    }
  }

  private Decimals() {}

  /** Returns ten to the power of a scale in 0..15; exact. */
  static double power(int scale) {
    return POWERS[scale];
  }

  /**
   * Returns a value as whole units of a scale; -1 if it is not a positive whole number of them, or
   * has {@link MinuteSums#MAX_UNITS} or more.
   *
   * @param unitsPerOne ten to the power of the scale
   */
  static long units(double value, double unitsPerOne) {
    double units = value * unitsPerOne + ROUNDER - ROUNDER;
    return units > 0 && units < MinuteSums.MAX_UNITS && units / unitsPerOne == value
        ? (long) units
        : -1;
  }

  /** Returns the places after the point of a positive finite value; -1 if it is no decimal. */
  static int scale(double value) {
    for (int scale = 0; scale <= MAX_SCALE; scale++) {
      double unscaled = Math.rint(value * POWERS[scale]);
      if (!(unscaled < DIGITS_15)) {
        return -1;
      }
      if (unscaled / POWERS[scale] == value) {
        return scale;
      }
    }
    return -1;
  }

  /** Returns the number that a positive finite value stands for. */
  static BigDecimal exact(double value) {
    int scale = scale(value);
    return scale < 0
        ? new BigDecimal(value)
        : BigDecimal.valueOf((long) Math.rint(value * POWERS[scale]), scale);
  }

  /**
   * Returns the least scale, at most 12, that shows every decimal among the values, as long as the
   * largest stays below a number of units; a guess that only decides how fast the sums are.
   */
  static int commonScale(Numbers values, int from, int to, double maxUnits) {
    int common = 0;
    double largest = 0;
    for (int i = from; i < to; i++) {
      double value = values.at(i);
      if (value > 0 && value < Double.POSITIVE_INFINITY) {
        common = Math.max(common, Math.min(scale(value), MAX_FAST_SCALE));
        largest = Math.max(largest, value);
      }
    }
    while (common > 0 && largest * POWERS[common] >= maxUnits) {
      common--;
    }
    return common;
  }
}
