package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.map.Zone;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.DistanceClass;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;

/** Takes the maps of a day with their zones and sums by move, as the book is folded. */
public final class MapDetails implements BookFold.Observer {
  /** Moves of {@code fragility}, percent of the price. */
  static final List<Double> MOVES_PERCENT =
      List.of(0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0);

  private final BookFold fold;
  private final long[] barTs;
  private final MapGrid grid;
  private final FittedLaw law;
  private final DistanceClass[][] classes = new DistanceClass[2][];
  private final List<Heatmap> maps = new ArrayList<>();
  private final List<CumulativeExposure> ways = new ArrayList<>();
  private final List<PricedZone> zones = new ArrayList<>();

  /**
   * A sum from the price to a move.
   *
   * @param openInterestUsd open interest at the instant; NaN if unknown
   */
  public record CumulativeExposure(
      long ts, Side side, double movePercent, FittedLaw.Band usd, double openInterestUsd) {}

  /**
   * A zone of one map.
   *
   * @param number from 1 at the price outwards
   * @param lowRow lowest row of the map
   * @param highRow highest row
   * @param ageBars bars since price was in it; {@link BucketAges#NEVER}
   * @param shares share of the mass by distance class, then that of freshness; null if mass is 0
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  public record PricedZone(
      Heatmap map,
      Side side,
      int number,
      Zone zone,
      int lowRow,
      int highRow,
      FittedLaw.Band usd,
      int ageBars,
      double[] shares) {}

  MapDetails(
      BookFold fold, long[] barTs, MapGrid grid, LeverageComponents components, FittedLaw law) {
    this.fold = fold;
    this.barTs = barTs;
    this.grid = grid;
    this.law = law;
    for (Side side : Side.values()) {
      classes[side.index()] = DistanceClass.of(components, side);
    }
  }

  public List<Heatmap> maps() {
    return maps;
  }

  public List<CumulativeExposure> ways() {
    return ways;
  }

  public List<PricedZone> zones() {
    return zones;
  }

  @Override
  public void before(int t, double price) {
    long ts = barTs[t];
    if (!grid.takes(ts)) {
      return;
    }
    RestingExposure standing = RestingExposure.of(fold, price, grid);
    Heatmap map = law.heatmap(ts, standing);
    maps.add(map);
    double openInterestUsd = fold.openInterestUsd(price);
    for (Side side : Side.values()) {
      for (double move : MOVES_PERCENT) {
        if (move < 100 * grid.within()) {
          FittedLaw.Band usd = law.band(side, standing.columnsOfMove(side, move));
          ways.add(new CumulativeExposure(ts, side, move, usd, openInterestUsd));
        }
      }
      if (ts % BarClock.HOUR_MICROS == 0) {
        addZones(standing, map, side);
      }
    }
  }

  private void addZones(RestingExposure standing, Heatmap map, Side side) {
    int middle = standing.rowOfPrice();
    int count = side == Side.LONG ? middle + 1 : standing.rows() - middle;
    double[] outwards = new double[count];
    for (int i = 0; i < count; i++) {
      outwards[i] = map.expectedUsd(side, middle - side.sign() * i);
    }
    int number = 0;
    for (Zone zone : Zone.of(outwards)) {
      int near = middle - side.sign() * zone.from();
      int far = middle - side.sign() * zone.to();
      int low = Math.min(near, far);
      int high = Math.max(near, far);
      double[] columns = standing.columnsOfRows(side, low, high);
      int nearest =
          side == Side.LONG
              ? (map.bucket(near) + 1) * grid.buckets() - 1
              : map.bucket(near) * grid.buckets();
      zones.add(
          new PricedZone(
              map,
              side,
              ++number,
              zone,
              low,
              high,
              law.band(side, columns),
              fold.age(side, nearest),
              shares(side, columns)));
    }
  }

  private double[] shares(Side side, double[] columns) {
    DistanceClass[] ofColumn = classes[side.index()];
    double[] shares = new double[DistanceClass.values().length + 1];
    double[] weight = law.of(side).weight();
    double total = 0;
    for (int k = 0; k < columns.length; k++) {
      double usd = columns[k] * weight[k];
      shares[k < ofColumn.length ? ofColumn[k].ordinal() : shares.length - 1] += usd;
      total += usd;
    }
    if (!(total > 0)) {
      return null;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= total;
    }
    return shares;
  }

  /** Returns the start of the bar that was an age ago. */
  public static long touched(long ts, int ageBars) {
    return ts - ageBars * BarClock.BAR_MICROS;
  }
}
