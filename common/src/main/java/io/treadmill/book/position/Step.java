package io.treadmill.book.position;

/**
 * One 5 min bar as the models read it.
 *
 * @param ts start of the bar, microseconds since 1970
 * @param open first price
 * @param low lowest last price
 * @param high highest last price
 * @param close last price
 * @param crossLow lowest price that liquidates: of the mark price where archived, else the low
 * @param crossHigh highest price that liquidates
 * @param volume traded size, in the size unit
 * @param openInterestStart snapshot at the start; NaN if missing
 * @param openInterestEnd snapshot at the end; NaN if missing
 * @param profile shares of volume by bucket
 */
public record Step(
    long ts,
    double open,
    double low,
    double high,
    double close,
    double crossLow,
    double crossHigh,
    double volume,
    double openInterestStart,
    double openInterestEnd,
    Profile profile) {
  /** Checks the prices. */
  public Step {
    requireRange(ts, low, high);
    requireRange(ts, crossLow, crossHigh);
    if (!(open > 0 && close > 0 && volume >= 0 && volume < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          ("Invalid bar at %s: open %s, close %s, volume %s (prices must be positive, "
                  + "volume not negative)")
              .formatted(ts, open, close, volume));
    }
  }

  private static void requireRange(long ts, double low, double high) {
    if (!(low > 0 && high >= low && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid bar at %s: low %s, high %s (must be 0 < low <= high)".formatted(ts, low, high));
    }
  }
}
