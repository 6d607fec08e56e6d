package io.treadmill.book.replay;

import io.treadmill.market.BarClock;
import java.util.List;

/** What is predicted. */
public enum Horizon {
  /** Each bar given the path of the price in it, where prints tell bars apart. */
  PATH_5M("path_5m", 5),
  /** Each hour given the path of the price in it. */
  PATH_1H("path_1h", 60),
  /** The standing map against the next hour. */
  MAP_1H("map_1h", 60),
  /** The standing map against the next 4 hours. */
  MAP_4H("map_4h", 240),
  /** The standing map against the next 24 hours. */
  MAP_24H("map_24h", 1440);

  /** Horizons of the standing map: each has weights of its own. */
  public static final List<Horizon> MAPS = List.of(MAP_1H, MAP_4H, MAP_24H);

  private static final int HOUR_MINUTES = 60;
  private static final int BAR_MINUTES = HOUR_MINUTES / BarClock.BARS_OF_AN_HOUR;

  private final String text;
  private final int minutes;

  Horizon(String text, int minutes) {
    this.text = text;
    this.minutes = minutes;
  }

  /** Returns the name in {@code horizon} columns. */
  public String text() {
    return text;
  }

  /**
   * Returns the horizon of a standing map.
   *
   * @param hours 1, 4 or 24
   */
  public static Horizon ofMap(int hours) {
    return MAPS.stream().filter(map -> map.hours() == hours).findFirst().orElseThrow();
  }

  /** Returns the whole hours of a window: 0 for those of a bar. */
  int hours() {
    return minutes / HOUR_MINUTES;
  }

  /** Returns the bars of a window. */
  int bars() {
    return minutes / BAR_MINUTES;
  }

  /** Returns the first bar of the day in a window. */
  int firstBar(int slot) {
    return slot * (BarClock.BARS_OF_A_DAY / slots());
  }

  /** Returns the number of slots of a day at which a window can start: bars or hours. */
  int slots() {
    return this == PATH_5M ? BarClock.BARS_OF_A_DAY : ReportedLiquidations.HOURS;
  }

  /** Returns the length of a slot, microseconds. */
  public long slotMicros() {
    return BarClock.HOUR_MICROS * ReportedLiquidations.HOURS / slots();
  }
}
