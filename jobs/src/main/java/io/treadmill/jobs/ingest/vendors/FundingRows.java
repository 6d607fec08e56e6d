package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;

/** Rows of settled funding: stamps a few ms late are set on the hour they belong to. */
final class FundingRows {
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final long NEAR_MICROS = 2_000_000L;

  private FundingRows() {}

  /**
   * Returns a row of settled funding with time and rate.
   *
   * @param raw stamp of the source, microseconds
   * @throws BadRow if the stamp is more than a minute from a full hour, or the rate is not in -1..1
   */
  static RowBuffer fill(RecordSink sink, long raw, double rate) {
    long settlement =
        Math.floorDiv(raw + BarClock.HOUR_MICROS / 2, BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS;
    long distance = Math.abs(raw - settlement);
    if (distance > BarClock.MINUTE_MICROS) {
      throw new BadRow(
          "off_grid",
          "funding at %s (more than 60 s from a full hour)"
              .formatted(RowLayout.timestamp(raw).toInstant()));
    }
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "funding rate %s (must be in -1..1)".formatted(rate));
    }
    RowBuffer row = sink.row(FUNDING);
    row.whole(FUNDING.index("ts"), settlement);
    row.whole(FUNDING.index("ts_raw"), raw);
    row.text(FUNDING.index("rate_kind"), "settled");
    row.number(FUNDING.index("rate"), rate);
    if (distance > NEAR_MICROS) {
      sink.flag(QualityFlag.OFF_GRID);
    }
    return row;
  }
}
