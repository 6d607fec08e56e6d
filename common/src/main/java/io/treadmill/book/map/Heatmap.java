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
 * @param horizonHours within how many hours; 0: now
 * @param buckets 10 bp buckets of a row
 * @param firstRow row 0 on the output grid
 * @param cells cells by side and row
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record Heatmap(
    long ts, double price, int horizonHours, int buckets, int firstRow, Cell[][] cells) {
  /**
   * A cell, amounts in USD.
   *
   * @param expected expected forced notional
   * @param low low end of its band; NaN without a band
   * @param high high end
   * @param inflow part of expected that is expected to be opened
   * @param freshness part of expected that no position explains
   */
  public record Cell(double expected, double low, double high, double inflow, double freshness) {}

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
  }

  /** Returns the number of rows. */
  public int rows() {
    return cells[0].length;
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

  /** Returns the cell of row i. */
  public Cell cell(Side side, int i) {
    return cells[side.index()][i];
  }

  /** Returns the expected forced notional of row i, USD. */
  public double expectedUsd(Side side, int i) {
    return cell(side, i).expected;
  }
}
