package io.treadmill.jobs.export;

import io.treadmill.market.UtcDays;
import java.time.Duration;

/**
 * When a value could be known.
 *
 * @param from what the delay is counted from
 * @param delay what it takes to compute and publish, not negative
 */
public record Known(From from, Duration delay) {
  /** What a delay is counted from. */
  public enum From {
    /** The instant up to which the value reads data: of who computes maps during the day. */
    INSTANT,
    /** The end of its UTC day: of who has what a night publishes. */
    NIGHT
  }

  /**
   * Returns from when on a value could be known, in microseconds.
   *
   * @param instant end of the data that it reads
   * @param owner an instant of the day whose night publishes it
   */
  long micros(long instant, long owner) {
    long start =
        switch (from) {
          case INSTANT -> instant;
          case NIGHT -> UtcDays.startMicros(UtcDays.dayOf(owner).plusDays(1));
        };
    return start + delay.toSeconds() * 1_000_000L;
  }
}
