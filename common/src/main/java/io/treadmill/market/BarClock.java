package io.treadmill.market;

/**
 * The clock of the house: instants are microseconds since 1970 UTC, a bar is five minutes, the step
 * of every model and statistic. No other place holds these numbers.
 */
public final class BarClock {
  /** Microseconds of a minute. */
  public static final long MINUTE_MICROS = 60_000_000L;

  /** Microseconds of a bar of five minutes. */
  public static final long BAR_MICROS = 5 * MINUTE_MICROS;

  /** Microseconds of an hour. */
  public static final long HOUR_MICROS = 60 * MINUTE_MICROS;

  /** Microseconds of a UTC day. */
  public static final long DAY_MICROS = 24 * HOUR_MICROS;

  /** Bars of an hour. */
  public static final int BARS_OF_AN_HOUR = 12;

  /** Hours of a day. */
  public static final int HOURS_OF_A_DAY = 24;

  /** Bars of a day. */
  public static final int BARS_OF_A_DAY = HOURS_OF_A_DAY * BARS_OF_AN_HOUR;

  /** Minutes of a day. */
  public static final int MINUTES_OF_A_DAY = 1440;

  private BarClock() {}
}
