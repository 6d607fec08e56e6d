package io.treadmill.jobs.bars;

import java.io.Serializable;

/**
 * Five minutes of an instrument: what partial minutes are brought together by.
 *
 * @param instrument the instrument
 * @param start start in microseconds since 1970; {@link #SKIPPED} for the count of left out rows
 */
record Interval(InstrumentKey instrument, long start)
    implements Comparable<Interval>, Serializable {
  /** Microseconds of five minutes. */
  static final long MICROS = 5 * InstrumentTrades.MINUTE_MICROS;

  /** Stands for no interval: the value is a number of rows that were left out. */
  static final long SKIPPED = Long.MIN_VALUE;

  @Override
  public int compareTo(Interval other) {
    int order = Long.compare(start, other.start);
    return order == 0 ? instrument.compareTo(other.instrument) : order;
  }

  /** Returns true if the value is a number of rows that were left out. */
  boolean isSkipped() {
    return start == SKIPPED;
  }

  /** Returns the interval that holds an instant. */
  static Interval of(InstrumentKey instrument, long micros) {
    return new Interval(instrument, Math.floorDiv(micros, MICROS) * MICROS);
  }
}
