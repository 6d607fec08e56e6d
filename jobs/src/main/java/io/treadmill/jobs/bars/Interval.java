package io.treadmill.jobs.bars;

import io.treadmill.market.BarClock;
import java.io.Serializable;

/**
 * A stretch of time of an instrument: five minutes, a bar and its profile; or an hour, what partial
 * minutes are brought together by.
 *
 * @param start start in microseconds since 1970; {@link #SKIPPED} for the count of left out rows
 */
record Interval(InstrumentKey instrument, long start)
    implements Comparable<Interval>, Serializable {
  /** Stands for no interval: the value is a number of rows that were left out. */
  static final long SKIPPED = Long.MIN_VALUE;

  @Override
  public int compareTo(Interval other) {
    int order = Long.compare(start, other.start);
    return order == 0 ? instrument.compareTo(other.instrument) : order;
  }

  boolean isSkipped() {
    return start == SKIPPED;
  }

  static Interval fiveMinutes(InstrumentKey instrument, long micros) {
    return new Interval(
        instrument, Math.floorDiv(micros, BarClock.BAR_MICROS) * BarClock.BAR_MICROS);
  }

  static Interval hour(InstrumentKey instrument, long micros) {
    return new Interval(
        instrument, Math.floorDiv(micros, BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS);
  }
}
