package io.treadmill.book.standing;

import io.treadmill.book.map.CellColumns;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Profile;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The standing map of one horizon as of an instant, unweighted: columns are the components of the
 * book (what stands on the way), the bins of distance (what is expected to be opened x what price
 * covers, on the way and beyond the price), and those of the rule of freshness. A law weighs them:
 * {@link HorizonLaw}.
 */
public final class HorizonMap implements CellColumns {
  private final HeatmapModel book;
  private final HeatmapModel rule;
  private final ContractValue contract;
  private final MapHorizon horizon;
  private final double opens;
  private final double scale;
  private final int ofBook;
  private final int ofRule;
  private final int columnCount;

  /**
   * Takes what stands and what is expected.
   *
   * @param book the book as of the instant
   * @param rule freshness with its far side as of the instant
   * @param outlook what the hours ahead are expected to bring
   */
  public HorizonMap(
      HeatmapModel book,
      HeatmapModel rule,
      ContractValue contract,
      MapHorizon horizon,
      MarketOutlook outlook) {
    this.book = book;
    this.rule = rule;
    this.contract = contract;
    this.horizon = horizon;
    this.opens = outlook.opens(horizon);
    this.scale = outlook.scale(horizon);
    // Models make lists of names when they are asked; cells are many.
    this.ofBook = book.columns().size();
    this.ofRule = book.bookColumns() + DistanceBins.COUNT;
    this.columnCount = ofRule + rule.columns().size();
  }

  /** Returns the names of the columns: components, bins, rule. */
  public static List<String> columns(List<String> components, List<String> ofRule) {
    List<String> all = new ArrayList<>(components);
    for (int bin = 0; bin < DistanceBins.COUNT; bin++) {
      all.add(DistanceBins.name(bin));
    }
    all.addAll(ofRule);
    return List.copyOf(all);
  }

  @Override
  public int horizonHours() {
    return horizon.bars() / BarClock.BARS_OF_AN_HOUR;
  }

  @Override
  public int columnCount() {
    return columnCount;
  }

  @Override
  public Part part(int column) {
    return column < book.bookColumns()
        ? Part.STANDING
        : column < ofRule ? Part.INFLOW : Part.FRESHNESS;
  }

  /** Returns the columns of what price goes through, USD. */
  public double[] reach(Side side, PriceRange range) {
    double[] standing = new double[ofBook];
    book.addReach(side, range, standing, 0);
    return withTheRest(side, range, standing);
  }

  private double[] withTheRest(Side side, PriceRange range, double[] standing) {
    int components = book.bookColumns();
    double[] columns = Arrays.copyOf(Arrays.copyOf(standing, components), columnCount);
    addInflow(range.price(), range.onTheWay(side), 1, columns, components);
    addInflow(range.price(), range.beyond(side), -1, columns, components);
    rule.addReach(side, range, columns, ofRule);
    return columns;
  }

  /**
   * Adds what a bucket adds to a range that goes through all of it. The bucket of the price counts
   * on both sides.
   */
  @Override
  public void addCell(Side side, int bucket, double price, double[] into, int at) {
    PriceRange range = PriceRange.ofBucket(price, bucket);
    double[] standing = new double[ofBook];
    if (range.isOnTheWay(side)) {
      book.addStanding(side, bucket, price, 1, standing, 0);
    }
    double[] columns = withTheRest(side, range, standing);
    for (int k = 0; k < columns.length; k++) {
      into[at + k] += columns[k];
    }
  }

  private void addInflow(double price, PriceRange.Part part, int sign, double[] columns, int at) {
    double middle = PriceGrid.position(price);
    int last = part.from() < part.to() ? (int) Math.floor(part.to()) : Integer.MIN_VALUE;
    for (int bucket = (int) Math.floor(part.from()); bucket <= last; bucket++) {
      double covered = Profile.covered(part.from(), part.to(), bucket);
      int bin = DistanceBins.of(sign * Math.abs(bucket + 0.5 - middle) * scale);
      columns[at + bin] += opens * covered * contract.usd(1, PriceGrid.bucketPrice(bucket));
    }
  }
}
