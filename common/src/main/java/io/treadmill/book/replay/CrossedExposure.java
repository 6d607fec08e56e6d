package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.score.Score;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Unweighted columns of one model over one day: what each hour (and, where prints tell, each bar)
 * crossed given the path, and what the map that stood at the start of a window held in the way that
 * price then took. A window of 4 h or 24 h starts at a multiple of its length, so windows of a day
 * do not overlap.
 */
public final class CrossedExposure implements BookFold.Observer {
  private static final double LEAST_USD = Score.LEAST_PREDICTION * 1e6;

  private final HeatmapModel model;
  private final MapColumns map;
  private final DaySteps day;
  private final long start;
  private final Map<Integer, List<ReportedLiquidations.Print>> prints = new HashMap<>();
  // By horizon, side, slot at which the window starts; null where there is none.
  private final double[][][][] columns;
  private final List<Placed> placed = new ArrayList<>();
  private int hour = -1;

  /**
   * Prints and the bar they fell in.
   *
   * @param rows buckets that the bar crossed
   * @param bucket columns of the bucket of the prints
   * @param bar columns of all buckets
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  private record Placed(int hour, Side side, long count, int rows, double[] bucket, double[] bar) {}

  /**
   * Where prints fell.
   *
   * @param prints number of prints whose price is known
   * @param logLikelihood sum over prints of the log-probability of their bucket among those that
   *     their bar crossed
   */
  public record Location(long prints, double logLikelihood) {}

  /**
   * Starts a day.
   *
   * @param map columns of the standing map of the model
   * @param prints prints of the day; none: only hours are kept
   */
  CrossedExposure(
      HeatmapModel model, MapColumns map, DaySteps day, List<ReportedLiquidations.Print> prints) {
    this.model = model;
    this.map = map;
    this.day = day;
    this.start = UtcDays.startMicros(day.day());
    for (ReportedLiquidations.Print print : prints) {
      this.prints.computeIfAbsent(print.bar(), bar -> new ArrayList<>()).add(print);
    }
    this.columns = new double[Horizon.values().length][2][][];
    for (Horizon horizon : Horizon.values()) {
      for (int side = 0; side < 2; side++) {
        columns[horizon.ordinal()][side] = new double[horizon.slots()][];
      }
    }
  }

  /** Starts a day of a model whose map is what stands in the way alone. */
  public static CrossedExposure of(
      HeatmapModel model, DaySteps day, List<ReportedLiquidations.Print> prints) {
    return new CrossedExposure(model, MapColumns.of(model), day, prints);
  }

  /** Lets the model read the day. */
  public CrossedExposure run() {
    double last = Double.NaN;
    for (int t = 0; t < day.count(); t++) {
      before(t, Double.isNaN(last) ? day.open()[t] : last);
      model.step(day.step(t));
      after(t);
      last = day.close()[t];
    }
    return this;
  }

  @Override
  public void before(int t, double price) {
    int now = (int) Math.floorDiv(day.ts()[t] - start, BarClock.HOUR_MICROS);
    if (now == hour) {
      return;
    }
    hour = now;
    boolean fromTheFirstBar = day.ts()[t] == start + now * BarClock.HOUR_MICROS;
    for (Horizon horizon : Horizon.MAPS) {
      if (now % horizon.hours() == 0 && fromTheFirstBar) {
        addReach(horizon, t, price);
      }
    }
  }

  private void addReach(Horizon horizon, int t, double price) {
    PriceRange range = range(day, t, horizon.hours(), price);
    for (Side side : Side.values()) {
      columns[horizon.ordinal()][side.index()][hour] = map.reach(horizon, side, range);
    }
  }

  /** Returns where some hours of bars from a bar of the day on took the price. */
  static PriceRange range(DaySteps day, int t, int hours, double price) {
    long end = day.ts()[t] + hours * BarClock.HOUR_MICROS;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = t; i < day.count() && day.ts()[i] < end; i++) {
      low = Math.min(low, day.step(i).crossLow());
      high = Math.max(high, day.step(i).crossHigh());
    }
    return PriceRange.of(price, low, high);
  }

  @Override
  public void after(int t) {
    int bar = (int) Math.floorDiv(day.ts()[t] - start, BarClock.BAR_MICROS);
    for (Side side : Side.values()) {
      double[][] hours = columns[Horizon.PATH_1H.ordinal()][side.index()];
      if (hours[hour] == null) {
        hours[hour] = new double[model.columns().size()];
      }
      for (int row = 0; row < model.rows(); row++) {
        model.addCrossed(side, row, hours[hour], 0);
      }
      if (!prints.isEmpty()) {
        addBar(side, bar);
      }
    }
    map.read(day.step(t));
  }

  private void addBar(Side side, int bar) {
    double[] whole = new double[model.columns().size()];
    for (int row = 0; row < model.rows(); row++) {
      model.addCrossed(side, row, whole, 0);
    }
    columns[Horizon.PATH_5M.ordinal()][side.index()][bar] = whole;
    for (ReportedLiquidations.Print print : prints.getOrDefault(bar, List.of())) {
      if (print.side() == side) {
        // A fill beyond the range that liquidates (the mark price lags) belongs to its edge.
        int row = print.bucket() - model.firstBucket();
        double[] bucket = new double[whole.length];
        model.addCrossed(side, Math.max(0, Math.min(model.rows() - 1, row)), bucket, 0);
        placed.add(
            new Placed(
                bar / BarClock.BARS_OF_AN_HOUR, side, print.count(), model.rows(), bucket, whole));
      }
    }
  }

  /** Returns the columns of the window that starts at a slot, USD; null if there is none. */
  public double[] of(Horizon horizon, Side side, int slot) {
    return columns[horizon.ordinal()][side.index()][slot];
  }

  /** Returns whether the day has prints. */
  boolean hasPrints() {
    return !prints.isEmpty();
  }

  /** Returns where the prints of an hour fell, under a law. */
  public Location location(Side side, int ofHour, FittedLaw law) {
    long count = 0;
    double sum = 0;
    for (Placed one : placed) {
      if (one.hour == ofHour && one.side == side) {
        double bucket = law.expected(side, one.bucket) + LEAST_USD;
        double bar = law.expected(side, one.bar) + one.rows * LEAST_USD;
        count += one.count;
        sum += one.count * Math.log(bucket / bar);
      }
    }
    return new Location(count, sum);
  }

  /**
   * Returns the sums of the rescale after the day: windows enter whose hours were all read and
   * whose total is known.
   */
  List<Rescale> rescaleAfter(
      List<Rescale> before, FittedLaw law, ReportedLiquidations totals, String scope) {
    List<Rescale> after = new ArrayList<>();
    for (Side side : Side.values()) {
      double[][] hours = columns[Horizon.PATH_1H.ordinal()][side.index()];
      double realised = 0;
      double predicted = 0;
      for (WindowTotals.Window window : totals.totals(scope, side).windows()) {
        List<double[]> read = Arrays.asList(hours).subList(window.from(), window.to());
        if (!read.contains(null)) {
          realised += window.usd();
          for (double[] usd : read) {
            predicted += Exposure.times(usd, law.of(side).weight());
          }
        }
      }
      after.add(before.get(side.index()).next(realised, predicted));
    }
    return after;
  }

  /** Returns the realised total of a window; NaN if it is not known. */
  static double realised(WindowTotals totals, int startHour, int hours) {
    return Arrays.stream(totals.parts(startHour, startHour + hours)).sum();
  }
}
