package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.contract.Contract;

/** Rows of funding: stamps of settlements a few ms late are set on the hour they belong to. */
final class FundingRows {
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  static final int MARK_PRICE = FUNDING.index("mark_price");
  private static final long NEAR_MICROS = 2_000_000L;

  private FundingRows() {}

  /**
   * Returns the hour of a settlement.
   *
   * @param raw stamp of the source, microseconds
   * @throws BadRow if the stamp is more than a minute from a full hour
   */
  static long hour(long raw) {
    long settlement =
        Math.floorDiv(raw + BarClock.HOUR_MICROS / 2, BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS;
    if (Math.abs(raw - settlement) > BarClock.MINUTE_MICROS) {
      throw new BadRow(
          "off_grid",
          "funding at %s (more than 60 s from a full hour)"
              .formatted(RowLayout.timestamp(raw).toInstant()));
    }
    return settlement;
  }

  /**
   * Returns a rate.
   *
   * @throws BadRow if it is not in -1..1
   */
  static double checked(double rate) {
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "funding rate %s (must be in -1..1)".formatted(rate));
    }
    return rate;
  }

  /**
   * Returns a row of settled funding.
   *
   * @param raw stamp of the source, microseconds
   * @throws BadRow if the stamp is more than a minute from a full hour, or the rate is not in -1..1
   */
  static RowBuffer fill(RecordSink sink, long raw, double rate) {
    long settlement = hour(raw);
    RowBuffer row = row(sink, settlement, raw, true, checked(rate));
    if (Math.abs(raw - settlement) > NEAR_MICROS) {
      sink.flag(QualityFlag.OFF_GRID);
    }
    return row;
  }

  /** Returns a row of a rate that was settled or is predicted. */
  static RowBuffer row(RecordSink sink, long ts, long raw, boolean isSettled, double rate) {
    RowBuffer row = sink.row(FUNDING);
    row.whole(FUNDING.index("ts"), ts);
    row.whole(FUNDING.index("ts_raw"), raw);
    row.text(FUNDING.index("rate_kind"), isSettled ? "settled" : "predicted");
    row.number(FUNDING.index("rate"), rate);
    return row;
  }

  /**
   * Emits a rate in percent as it stood at the end of a period that an aggregator labels by its
   * start; which settlement it became is not said.
   *
   * @param contract its contract; null = the instrument of the file
   * @throws BadRow if it is not in -100..100 percent
   */
  static void percentAtEnd(
      RecordSink sink, Contract contract, long start, int seconds, double percent) {
    double rate = checked(percent / 100);
    RowBuffer row = row(sink, start + seconds * 1_000_000L, start, false, rate);
    if (contract != null) {
      FileContracts.name(row, contract);
    }
    sink.emit();
  }

  /** Puts the time between settlements into a row, and who says it. */
  static void interval(RowBuffer row, long minutes, String source) {
    row.whole(FUNDING.index("interval_minutes"), minutes);
    row.text(FUNDING.index("interval_source"), source);
  }
}
