package io.treadmill.book.position;

import io.treadmill.market.BarClock;

/**
 * Mean volume of the bars of a book that never saw a snapshot of open interest, and the open
 * interest that stands in for it: what is traded in half a day. Simulated markets turn their open
 * interest over 1.9 to 2.2 times a day, perpetuals of BTC, ETH and SOL 1.3 to 2.5 times.
 *
 * @param mean mean of a bar, size unit; NaN before the first
 * @param bars bars read
 */
public record TradedVolume(double mean, long bars) {
  /** Before the first bar. */
  static final TradedVolume NONE = new TradedVolume(Double.NaN, 0);

  private static final double TURNS_A_DAY = 2;
  private static final long MOST_BARS = 7L * BarClock.BARS_OF_A_DAY;

  /** Returns the mean with one more bar: of all bars in the first week, then fading over a week. */
  public TradedVolume then(double volume) {
    double share = Double.isNaN(mean) ? 1 : 1.0 / Math.min(bars + 1, MOST_BARS);
    return new TradedVolume(
        (Double.isNaN(mean) ? 0 : mean * (1 - share)) + volume * share, bars + 1);
  }

  /** Returns the open interest that stands in, size unit. */
  public double openInterest() {
    return mean * BarClock.BARS_OF_A_DAY / TURNS_A_DAY;
  }
}
