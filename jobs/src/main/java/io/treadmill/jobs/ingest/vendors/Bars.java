package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;
import java.util.List;

/** Rules of a bar, the same for every vendor. */
final class Bars {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final long SECOND_MICROS = 1_000_000L;
  private static final int TS = KLINES.index("ts");
  private static final int INTERVAL = KLINES.index("interval_seconds");
  private static final int OPEN = KLINES.index("open");
  private static final int HIGH = KLINES.index("high");
  private static final int LOW = KLINES.index("low");
  private static final int CLOSE = KLINES.index("close");
  static final List<String> NAMES = List.of("open", "high", "low", "close");
  static final List<String> LETTERS = List.of("o", "h", "l", "c");

  private Bars() {}

  /** Returns open, high, low, close of a line, checked. */
  static double[] prices(CsvLine line, List<Column> columns) {
    double[] bar = new double[columns.size()];
    for (int i = 0; i < bar.length; i++) {
      bar[i] = columns.get(i).positive(line, "price");
    }
    return checked(bar);
  }

  /** Returns open, high, low, close of an answer, checked. */
  static double[] prices(JsonRecord record, List<String> names) {
    return checked(names.stream().mapToDouble(name -> record.positive(name, "price")).toArray());
  }

  /** Returns open, high, low, close, of which open and close must lie between low and high. */
  static double[] checked(double[] bar) {
    if (bar[1] < Math.max(bar[0], bar[3]) || bar[2] > Math.min(bar[0], bar[3])) {
      throw new BadRow(
          "bar_range",
          "open %s high %s low %s close %s (open and close must lie in low..high)"
              .formatted(bar[0], bar[1], bar[2], bar[3]));
    }
    return bar;
  }

  /**
   * Checks that a bar starts on the grid and was over at the time of the run.
   *
   * @throws BadRow if it does not or was not
   */
  static void checkTime(RecordSink sink, long start, int intervalSeconds) {
    if (start % (intervalSeconds * SECOND_MICROS) != 0) {
      throw new BadRow(
          "off_grid",
          "bar at %s (not a start of %d s)"
              .formatted(RowLayout.timestamp(start).toInstant(), intervalSeconds));
    }
    sink.checkEnded(start + intervalSeconds * SECOND_MICROS);
  }

  /**
   * Returns a row of klines with time and prices, of a bar on the grid that is over.
   *
   * @param answered when the venue answered, microseconds
   */
  static RowBuffer start(
      RecordSink sink, long start, int intervalSeconds, long answered, double[] bar) {
    if (start + intervalSeconds * SECOND_MICROS > answered) {
      throw new BadRow("bar_not_over", "the bar ends after the time of the answer");
    }
    checkTime(sink, start, intervalSeconds);
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
