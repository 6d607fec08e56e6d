package io.treadmill.book.score;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * Which window of which side is scored.
 *
 * @param day UTC day that it counts for
 * @param ts its start, microseconds since 1970
 * @param side long or short
 */
public record ScoredWindow(LocalDate day, long ts, String side)
    implements Comparable<ScoredWindow>, Serializable {
  /** Days of a score. */
  public static final int DAYS = 30;

  /** Returns whether it counts in the score of a day. */
  public boolean isIn(LocalDate ofScore) {
    return !day.isAfter(ofScore) && day.isAfter(ofScore.minusDays(DAYS));
  }

  /** Returns the window of the same day and side that starts at a multiple of a length. */
  public ScoredWindow startingAtMultipleOf(long micros) {
    return new ScoredWindow(day, Math.floorDiv(ts, micros) * micros, side);
  }

  @Override
  public int compareTo(ScoredWindow other) {
    int byTs = Long.compare(ts, other.ts);
    return byTs != 0 ? byTs : side.compareTo(other.side);
  }
}
