package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads maps as runs of neighbouring cells of one instrument, model, horizon, instant and side. A
 * column of a map lies together in its file and so is one run, or a few: cells, which are many, are
 * neither sorted nor sent.
 */
final class CellRuns implements Iterator<CellRuns.Run> {
  /** The columns that are read; the names of a run come first, in the order of {@link Names}. */
  private static final List<Column> COLUMNS =
      List.of(
          col("venue"),
          col("product"),
          col("symbol"),
          col("model"),
          col("print_scope"),
          col("side"),
          coalesce(col("horizon_h"), lit(0)),
          unix_micros(col("ts")),
          col("price_low"),
          col("price_high"),
          col("bucket"),
          col("expected_notional_usd"),
          coalesce(col("inflow_usd"), lit(0.0)));

  private static final int NAMES = 5;
  private static final int SIDE = 5;
  private static final int HORIZON = 6;
  private static final int AT = 7;
  private static final int LOW = 8;
  private static final int HIGH = 9;
  private static final int BUCKET = 10;
  private static final int USD = 11;
  private static final int INFLOW = 12;

  /** What many runs are of: they share it. */
  record Names(String venue, String product, String symbol, String model, String printScope)
      implements Serializable {}

  /**
   * Neighbouring cells.
   *
   * @param step height of a cell in 10 bp buckets
   * @param codes amounts as {@link UsdCode}
   * @param inflowPercent part that is not opened yet
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  record Run(
      Names names,
      Side side,
      int horizonHours,
      long atMicros,
      int step,
      int[] buckets,
      char[] codes,
      char[] inflowPercent)
      implements Serializable {}

  private final Iterator<InternalRow> rows;
  private InternalRow next;
  private UTF8String[] stored;
  private Names names;

  /** Folds rows of {@link #COLUMNS}; the rows may be one object that changes. */
  CellRuns(Iterator<InternalRow> rows) {
    this.rows = rows;
    this.next = rows.hasNext() ? rows.next() : null;
  }

  /** Returns all runs of the days and selection of a run. */
  static List<Run> read(RunContext run) {
    Dataset<Row> cells =
        run.lake()
            .read(LakeTables.LIQUIDATION_HEATMAP, run.days(), run.selection())
            .select(COLUMNS.toArray(Column[]::new));
    return ((org.apache.spark.sql.classic.Dataset<Row>) cells)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(CellRuns::new)
        .collect();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Run next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    if (names == null || !isOf(next)) {
      stored =
          IntStream.range(0, NAMES)
              .mapToObj(i -> next.getUTF8String(i).copy())
              .toArray(UTF8String[]::new);
      String[] of = Arrays.stream(stored).map(UTF8String::toString).toArray(String[]::new);
      names = new Names(of[0], of[1], of[2], of[3], of[4]);
    }
    UTF8String side = next.getUTF8String(SIDE).copy();
    int horizon = next.getInt(HORIZON);
    long at = next.getLong(AT);
    double height =
        PriceGrid.position(next.getDouble(HIGH)) - PriceGrid.position(next.getDouble(LOW));
    Cells cells = new Cells();
    do {
      cells.add(next);
      next = rows.hasNext() ? rows.next() : null;
    } while (next != null
        && next.getLong(AT) == at
        && next.getInt(HORIZON) == horizon
        && next.getUTF8String(SIDE).equals(side)
        && isOf(next));
    return new Run(
        names,
        Side.of(side.toString()),
        horizon,
        at,
        (int) Math.round(height),
        Arrays.copyOf(cells.buckets, cells.count),
        Arrays.copyOf(cells.codes, cells.count),
        Arrays.copyOf(cells.inflowPercent, cells.count));
  }

  /** Returns true if a row has the names that are held; the venue changes least. */
  private boolean isOf(InternalRow row) {
    for (int i = NAMES - 1; i >= 0; i--) {
      if (!row.getUTF8String(i).equals(stored[i])) {
        return false;
      }
    }
    return true;
  }

  /** Cells as they come. */
  private static final class Cells {
    private int count;
    private int[] buckets = new int[64];
    private char[] codes = new char[64];
    private char[] inflowPercent = new char[64];

    void add(InternalRow row) {
      if (count == buckets.length) {
        buckets = Arrays.copyOf(buckets, 2 * count);
        codes = Arrays.copyOf(codes, 2 * count);
        inflowPercent = Arrays.copyOf(inflowPercent, 2 * count);
      }
      double usd = row.getDouble(USD);
      buckets[count] = row.getInt(BUCKET);
      codes[count] = UsdCode.of(usd);
      inflowPercent[count] = MapBuilder.percent(row.getDouble(INFLOW), usd);
      count++;
    }
  }
}
