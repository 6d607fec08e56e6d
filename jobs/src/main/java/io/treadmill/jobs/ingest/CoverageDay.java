package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;

/**
 * What the archive holds of a symbol and day: a row of {@code coverage}.
 *
 * @param dataset dataset
 * @param key whose day it is
 * @param stats its rows, in order of time; none if the day is missing
 */
record CoverageDay(ArchiveDataset dataset, CountKey key, DayStats stats) {
  private static final double LONG_GAP_MINUTES = 60;
  private static final int DAY_SECONDS = 86_400;

  static final RowLayout<CoverageDay> ROWS =
      RowLayout.<CoverageDay>of(LakeTables.COVERAGE)
          .text("venue", of -> of.key().venue())
          .text("product", of -> of.key().product())
          .text("symbol", of -> of.key().symbol())
          .text("dataset", of -> of.dataset().folder())
          .date("day", of -> of.key().day())
          .text("status", CoverageDay::status)
          .whole("row_count", of -> of.stats().rows())
          .microsOrNull("first_ts", of -> of.hasTimes() ? of.stats().firstTs() : null)
          .microsOrNull("last_ts", of -> of.hasTimes() ? of.stats().lastTs() : null)
          .number("max_gap_minutes", of -> of.hasTimes() ? of.longestGapMinutes() : Double.NaN)
          .wholeOrNull("ids_missing", of -> of.stats().idsMissing())
          .wholeOrNull("slots_expected", CoverageDay::slots)
          .wholeOrNull("slots_missing", CoverageDay::slotsMissing)
          .build();

  /** Returns the day without rows. */
  static CoverageDay missing(ArchiveDataset dataset, CountKey key) {
    return new CoverageDay(dataset, key, new DayStats());
  }

  private boolean hasTimes() {
    return dataset.isTimed() && stats.rows() > 0;
  }

  private Long slots() {
    int interval = stats.interval();
    return interval > 0 && DAY_SECONDS % interval == 0
        ? (Long) (long) (DAY_SECONDS / interval)
        : null;
  }

  private Long slotsMissing() {
    Long slots = slots();
    return slots == null ? null : (Long) Math.max(0, slots - stats.rows());
  }

  /**
   * A day on a cadence is complete if no slot is missing; a day of trades if no hour of it is
   * empty; a day of other events if it has rows, for a file is taken at its word.
   */
  private String status() {
    if (stats.rows() == 0) {
      return "missing";
    }
    Long missing = slotsMissing();
    boolean partial =
        missing != null
            ? missing > 0
            : dataset == ArchiveDataset.TRADES && longestGapMinutes() > LONG_GAP_MINUTES;
    return partial ? "partial" : "complete";
  }

  private double longestGapMinutes() {
    long start = UtcDays.startMicros(key.day());
    long edge = Math.max(stats.firstTs() - start, start + BarClock.DAY_MICROS - stats.lastTs());
    return Math.max(stats.longestGap(), edge) / (double) BarClock.MINUTE_MICROS;
  }
}
