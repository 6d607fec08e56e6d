package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What the archive holds of a symbol and day, as a row of {@code coverage}. */
final class CoverageRows {
  private static final double MINUTE_MICROS = 60_000_000.0;
  private static final double LONG_GAP_MINUTES = 60;
  private static final int DAY_SECONDS = 86_400;

  private CoverageRows() {}

  /** Returns the cadence of a row in seconds; 0 for events. */
  static int intervalSeconds(ArchiveDataset dataset, RowBuffer row) {
    String name =
        switch (dataset) {
          case KLINES, OPEN_INTEREST, MARK_INDEX, LIQUIDATION_BARS -> "interval_seconds";
          case FUNDING -> "interval_minutes";
          case TRADES, LIQUIDATIONS, FUTURES_DAILY, INSTRUMENTS, MARGIN_TIERS -> null;
        };
    if (name == null || row.isNull(dataset.index(name))) {
      return 0;
    }
    int value = (int) row.whole(dataset.index(name));
    return dataset == ArchiveDataset.FUNDING ? value * 60 : value;
  }

  /**
   * Returns the row. A day on a cadence is complete if no slot is missing; a day of trades if no
   * hour of it is empty; a day of other events if it has rows, for a file is taken at its word.
   */
  static Row row(ArchiveDataset dataset, CountKey key, DayStats stats) {
    Long slots = null;
    Long missing = null;
    if (stats.interval() > 0 && DAY_SECONDS % stats.interval() == 0) {
      slots = (long) (DAY_SECONDS / stats.interval());
      missing = Math.max(0, slots - stats.rows());
    }
    double gap = longestGapMinutes(key, stats);
    boolean partial =
        slots != null ? missing > 0 : dataset == ArchiveDataset.TRADES && gap > LONG_GAP_MINUTES;
    boolean timed = dataset.isTimed();
    return RowFactory.create(
        key.venue(),
        key.product(),
        key.symbol(),
        dataset.folder(),
        Date.valueOf(key.day()),
        partial ? "partial" : "complete",
        stats.rows(),
        timed ? timestamp(stats.firstTs()) : null,
        timed ? timestamp(stats.lastTs()) : null,
        timed ? gap : null,
        stats.idsMissing(),
        slots,
        missing);
  }

  private static double longestGapMinutes(CountKey key, DayStats stats) {
    long start = UtcDays.startMicros(key.day());
    long edge = Math.max(stats.firstTs() - start, start + UtcDays.DAY_MICROS - stats.lastTs());
    return Math.max(stats.longestGap(), edge) / MINUTE_MICROS;
  }

  static Timestamp timestamp(long micros) {
    return Timestamp.from(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000));
  }
}
