package io.treadmill.book.position;

import java.util.Locale;

/** Which series drive opens and closes. */
public enum Activity {
  /** Traded volume and the change of open interest. */
  VOLUME_AND_OPEN_INTEREST,
  /** Traded volume alone; open interest is the scale of the clock. */
  VOLUME,
  /**
   * The mean of the training days of what volume and open interest say: for markets whose volume
   * and open interest tell nothing about positions.
   */
  CONSTANT;

  /** Returns the stored name, for example {@code volume}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
