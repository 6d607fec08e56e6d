package io.treadmill.book.law;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.Step;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of a fit, one an (interval, side, cell): unweighted columns of a model in millions of USD,
 * and what was realised. The same code serves (step, bucket, side), (hour, 50 bp, side) and (hour,
 * side): {@link Realised} says which. Rows of every cell that price went through are kept, with and
 * without prints, and those of intervals that were not observed too, with a realised NaN: they are
 * predicted, not fitted or scored. Models that read the same bars have the same rows in the same
 * order.
 */
public final class Observations {
  /** Unit of columns and totals: a million USD. */
  public static final double MILLION = 1e6;

  private final Realised realised;
  private final HeatmapModel model;
  private final int columns;
  private final List<Row> rows = new ArrayList<>();
  private final List<TreeMap<Integer, double[]>> open = List.of(new TreeMap<>(), new TreeMap<>());
  private long interval = Long.MIN_VALUE;

  /**
   * One row.
   *
   * @param ts start of the interval, microseconds since 1970
   * @param until end of the interval, exclusive: when the total is known
   * @param side side of the positions
   * @param cell cell of the price, 0 for totals
   * @param columns unweighted millions of USD by column
   * @param realised millions of USD; NaN if the interval was not observed
   * @param prints number of prints
   */
  @SuppressWarnings("ArrayRecordComponent") // the rows of a fit; never compared
  public record Row(
      long ts, long until, Side side, int cell, double[] columns, double realised, long prints) {
    /** Returns whether the interval was observed. */
    public boolean known() {
      return !Double.isNaN(realised);
    }

    /** Returns this row with another realised total: for a test with totals of its own making. */
    public Row withRealised(double millions) {
      return new Row(ts, until, side, cell, columns, millions, prints);
    }
  }

  /** Makes an empty set of rows of a model. */
  public Observations(HeatmapModel model, Realised realised) {
    this.model = model;
    this.realised = realised;
    this.columns = model.columns().size();
  }

  /** Returns the model. */
  public HeatmapModel model() {
    return model;
  }

  /** Lets the model read a bar and adds what it crossed. */
  public void step(Step step) {
    long at = realised.interval(step.ts());
    if (at != interval) {
      flush();
      interval = at;
    }
    model.step(step);
    for (Side side : Side.values()) {
      TreeMap<Integer, double[]> cells = open.get(side.index());
      for (int row = 0; row < model.rows(); row++) {
        int cell = realised.cell(model.firstBucket() + row);
        model.addCrossed(side, row, cells.computeIfAbsent(cell, unused -> new double[columns]), 0);
      }
    }
  }

  /** Ends the last interval and returns all rows, by rising interval, long before short. */
  public List<Row> finish() {
    flush();
    return List.copyOf(rows);
  }

  private void flush() {
    for (Side side : Side.values()) {
      TreeMap<Integer, double[]> cells = open.get(side.index());
      if (!cells.isEmpty()) {
        addRows(side, cells);
        cells.clear();
      }
    }
  }

  private void addRows(Side side, TreeMap<Integer, double[]> cells) {
    Map<Integer, Realised.Amount> amounts = new TreeMap<>();
    // A fill beyond the range that liquidates (the mark price lags) belongs to its edge.
    realised
        .amounts(interval, side)
        .forEach(
            (cell, amount) ->
                amounts.merge(
                    cells.floorKey(cell) == null ? cells.firstKey() : cells.floorKey(cell),
                    amount,
                    Realised.Amount::plus));
    boolean known = realised.knows(interval);
    cells.forEach(
        (cell, usd) -> {
          Realised.Amount amount = amounts.getOrDefault(cell, new Realised.Amount(0, 0));
          double[] millions = Arrays.stream(usd).map(x -> x / MILLION).toArray();
          rows.add(
              new Row(
                  interval,
                  realised.until(interval),
                  side,
                  cell,
                  millions,
                  known ? amount.usd() / MILLION : Double.NaN,
                  amount.prints()));
        });
  }
}
