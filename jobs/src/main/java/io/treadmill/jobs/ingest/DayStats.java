package io.treadmill.jobs.ingest;

import java.io.Serializable;

/** What is known of the rows of one symbol and day, taken in the order they come. */
final class DayStats implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long NONE = Long.MIN_VALUE;

  private long rows;
  private long firstTs = Long.MAX_VALUE;
  private long lastTs = Long.MIN_VALUE;
  private long previousTs = NONE;
  private long previousId = NONE;
  private long longestGap;
  private long steps;
  private long backSteps;
  private boolean strict = true;
  private long ids;
  private long firstId = Long.MAX_VALUE;
  private long lastId = Long.MIN_VALUE;
  private int interval;
  private double baseVolume;
  private double quoteVolume;

  /** Takes a row: its time, and its id if it has one. */
  void add(long ts, boolean hasId, long id) {
    if (previousTs != NONE) {
      steps++;
      if (ts < previousTs) {
        backSteps++;
        strict = false;
      }
      longestGap = Math.max(longestGap, ts - previousTs);
    }
    if (hasId) {
      strict &= previousId == NONE || id > previousId;
      previousId = id;
      ids++;
      firstId = Math.min(firstId, id);
      lastId = Math.max(lastId, id);
    }
    previousTs = ts;
    rows++;
    firstTs = Math.min(firstTs, ts);
    lastTs = Math.max(lastTs, ts);
  }

  /** Takes the time of the row that came before the first one, in another part. */
  void follow(long ts) {
    previousTs = ts;
  }

  /** Takes the fact that a row has a text for an id: only a merge finds the same text again. */
  void addTextId() {
    strict = false;
  }

  /** Takes the volume of a trade. */
  void addVolume(double base, double quote) {
    baseVolume += base;
    quoteVolume += quote;
  }

  /** Takes the cadence of the source. */
  void interval(int seconds) {
    interval = seconds;
  }

  /** Returns true if times never fall and ids are rising numbers: sorted, and no id twice. */
  boolean isStrict() {
    return strict;
  }

  long rows() {
    return rows;
  }

  long firstTs() {
    return firstTs;
  }

  long lastTs() {
    return lastTs;
  }

  long longestGap() {
    return longestGap;
  }

  long steps() {
    return steps;
  }

  long backSteps() {
    return backSteps;
  }

  int interval() {
    return interval;
  }

  double baseVolume() {
    return baseVolume;
  }

  double quoteVolume() {
    return quoteVolume;
  }

  /** Returns the ids between the first and the last that no row has; null without ids. */
  Long idsMissing() {
    return ids == 0 || ids != rows ? null : Math.max(0, lastId - firstId + 1 - ids);
  }
}
