package io.treadmill.stats.regime;

/** States of price and leverage, in the order in which they are asked: the first that holds. */
public enum RegimeState {
  /** A flush went on in the last hour. */
  FLUSH,
  /** Price fell, open interest held, longs still pay: leverage was not cleared. */
  FRAGILE,
  /** Open interest is high against 30 days and the premium (or funding) is unusual. */
  CROWDED,
  /** Price moved without open interest, with spot trading behind it where that is known. */
  SPOT_LED,
  /** Price rose and open interest fell. */
  SHORT_COVER,
  /** Open interest fell. */
  DELEVERAGING,
  /** Open interest rose. */
  BUILDING,
  /** None of the others. */
  QUIET;

  /** Number of states. */
  public static final int COUNT = values().length;
}
