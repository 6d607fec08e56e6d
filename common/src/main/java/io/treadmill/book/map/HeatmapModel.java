package io.treadmill.book.map;

import io.treadmill.book.position.Step;
import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.List;

/**
 * A model that reads bars in order and says, for each bucket of the price grid, what is forced if
 * price gets there. It is linear in weights: it gives unweighted USD by column, and predicted
 * forced notional is columns x weights, for what a bar crossed and for the standing map alike. A
 * fit finds the weights. One use, one thread.
 */
public interface HeatmapModel {
  /** Returns the names of the columns: those of a book first, then freshness columns. */
  List<String> columns();

  /** Returns how many of the first columns are those of a book; 0 if the model has no book. */
  default int bookColumns() {
    return 0;
  }

  /** Returns the weights of a side before any fit: 1 each unless the model knows better. */
  default double[] unfittedWeights(Side side) {
    double[] ones = new double[columns().size()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Reads one bar. */
  void step(Step step);

  /** Returns the bucket of row 0 of the last bar: that of the lowest price that liquidates. */
  int firstBucket();

  /** Returns the number of rows of the last bar: the buckets of its range. */
  int rows();

  /**
   * Adds what the last bar crossed, as the model stood before it, to {@code into[at]} and after.
   *
   * @param row row of the last bar, 0 to {@code rows() - 1}
   * @param into unweighted USD by column
   */
  void addCrossed(Side side, int row, double[] into, int at);

  /**
   * Adds what stands in a bucket as the next bar will find it.
   *
   * @param price last price, at which open interest is valued
   * @param covered part of the bucket that is crossed, in [0, 1]; columns that count whole buckets
   *     do not read it
   * @param into unweighted USD by column
   */
  void addStanding(Side side, int bucket, double price, double covered, double[] into, int at);

  /**
   * Adds what stands on the way of a side in what price then goes through: all buckets of it, that
   * at its far end in part.
   *
   * @param into unweighted USD by column
   */
  default void addReach(Side side, PriceRange range, double[] into, int at) {
    PriceRange.Part way = range.onTheWay(side);
    if (way.from() < way.to()) {
      int last = (int) Math.floor(way.to());
      for (int bucket = (int) Math.floor(way.from()); bucket <= last; bucket++) {
        double part = side == Side.LONG ? bucket + 1 - way.from() : way.to() - bucket;
        addStanding(side, bucket, range.price(), Math.max(0, Math.min(1, part)), into, at);
      }
    }
  }

  /**
   * Returns the map of the bars read so far, longs and shorts on both sides of the price.
   *
   * @param ts instant of the map, microseconds since 1970
   * @param price last price before it
   * @param weights long then short; low and high of the map equal the value
   */
  default Heatmap heatmap(long ts, double price, MapGrid grid, double[][] weights) {
    Heatmap.Range range = Heatmap.Range.of(price, grid);
    Heatmap.Cell[][] cells = new Heatmap.Cell[2][range.rows()];
    for (Side side : Side.values()) {
      double[] usd = new double[range.rows()];
      double[] columns = new double[columns().size()];
      for (int i = 0; i < usd.length * range.buckets(); i++) {
        Arrays.fill(columns, 0);
        addStanding(side, range.firstBucket() + i, price, 1, columns, 0);
        usd[i / range.buckets()] += Exposure.times(columns, weights[side.index()]);
      }
      Arrays.setAll(
          cells[side.index()], row -> new Heatmap.Cell(usd[row], usd[row], usd[row], 0, 0));
    }
    return new Heatmap(ts, price, 0, grid.buckets(), range.firstRow(), cells);
  }

  /** Returns the map with the weights before any fit. */
  default Heatmap heatmap(long ts, double price, MapGrid grid) {
    return heatmap(
        ts, price, grid, new double[][] {unfittedWeights(Side.LONG), unfittedWeights(Side.SHORT)});
  }
}
