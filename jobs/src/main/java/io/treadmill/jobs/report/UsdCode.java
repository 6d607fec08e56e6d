package io.treadmill.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Amounts in USD as 16-bit codes that hold exactly the three significant digits a reader sees.
 *
 * <p>Code 0 is no value, 1 is less than one cent (zero included), and {@code 2 + 900 (e + 2) + (m -
 * 100)} is {@code m x 10^(e - 2)} with a mantissa m of 100 to 999 and an exponent e from -2. Codes
 * keep the order of the amounts, so the largest of several cells is the largest of their codes, and
 * no second rounding can change a digit.
 */
final class UsdCode {
  /** No value: the table has no row. */
  static final char NONE = 0;

  /** Less than one cent. */
  static final char TINY = 1;

  private static final int FIRST = 2;
  private static final int MANTISSAS = 900;
  private static final int LOWEST_EXPONENT = -2;
  private static final int HIGHEST_EXPONENT = 60;
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final String[] SUFFIXES = {"", "k", "M", "B", "T"};

  private UsdCode() {}

  /**
   * Returns the code of an amount, rounded half to even at the third significant digit.
   *
   * @param usd amount in USD, at least 0
   * @throws IllegalArgumentException if the amount is negative, not finite or above 1e60
   */
  static char of(double usd) {
    if (!(usd >= 0 && usd < 1e60)) {
      throw new IllegalArgumentException(
          "Invalid amount: " + usd + " USD (must be finite and at least 0)");
    }
    if (usd < 0.01) {
      return TINY;
    }
    int exponent = (int) Math.floor(Math.log10(usd));
    double scaled = usd * Math.pow(10, 2 - exponent);
    double digits = Math.rint(scaled);
    boolean clear = Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-6;
    if (clear && digits >= 100 && digits < 1000) {
      return code((int) digits, exponent);
    }
    BigDecimal rounded = new BigDecimal(usd).round(THREE_DIGITS);
    int exact = rounded.precision() - rounded.scale() - 1;
    return code(rounded.movePointLeft(exact - 2).intValueExact(), exact);
  }

  private static char code(int mantissa, int exponent) {
    if (exponent > HIGHEST_EXPONENT) {
      throw new IllegalArgumentException("Invalid amount: above 1e60 USD");
    }
    return (char) (FIRST + MANTISSAS * (exponent - LOWEST_EXPONENT) + mantissa - 100);
  }

  /** Returns the amount of a code in USD; 0 for {@link #NONE} and {@link #TINY}. */
  static double usd(char code) {
    if (code < FIRST) {
      return 0;
    }
    int exponent = (code - FIRST) / MANTISSAS + LOWEST_EXPONENT;
    int mantissa = (code - FIRST) % MANTISSAS + 100;
    return BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent - 2).doubleValue();
  }

  /** Returns an amount as a reader sees it, for example {@code $1.23M}. */
  static String text(double usd) {
    return text(of(usd));
  }

  /** Returns the amount of a code as a reader sees it; {@code none} for {@link #NONE}. */
  static String text(char code) {
    if (code == NONE) {
      return "none";
    }
    if (code == TINY) {
      return "< $0.01";
    }
    int exponent = (code - FIRST) / MANTISSAS + LOWEST_EXPONENT;
    int mantissa = (code - FIRST) % MANTISSAS + 100;
    int group = Math.max(0, Math.min(SUFFIXES.length - 1, Math.floorDiv(exponent, 3)));
    BigDecimal value = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent - 2 - 3 * group);
    return "$" + value.toPlainString() + SUFFIXES[group];
  }
}
