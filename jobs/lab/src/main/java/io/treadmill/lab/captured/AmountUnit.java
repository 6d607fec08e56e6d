package io.treadmill.lab.captured;

/** What the amounts of a captured map are. */
public enum AmountUnit {
  USD,
  /** Coins of the base. */
  BASE,
  /** Relative strength, no amount: the map can be scored scaled alone. */
  NONE;

  /** Returns an amount in USD; relative strength as it is. */
  double usd(double amount, double price) {
    return this == BASE ? amount * price : amount;
  }
}
