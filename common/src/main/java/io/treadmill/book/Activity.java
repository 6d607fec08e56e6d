package io.treadmill.book;

import java.util.Locale;

/** Which series drive opens and closes. */
public enum Activity {
  /** Traded volume and the change of open interest. */
  VOLUME_AND_OPEN_INTEREST,
  /** Traded volume alone; open interest is the scale of the clock. */
  VOLUME;

  /** Returns the stored name, for example {@code volume}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
