package io.treadmill.book.map;

import io.treadmill.market.PriceGrid;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums maps of several instruments of an asset, one side at one instant. A cell keeps its distance
 * from the price of its own instrument and is placed at that distance from the price of one of
 * them, the reference: a basis between venues, and another unit of the base, move nothing. Where a
 * cell does not fall on a row of the grid its amount is split, as if it lay uniform in log price
 * over it.
 *
 * <p>Bands: parts that stand on the same totals err together, so their distances from the value are
 * added; what stands on different totals errs apart, so these sums are added in squares. Without a
 * band of one part there is none of the sum. Instruments are added in the order of the calls.
 */
public final class AssetMap {
  private final int buckets;
  private final double reference;
  private final TreeMap<Integer, Sum> rows = new TreeMap<>();

  /**
   * Makes an empty sum.
   *
   * @param buckets 10 bp buckets of a row
   * @param referencePrice price of the reference instrument at the instant
   */
  public AssetMap(int buckets, double referencePrice) {
    this.buckets = buckets;
    this.reference = PriceGrid.position(referencePrice);
  }

  /**
   * A value and its band.
   *
   * @param low NaN without a band
   * @param inflow part of expected that is not opened yet
   */
  public record Amount(double expected, double low, double high, double inflow) {
    /** Returns a part of it. */
    public Amount times(double share) {
      return new Amount(share * expected, share * low, share * high, share * inflow);
    }
  }

  /** Sums amounts of which some stand on the same totals. */
  public static final class Sum {
    private final Map<String, double[]> apart = new TreeMap<>();
    private double expected;
    private double inflow;

    /**
     * Adds an amount.
     *
     * @param totals what it stands on
     */
    public void add(String totals, Amount amount) {
      expected += amount.expected;
      inflow += amount.inflow;
      double[] distances = apart.computeIfAbsent(totals, key -> new double[2]);
      distances[0] += amount.expected - amount.low;
      distances[1] += amount.high - amount.expected;
    }

    /** Returns the sum. */
    public Amount amount() {
      return new Amount(expected, expected - distance(0), expected + distance(1), inflow);
    }

    private double distance(int end) {
      if (apart.size() == 1) {
        return apart.values().iterator().next()[end];
      }
      double squares = 0;
      for (double[] distances : apart.values()) {
        squares += distances[end] * distances[end];
      }
      return Math.sqrt(squares);
    }
  }

  /**
   * Adds a cell of the map of one instrument.
   *
   * @param totals what the law of the map stands on
   * @param price price of the instrument at the instant
   * @param low first 10 bp bucket of the cell
   * @param high first bucket after it
   */
  public void add(String totals, double price, int low, int high, Amount amount) {
    double shift = reference - PriceGrid.position(price);
    double from = low + shift;
    double to = high + shift;
    for (int row = Math.floorDiv((int) Math.floor(from), buckets); row * buckets < to; row++) {
      double covered = Math.min(to, (row + 1) * buckets) - Math.max(from, row * buckets);
      if (covered > 0) {
        rows.computeIfAbsent(row, key -> new Sum())
            .add(totals, amount.times(covered / (high - low)));
      }
    }
  }

  /** Returns the sums by the first 10 bp bucket of their row. */
  public SortedMap<Integer, Amount> cells() {
    TreeMap<Integer, Amount> cells = new TreeMap<>();
    rows.forEach((row, sum) -> cells.put(row * buckets, sum.amount()));
    return cells;
  }
}
