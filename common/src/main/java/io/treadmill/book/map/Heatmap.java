package io.treadmill.book.map;

import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/**
 * A map at one instant: the expected forced notional of each row of the output grid alone, if price
 * gets there, from data before the instant. Row r of the grid covers buckets r x buckets to (r + 1)
 * x buckets - 1.
 *
 * @param ts instant, microseconds since 1970
 * @param price last price before the instant, the middle of the map
 * @param buckets 10 bp buckets of a row
 * @param firstRow row 0 on the output grid
 * @param expected expected forced notional by side and row, USD
 * @param low low ends
 * @param high high ends
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record Heatmap(
    long ts,
    double price,
    int buckets,
    int firstRow,
    double[][] expected,
    double[][] low,
    double[][] high) {
  /** Range of buckets of a map: whole rows of the grid around the price. */
  record Range(int firstRow, int rows, int buckets) {
    static Range of(double price, MapGrid grid) {
      int first = PriceGrid.bucket(price * (1 - grid.within()));
      int last = PriceGrid.bucket(price * (1 + grid.within()));
      int firstRow = Math.floorDiv(first, grid.buckets());
      return new Range(
          firstRow, Math.floorDiv(last, grid.buckets()) - firstRow + 1, grid.buckets());
    }

    int firstBucket() {
      return firstRow * buckets;
    }

    double[] newBuckets() {
      return new double[rows * buckets];
    }

    /** Sums buckets into rows. */
    double[] toRows(double[] byBucket) {
      double[] byRow = new double[rows];
      for (int i = 0; i < byBucket.length; i++) {
        byRow[i / buckets] += byBucket[i];
      }
      return byRow;
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return expected[0].length;
  }

  /** Returns the row index i on the output grid: {@code floorDiv(10 bp bucket, buckets)}. */
  public int bucket(int i) {
    return firstRow + i;
  }

  /** Returns the lower edge of row i, in quote units. */
  public double priceLow(int i) {
    return PriceGrid.lowerEdge((firstRow + i) * buckets);
  }

  /** Returns the upper edge of row i. */
  public double priceHigh(int i) {
    return PriceGrid.lowerEdge((firstRow + i + 1) * buckets);
  }

  /** Returns the expected forced notional of row i, USD. */
  public double expectedUsd(Side side, int i) {
    return expected[side.index()][i];
  }

  /** Returns the low end of the expected notional of row i, USD. */
  public double lowUsd(Side side, int i) {
    return low[side.index()][i];
  }

  /** Returns the high end of the expected notional of row i, USD. */
  public double highUsd(Side side, int i) {
    return high[side.index()][i];
  }
}
