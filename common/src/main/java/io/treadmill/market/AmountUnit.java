package io.treadmill.market;

/** Unit in which a venue or a vendor counts amounts. */
public enum AmountUnit implements StoredName {
  /** Coins of the base. */
  BASE,
  /** Units of the quote. */
  QUOTE,
  /** Contracts. */
  CONTRACTS;

  /**
   * Returns the unit of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AmountUnit of(String text) {
    return StoredName.of(values(), text, "unit of amounts", "must be base, quote or contracts");
  }
}
