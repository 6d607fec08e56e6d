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

  private BarClock() {}
}
