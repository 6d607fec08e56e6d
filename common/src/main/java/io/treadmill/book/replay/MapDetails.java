package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.CellColumns;
import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.map.Zone;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.DistanceClass;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.book.standing.DistanceBins;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Takes the maps of one horizon over a day with their zones and sums by move, as the book is
 * folded.
 */
public final class MapDetails implements BookFold.Observer {
  /** Moves of {@code fragility}, percent of the price. */
  static final List<Double> MOVES_PERCENT =
      List.of(0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0, 20.0);

  private final BookFold fold;
  private final Day day;
  private final MapGrid grid;
  private final double[] movesPercent;
  private final int horizonHours;
  private final FittedLaw law;
  private final Supplier<CellColumns> held;
  private final DoubleSupplier scale;
  private final DistanceClass[][] classes = new DistanceClass[2][];
  private final List<Heatmap> maps = new ArrayList<>();
  private final List<CumulativeExposure> ways = new ArrayList<>();
  private final List<PricedZone> zones = new ArrayList<>();
  private final List<ZoneTouch> touches = new ArrayList<>();
  private UsualProfile usual;

  /**
   * The day of a book, the grid of its maps, what cells usually held before it, and what was forced
   * on it in the feed that is read.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Day(
      BookFold fold,
      DaySteps steps,
      MapGrid grid,
      LeverageComponents components,
      UsualProfile usual,
      ReportedLiquidations totals,
      String scope) {}

  /**
   * A sum from the price to a move.
   *
   * @param horizonHours horizon of the map; 0: now
   * @param usd NaN if no law of the horizon is in force
   * @param inflowUsd part of it that is expected to be opened
   * @param openInterestUsd open interest at the instant; NaN if unknown
   */
  public record CumulativeExposure(
      long ts,
      int horizonHours,
      Side side,
      double movePercent,
      FittedLaw.Band usd,
      double inflowUsd,
      double openInterestUsd) {}

  /**
   * A zone of one map.
   *
   * @param number from 1 at the price outwards
   * @param lowRow lowest row of the map
   * @param highRow highest row
   * @param ageBars bars since price was in it; {@link BucketAges#NEVER}
   * @param shares share of the mass by distance class, then that of freshness, then that of the
   *     inflow; null if mass is 0
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

  /**
   * Takes maps.
   *
   * @param horizonHours hours of the horizon; 0: now
   * @param law law of the horizon in force; null if there is none: then there are no maps
   * @param held what the map of the horizon holds when it is asked
   * @param scale what distances are multiplied by for those of a market of usual volatility, when
   *     it is asked; NaN if it is not known: then there are no zones
   */
  MapDetails(
      Day day, int horizonHours, FittedLaw law, Supplier<CellColumns> held, DoubleSupplier scale) {
    this.fold = day.fold;
    this.day = day;
    this.grid = day.grid;
    this.movesPercent =
        MOVES_PERCENT.stream()
            .mapToDouble(move -> move)
            .filter(move -> move < 100 * grid.within())
            .toArray();
    this.horizonHours = horizonHours;
    this.law = law;
    this.held = held;
    this.scale = scale;
    this.usual = day.usual;
    for (Side side : Side.values()) {
      classes[side.index()] = DistanceClass.of(day.components, side);
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

  /** Returns what price went through of the maps in the window after each. */
  List<ZoneTouch> touches() {
    return touches;
  }

  /** Returns what cells usually held before the day, with the hours of the day. */
  UsualProfile addedTo(UsualProfile before) {
    return before.with(horizonHours, usual);
  }

  @Override
  public void before(int t, double price) {
    long ts = day.steps.ts()[t];
    if (!grid.takes(ts)) {
      return;
    }
    if (law == null) {
      addUnknownWays(ts);
      return;
    }
    RestingExposure standing = RestingExposure.of(held.get(), price, grid);
    Heatmap map = law.heatmap(ts, standing);
    maps.add(map);
    double openInterestUsd = fold.openInterestUsd(price);
    for (Side side : Side.values()) {
      FittedLaw.Bands bands = law.bands(side);
      for (double move : movesPercent) {
        double[] way = standing.columnsOfMove(side, move);
        ways.add(
            new CumulativeExposure(
                ts,
                horizonHours,
                side,
                move,
                bands.of(way),
                law.expected(side, way, standing::part, CellColumns.Part.INFLOW),
                openInterestUsd));
      }
      if (ts % BarClock.HOUR_MICROS == 0 && !Double.isNaN(scale.getAsDouble())) {
        addZones(standing, map, side, bands, t);
      }
    }
  }

  private void addUnknownWays(long ts) {
    FittedLaw.Band unknown = new FittedLaw.Band(Double.NaN, Double.NaN, Double.NaN);
    for (Side side : Side.values()) {
      for (double move : movesPercent) {
        ways.add(
            new CumulativeExposure(ts, horizonHours, side, move, unknown, Double.NaN, Double.NaN));
      }
    }
  }

  private void addZones(
      RestingExposure standing, Heatmap map, Side side, FittedLaw.Bands bands, int t) {
    int middle = standing.rowOfPrice();
    int count = side == Side.LONG ? middle + 1 : standing.rows() - middle;
    double[] outwards = new double[count];
    double[] distance = new double[count];
    double position = PriceGrid.position(map.price());
    for (int i = 0; i < count; i++) {
      int row = middle - side.sign() * i;
      outwards[i] = map.expectedUsd(side, row);
      double ofCell = (map.bucket(row) + 0.5) * grid.buckets();
      distance[i] = Math.abs(ofCell - position) * scale.getAsDouble();
    }
    double[] expected = DistanceBins.between(usual.means(horizonHours, side), distance);
    usual = usual.then(horizonHours, side, DistanceBins.means(outwards, distance));
    ZoneTouch.of(map, side, middle, expected, day, t).ifPresent(touches::add);
    int number = 0;
    for (Zone zone : Zone.of(outwards, expected)) {
      int near = middle - side.sign() * zone.from();
      int far = middle - side.sign() * zone.to();
      int low = Math.min(near, far);
      int high = Math.max(near, far);
      double[] usd = standing.columnsOfRows(side, low, high);
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
              bands.of(usd),
              fold.age(side, nearest),
              shares(standing, side, usd)));
    }
  }

  private double[] shares(RestingExposure standing, Side side, double[] usd) {
    DistanceClass[] ofColumn = classes[side.index()];
    int freshness = DistanceClass.values().length;
    double[] shares = new double[freshness + 2];
    double[] weight = law.of(side).weight();
    double total = 0;
    for (int k = 0; k < usd.length; k++) {
      double part = usd[k] * weight[k];
      int share =
          switch (standing.part(k)) {
            case STANDING -> ofColumn[k].ordinal();
            case FRESHNESS -> freshness;
            case INFLOW -> freshness + 1;
          };
      shares[share] += part;
      total += part;
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
