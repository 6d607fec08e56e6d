package io.treadmill.jobs.bars;

/** Codes of the side that took liquidity: indexes of the three sums that every quantity has. */
final class Aggressor {
  static final int BUY = 0;
  static final int SELL = 1;
  static final int UNKNOWN = 2;
  static final int COUNT = 3;

  private Aggressor() {}

  /** Returns the code of a stored name; anything but buy and sell, and null, is unknown. */
  static int of(String side) {
    if ("buy".equals(side)) {
      return BUY;
    }
    return "sell".equals(side) ? SELL : UNKNOWN;
  }
}
