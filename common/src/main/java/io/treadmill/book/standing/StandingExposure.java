package io.treadmill.book.standing;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Profile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * What the standing map of one horizon holds at an instant, unweighted, in USD: three groups of the
 * components of the book. What stands on the way; what will be opened and forced on the way; what
 * will be opened and forced beyond the price. Times the weights of the law of the hours, each group
 * is expected forced notional.
 */
public final class StandingExposure {
  /** Groups of columns. */
  public static final int PARTS = 3;

  private static final double LEAST_BUCKETS = 1e-9;

  private final InflowTable table;
  private final ContractValue contract;
  private final int horizon;
  private final double opens;
  private final double scale;

  /**
   * Takes what the market is expected to bring from an instant on.
   *
   * @param number number of the horizon in the table
   */
  public StandingExposure(
      InflowTable table,
      ContractValue contract,
      MapHorizon horizon,
      int number,
      MarketOutlook outlook) {
    this.table = table;
    this.contract = contract;
    this.horizon = number;
    this.opens = outlook.opens(horizon);
    this.scale = horizon.referenceBuckets() / Math.max(LEAST_BUCKETS, outlook.buckets(horizon));
  }

  /**
   * Returns the columns of a range that price goes through, USD: {@value #PARTS} x components.
   *
   * @param book the book as of the instant
   */
  public double[] columns(HeatmapModel book, Side side, PriceRange range) {
    int k = table.components();
    double[] standing = new double[book.columns().size()];
    book.addReach(side, range, standing, 0);
    double[] columns = Arrays.copyOf(Arrays.copyOf(standing, k), PARTS * k);
    addInflow(side, range.price(), range.onTheWay(side), 1, columns, k);
    addInflow(side, range.price(), range.beyond(side), -1, columns, 2 * k);
    return columns;
  }

  private void addInflow(
      Side side, double price, PriceRange.Part part, int sign, double[] columns, int at) {
    double middle = PriceGrid.position(price);
    int last = part.from() < part.to() ? (int) Math.floor(part.to()) : Integer.MIN_VALUE;
    for (int bucket = (int) Math.floor(part.from()); bucket <= last; bucket++) {
      double covered = Profile.covered(part.from(), part.to(), bucket);
      double usd = opens * covered * contract.usd(1, PriceGrid.bucketPrice(bucket));
      table.add(side, horizon, sign * Math.abs(bucket + 0.5 - middle) * scale, usd, columns, at);
    }
  }
}
