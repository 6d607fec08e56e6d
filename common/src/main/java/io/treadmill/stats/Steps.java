package io.treadmill.stats;

import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * A regular grid of time: {@code count} steps from {@code startMicros} on, half-open.
 *
 * @param startMicros start of the first step, microseconds since 1970, UTC
 * @param stepMicros length of a step in microseconds, a divisor of a day
 * @param count number of steps, at least 1
 */
public record Steps(long startMicros, long stepMicros, int count) implements Serializable {
  /** Checks the grid. */
  public Steps {
    if (stepMicros <= 0
        || BarClock.DAY_MICROS % stepMicros != 0
        || Math.floorMod(startMicros, stepMicros) != 0
        || count < 1) {
      throw new IllegalArgumentException(
          "Invalid steps: " + count + " of " + stepMicros + " us from " + startMicros);
    }
  }

  /** Returns the steps of whole days. */
  public static Steps of(UtcDays days, long stepMicros) {
    return new Steps(
        days.startMicros(),
        stepMicros,
        Math.toIntExact((days.endMicros() - days.startMicros()) / stepMicros));
  }

  /** Returns values none of which is known: NaN. */
  public static double[] unknown(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** Returns the start of step {@code i} in microseconds since 1970. */
  public long micros(int i) {
    return startMicros + i * stepMicros;
  }

  /** Returns the step that holds the instant; negative or at least count if outside the grid. */
  public int index(long micros) {
    return Math.toIntExact(Math.floorDiv(micros - startMicros, stepMicros));
  }

  /** Returns the first step of a day; may lie outside the grid. */
  public int first(LocalDate day) {
    return index(UtcDays.startMicros(day));
  }

  /** Returns the step after the last of a day; may lie outside the grid. */
  public int end(LocalDate day) {
    return first(day.plusDays(1));
  }

  /** Returns the number of steps of a day. */
  public int perDay() {
    return (int) (BarClock.DAY_MICROS / stepMicros);
  }

  /** Returns the UTC day that holds step {@code i}. */
  public LocalDate day(int i) {
    return UtcDays.dayOf(micros(i));
  }

  /** Returns true if the step is on the grid. */
  public boolean contains(int i) {
    return i >= 0 && i < count;
  }
}
