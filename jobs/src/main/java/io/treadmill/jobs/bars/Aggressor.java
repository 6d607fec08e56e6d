package io.treadmill.jobs.bars;

/** Codes of the side that took liquidity: indexes of the three sums that every quantity has. */
final class Aggressor {
  static final int BUY = 0;
  static final int SELL = 1;
  static final int UNKNOWN = 2;
  static final int COUNT = 3;

  private Aggressor() {}

  /** Returns the code of a name in any case; anything but buy and sell, and null, is unknown. */
  static int of(String side) {
    if ("buy".equalsIgnoreCase(side)) {
      return BUY;
    }
    return "sell".equalsIgnoreCase(side) ? SELL : UNKNOWN;
  }
}
