package io.treadmill.book.map;

import io.treadmill.book.position.Profile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/**
 * What a map holds on both sides of the price at one instant, by bucket and column: the map of any
 * weights, and so the spread of any sum over draws of the weights. A band of a sum is taken from
 * the sums of the draws; it is not the sum of the bands.
 */
public final class RestingExposure {
  private final double price;
  private final Heatmap.Range range;
  private final CellColumns cells;
  private final int columns;
  private final double[][] usd = new double[2][];

  private RestingExposure(CellColumns cells, double price, Heatmap.Range range) {
    this.cells = cells;
    this.price = price;
    this.range = range;
    this.columns = cells.columnCount();
    int buckets = range.rows() * range.buckets();
    for (Side side : Side.values()) {
      double[] ofSide = new double[buckets * columns];
      for (int i = 0; i < buckets; i++) {
        cells.addCell(side, range.firstBucket() + i, price, ofSide, i * columns);
      }
      usd[side.index()] = ofSide;
    }
  }

  /** Returns what a map holds around a price. */
  public static RestingExposure of(CellColumns cells, double price, MapGrid grid) {
    return new RestingExposure(cells, price, Heatmap.Range.of(price, grid));
  }

  /** Returns the number of rows of the map. */
  public int rows() {
    return range.rows();
  }

  /** Returns the row that holds the price. */
  public int rowOfPrice() {
    return Math.floorDiv(PriceGrid.bucket(price), range.buckets()) - range.firstRow();
  }

  /** Returns what a column counts. */
  public CellColumns.Part part(int column) {
    return cells.part(column);
  }

  /** Returns a map of cells by side and row. */
  public Heatmap map(long ts, Heatmap.Cell[][] of) {
    return new Heatmap(ts, price, cells.horizonHours(), range.buckets(), range.firstRow(), of);
  }

  /** Returns the columns of some rows of the map, both included, summed. */
  public double[] columnsOfRows(Side side, int from, int to) {
    double[] sums = new double[columns];
    double[] all = usd[side.index()];
    int end = (to + 1) * range.buckets() * columns;
    for (int i = from * range.buckets() * columns; i < end; i += columns) {
      for (int k = 0; k < columns; k++) {
        sums[k] += all[i + k];
      }
    }
    return sums;
  }

  /**
   * Returns the columns between the price and a move away from it, down for longs and up for
   * shorts; buckets that the way covers in part count in part.
   *
   * @param movePercent size of the move in percent of the price, below the reach of the map
   */
  public double[] columnsOfMove(Side side, double movePercent) {
    double start = PriceGrid.position(price);
    double end = PriceGrid.position(price * (1 - side.sign() * movePercent / 100));
    // The bucket of the price belongs to the way whole: what stands in it is one tick away.
    double from = side == Side.LONG ? end : Math.floor(start);
    double to = side == Side.LONG ? Math.floor(start) + 1 : end;
    double[] sums = new double[columns];
    double[] all = usd[side.index()];
    int buckets = range.rows() * range.buckets();
    for (int i = 0; i < buckets; i++) {
      double part = Profile.covered(from, to, range.firstBucket() + i);
      if (part > 0) {
        for (int k = 0; k < columns; k++) {
          sums[k] += part * all[i * columns + k];
        }
      }
    }
    return sums;
  }
}
