package io.treadmill.market;

/**
 * The clock of the house: instants are microseconds since 1970 UTC, a bar is five minutes, the step
 * of every model and statistic. No other place holds these numbers.
 */
public final class BarClock {
  public static final long MINUTE_MICROS = 60_000_000L;

  public static final long BAR_MICROS = 5 * MINUTE_MICROS;

  public static final long HOUR_MICROS = 60 * MINUTE_MICROS;

  public static final long DAY_MICROS = 24 * HOUR_MICROS;

  public static final int BARS_OF_AN_HOUR = 12;

  public static final int BARS_OF_HALF_AN_HOUR = 6;

  public static final int HOURS_OF_A_DAY = 24;

  public static final int BARS_OF_A_DAY = HOURS_OF_A_DAY * BARS_OF_AN_HOUR;

  public static final int MINUTES_OF_A_DAY = 1440;

  /** A snapshot stamped up to this much after the start of a bar belongs to the start. */
  private static final long LATE_MICROS = 10_000_000L;

  private BarClock() {}

  /**
   * Returns the start of the first bar at which a snapshot is known: the start of a bar itself up
   * to ten seconds after it, else the start of the next.
   *
   * @param micros stamp of the snapshot
   */
  public static long knownAt(long micros) {
    long late = Math.floorMod(micros, BAR_MICROS);
    return micros - late + (late <= LATE_MICROS ? 0 : BAR_MICROS);
  }
}
