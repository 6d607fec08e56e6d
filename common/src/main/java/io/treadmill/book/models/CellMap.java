package io.treadmill.book.models;

import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.Profile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A map that someone else drew: given amounts in given cells of price, which no bar changes. The
 * amount of a cell lies uniform in log price over it.
 */
public final class CellMap extends PathMap {
  private final Map<Integer, Double> longs = new HashMap<>();
  private final Map<Integer, Double> shorts = new HashMap<>();
  private final boolean withFarSide;

  /**
   * A cell.
   *
   * @param priceLow lower edge, quote units
   * @param priceHigh upper edge; equal to the lower one for a level
   * @param side position that is forced; null if the map does not say: a long where price falls to
   *     it, a short where it rises to it
   * @param amount expected forced notional of the cell
   */
  public record Cell(double priceLow, double priceHigh, Side side, double amount) {
    /** Checks the edges and the amount. */
    public Cell {
      if (!(priceLow > 0 && priceHigh >= priceLow && priceHigh < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Invalid cell: price %s to %s (must be 0 < low <= high)"
                .formatted(priceLow, priceHigh));
      }
      if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Invalid amount of a cell: %s (must be a number that is not negative)"
                .formatted(amount));
      }
    }
  }

  /**
   * Places the cells on the price grid.
   *
   * @param withFarSide true if longs above the price and shorts below it are meant: those of a map
   *     of the hours ahead, opened on the way there and forced when price comes back
   */
  public CellMap(List<Cell> cells, boolean withFarSide) {
    this.withFarSide = withFarSide;
    for (Cell cell : cells) {
      for (Side side : Side.values()) {
        if (cell.side == null || cell.side == side) {
          place(cell, bySide(side));
        }
      }
    }
  }

  private static void place(Cell cell, Map<Integer, Double> into) {
    double low = PriceGrid.position(cell.priceLow);
    double high = PriceGrid.position(cell.priceHigh);
    if (low == high) {
      into.merge((int) Math.floor(low), cell.amount, Double::sum);
      return;
    }
    for (int bucket = (int) Math.floor(low); bucket < high; bucket++) {
      double share = Profile.covered(low, high, bucket) / (high - low);
      into.merge(bucket, share * cell.amount, Double::sum);
    }
  }

  private Map<Integer, Double> bySide(Side side) {
    return side == Side.LONG ? longs : shorts;
  }

  @Override
  public List<String> columns() {
    return List.of("given");
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    into[at] += covered * bySide(side).getOrDefault(bucket, 0.0);
  }

  @Override
  public void addReach(Side side, PriceRange range, double[] into, int at) {
    super.addReach(side, range, into, at);
    PriceRange.Part far = range.beyond(side);
    if (withFarSide && far.from() < far.to()) {
      int ofPrice = PriceGrid.bucket(range.price());
      for (int bucket = (int) Math.floor(far.from()); bucket < far.to(); bucket++) {
        if (bucket != ofPrice) {
          double covered = Profile.covered(far.from(), far.to(), bucket);
          addStanding(side, bucket, range.price(), covered, into, at);
        }
      }
    }
  }
}
