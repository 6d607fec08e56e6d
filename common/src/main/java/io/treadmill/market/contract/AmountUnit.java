package io.treadmill.market.contract;

import java.util.Locale;

/** Unit in which a venue or a vendor counts amounts. */
public enum AmountUnit {
  /** Coins of the base. */
  BASE,
  /** Units of the quote. */
  QUOTE,
  /** Contracts. */
  CONTRACTS;

  /** Returns the name in settings and options. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the unit of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AmountUnit of(String text) {
    for (AmountUnit unit : values()) {
      if (unit.text().equals(text)) {
        return unit;
      }
    }
    throw new IllegalArgumentException(
        "Invalid unit of amounts: " + text + " (must be base, quote or contracts)");
  }
}
