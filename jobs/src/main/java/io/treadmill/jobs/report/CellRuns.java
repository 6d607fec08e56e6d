package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads maps as runs of neighbouring cells of one instrument or asset, model, horizon, instant and
 * side. A column of a map lies together in its file and so is one run, or a few: cells, which are
 * many, are neither sorted nor sent.
 */
final class CellRuns implements Iterator<CellRuns.Run> {
  /** What a map of an instrument is of. */
  static final List<String> OF_INSTRUMENTS =
      List.of("venue", "product", "symbol", "model", "print_scope");

  /** What a map of an asset is of; which instruments are missing may be null. */
  static final List<String> OF_ASSETS =
      List.of("asset", "reference", "instruments_missing", "model", "print_scope");

  private static final List<String> VALUES =
      List.of(
          "side",
          "horizon_h",
          "ts",
          "price_low",
          "price_high",
          "bucket",
          "expected_notional_usd",
          "inflow_usd");

  private static final int NAMES = OF_INSTRUMENTS.size();
  private static final int SIDE = NAMES;
  private static final int HORIZON = NAMES + 1;
  private static final int AT = NAMES + 2;
  private static final int LOW = NAMES + 3;
  private static final int HIGH = NAMES + 4;
  private static final int BUCKET = NAMES + 5;
  private static final int USD = NAMES + 6;
  private static final int INFLOW = NAMES + 7;
  private static final int INSTRUMENTS = NAMES + 8;

  /**
   * Neighbouring cells.
   *
   * @param names what many runs are of, which share it
   * @param instruments instruments that are summed, 1 in the map of one
   * @param step height of a cell in 10 bp buckets
   * @param codes amounts as {@link UsdCode}
   * @param inflowPercent part that is not opened yet
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  record Run(
      List<String> names,
      int instruments,
      Side side,
      int horizonHours,
      long atMicros,
      int step,
      int[] buckets,
      char[] codes,
      char[] inflowPercent)
      implements Serializable {
    String model() {
      return names.get(3);
    }

    /** Prints that the law was fitted to, as the map names them. */
    String printScope() {
      return names.get(4);
    }
  }

  private final Iterator<InternalRow> rows;
  private InternalRow next;
  private UTF8String[] stored;
  private List<String> names;

  /** Folds rows of names and values; the rows may be one object that changes. */
  CellRuns(Iterator<InternalRow> rows) {
    this.rows = rows;
    this.next = rows.hasNext() ? rows.next() : null;
  }

  /** Returns all runs of the maps of instruments in the days and selection of a run. */
  static List<Run> ofInstruments(RunContext run) {
    return read(run, LakeTables.LIQUIDATION_HEATMAP, OF_INSTRUMENTS, List.of());
  }

  /** Returns all runs of the maps of assets. */
  static List<Run> ofAssets(RunContext run) {
    return read(run, LakeTables.ASSET_HEATMAP, OF_ASSETS, List.of("instruments"));
  }

  private static List<Run> read(
      RunContext run, LakeTable table, List<String> names, List<String> further) {
    List<String> columns = new ArrayList<>(names);
    columns.addAll(VALUES);
    columns.addAll(further);
    return run.lake()
        .values(table, run.days(), run.selection(), columns)
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
      stored = new UTF8String[NAMES];
      String[] of = new String[NAMES];
      for (int i = 0; i < NAMES; i++) {
        stored[i] = next.isNullAt(i) ? null : next.getUTF8String(i).copy();
        of[i] = Objects.toString(stored[i], null);
      }
      names = Arrays.asList(of);
    }
    UTF8String side = next.getUTF8String(SIDE).copy();
    int instruments = next.numFields() > INSTRUMENTS ? next.getInt(INSTRUMENTS) : 1;
    int horizon = horizon(next);
    long at = next.getLong(AT);
    double height =
        PriceGrid.position(next.getDouble(HIGH)) - PriceGrid.position(next.getDouble(LOW));
    Cells cells = new Cells();
    do {
      cells.add(next);
      next = rows.hasNext() ? rows.next() : null;
    } while (next != null
        && next.getLong(AT) == at
        && horizon(next) == horizon
        && next.getUTF8String(SIDE).equals(side)
        && isOf(next));
    return new Run(
        names,
        instruments,
        Side.of(side.toString()),
        horizon,
        at,
        (int) Math.round(height),
        Arrays.copyOf(cells.buckets, cells.count),
        Arrays.copyOf(cells.codes, cells.count),
        Arrays.copyOf(cells.inflowPercent, cells.count));
  }

  /** Tables of an older version have maps of now alone. */
  private static int horizon(InternalRow row) {
    return row.isNullAt(HORIZON) ? 0 : row.getInt(HORIZON);
  }

  /** Returns true if a row has the names that are held; what comes first changes least. */
  private boolean isOf(InternalRow row) {
    for (int i = NAMES - 1; i >= 0; i--) {
      if (row.isNullAt(i) ? stored[i] != null : !row.getUTF8String(i).equals(stored[i])) {
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
      inflowPercent[count] =
          MapBuilder.percent(row.isNullAt(INFLOW) ? 0 : row.getDouble(INFLOW), usd);
      count++;
    }
  }
}
