package io.treadmill.jobs.ingest.format;

import java.util.Locale;

/** Sizes that no number of a market has, whatever it is written in: a fault of the file. */
public final class Magnitude {
  /** Above every price, and every amount of a trade, of any coin in any currency. */
  private static final double MAX_POSITIVE = 1e15;

  /** Above every sum of a day, and the whole number of 64 bits that stands for no end. */
  private static final double MAX_NUMBER = 1e20;

  private Magnitude() {}

  /**
   * Returns a price or an amount.
   *
   * @param rule what the rules that it may break are named after
   * @param told name and value, in words
   * @throws BadRow if it is not positive, or larger than any
   */
  public static double positive(double value, String rule, String told) {
    if (!(value > 0)) {
      throw new BadRow(rule + "_not_positive", told + " (must be > 0)");
    }
    if (value > MAX_POSITIVE) {
      throw new BadRow(rule + "_too_large", told + " (at most 1e15)");
    }
    return value;
  }

  /**
   * Returns a price or an amount that is named as its rules are.
   *
   * @throws BadRow if it is not positive, or larger than any
   */
  public static double positive(double value, String name) {
    return positive(value, name, String.format(Locale.ROOT, "%s %s", name, value));
  }

  /** Returns true if a number can be a price or an amount. */
  static boolean isPrice(double value) {
    return value > 0 && value <= MAX_POSITIVE;
  }

  /**
   * Returns a number.
   *
   * @param told name and value, in words
   * @throws BadRow if it is larger than any
   */
  public static double checked(double value, String told) {
    if (Math.abs(value) > MAX_NUMBER) {
      throw new BadRow("number_too_large", told + " (at most 1e20)");
    }
    return value;
  }
}
