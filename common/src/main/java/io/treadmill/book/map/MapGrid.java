package io.treadmill.book.map;

import io.treadmill.market.BarClock;
import java.io.Serializable;

/**
 * The grid of a published map.
 *
 * @param everyMicros a map is taken at the starts of bars that are multiples of this
 * @param buckets 10 bp buckets of one output row, at least 1
 * @param within how far the map reaches from the price, as a fraction of it, in (0, 1)
 */
public record MapGrid(long everyMicros, int buckets, double within) implements Serializable {
  private static final int BUCKET_BP = 10;

  /** Checks the ranges. */
  public MapGrid {
    if (everyMicros <= 0 || buckets < 1 || !(within > 0 && within < 1)) {
      throw new IllegalArgumentException(
          ("Invalid map grid: every %s us, %s buckets, within %s (must be positive, at "
                  + "least 1, in (0, 1))")
              .formatted(everyMicros, buckets, within));
    }
  }

  /**
   * Returns a grid in the units of the configuration, for example 15, 20, 0.3.
   *
   * @throws IllegalArgumentException if the step is not a multiple of 10 bp
   */
  public static MapGrid of(int minutes, int stepBp, double within) {
    if (stepBp <= 0 || stepBp % BUCKET_BP != 0) {
      throw new IllegalArgumentException(
          "Invalid map step: " + stepBp + " bp (must be a multiple of 10)");
    }
    return new MapGrid(minutes * BarClock.MINUTE_MICROS, stepBp / BUCKET_BP, within);
  }

  /** Returns true if a map is taken at this instant. */
  public boolean takes(long ts) {
    return Math.floorMod(ts, everyMicros) == 0;
  }
}
