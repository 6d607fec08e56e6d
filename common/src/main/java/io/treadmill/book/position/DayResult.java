package io.treadmill.book.position;

import io.treadmill.market.Side;

/**
 * What a day of a fold gives.
 *
 * @param end state after the day
 * @param balanceOfLongs where the mass of longs went
 * @param balanceOfShorts where the mass of shorts went
 * @param bars bars that were read
 * @param heldSnapshots bars at whose end open interest was missing and the last value was held
 * @param volumeClockBars bars whose clock ran on volume, for want of any open interest
 */
public record DayResult(
    BookState end,
    BookBalance balanceOfLongs,
    BookBalance balanceOfShorts,
    int bars,
    int heldSnapshots,
    int volumeClockBars) {

  /** Returns the balance of a side. */
  public BookBalance balance(Side side) {
    return side == Side.LONG ? balanceOfLongs : balanceOfShorts;
  }
}
