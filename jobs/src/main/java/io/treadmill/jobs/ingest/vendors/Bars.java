package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;

/** Rules of a bar, the same for every vendor. */
final class Bars {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final int TS = KLINES.index("ts");
  private static final int INTERVAL = KLINES.index("interval_seconds");
  private static final int OPEN = KLINES.index("open");
  private static final int HIGH = KLINES.index("high");
  private static final int LOW = KLINES.index("low");
  private static final int CLOSE = KLINES.index("close");
  private static final String[] NAMES = {"open", "high", "low", "close"};

  private Bars() {}

  /** Returns open, high, low, close of a line, checked. */
  static double[] prices(CsvLine line, int[] columns) {
    double[] bar = new double[NAMES.length];
    for (int i = 0; i < bar.length; i++) {
      bar[i] = line.positive(columns[i], "price", NAMES[i]);
    }
    return checked(bar);
  }

  /** Returns open, high, low, close of an answer, checked. */
  static double[] prices(JsonRecord record) {
    double[] bar = new double[NAMES.length];
    for (int i = 0; i < bar.length; i++) {
      bar[i] = record.positive(NAMES[i], "price");
    }
    return checked(bar);
  }

  /** Returns open, high, low, close, checked against one another. */
  static double[] checked(double[] bar) {
    checkRange(bar);
    return bar;
  }

  /** Checks that open and close lie between low and high. */
  static void checkRange(double[] bar) {
    if (bar[1] < Math.max(bar[0], bar[3]) || bar[2] > Math.min(bar[0], bar[3])) {
      throw new BadRow(
          "bar_range",
          "open %s high %s low %s close %s (open and close must lie in low..high)"
              .formatted(bar[0], bar[1], bar[2], bar[3]));
    }
  }

  /** Returns a number that must not be negative. */
  static double notNegative(CsvLine line, int column, String name) {
    double value = line.number(column, name);
    if (!(value >= 0)) {
      throw new BadRow(name + "_negative", name + " " + line.text(column) + " (must be >= 0)");
    }
    return value;
  }

  /**
   * Returns a row of klines with time and prices, of a bar on the grid that is over.
   *
   * @param answered when the venue answered, microseconds
   */
  static RowBuffer start(
      RecordSink sink, long start, int intervalSeconds, long answered, double[] bar) {
    long end = start + intervalSeconds * 1_000_000L;
    if (start % (intervalSeconds * 1_000_000L) != 0) {
      throw new BadRow(
          "off_grid",
          "bar at %s (not a start of %d s)"
              .formatted(RowLayout.timestamp(start).toInstant(), intervalSeconds));
    }
    if (end > answered) {
      throw new BadRow("bar_not_over", "the bar ends after the time of the answer");
    }
    sink.checkEnded(end);
    return fill(sink, start, intervalSeconds, bar);
  }

  /** Returns a row of klines with time and prices. */
  static RowBuffer fill(RecordSink sink, long start, int intervalSeconds, double[] bar) {
    RowBuffer row = sink.row(KLINES);
    row.whole(TS, start);
    row.whole(INTERVAL, intervalSeconds);
    row.number(OPEN, bar[0]);
    row.number(HIGH, bar[1]);
    row.number(LOW, bar[2]);
    row.number(CLOSE, bar[3]);
    return row;
  }
}
