package io.treadmill.jobs.heatmap;

import io.treadmill.book.BookFold;
import io.treadmill.book.DaySteps;
import io.treadmill.book.HeatmapModel;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * Unweighted columns of one model over one day: what each hour crossed given the path, and what the
 * map that stood at the start of a window held in the way that price then took. A window of 4 h or
 * 24 h starts at a multiple of its length, so windows of a day do not overlap.
 */
final class DayColumns implements BookFold.Observer {
  /** What is predicted. */
  enum Horizon {
    /** Each hour given the path of the price in it. */
    PATH_1H("path_1h", 1),
    /** The standing map against the next hour. */
    MAP_1H("map_1h", 1),
    /** The standing map against the next 4 hours. */
    MAP_4H("map_4h", 4),
    /** The standing map against the next 24 hours. */
    MAP_24H("map_24h", 24);

    private final String text;
    private final int hours;

    Horizon(String text, int hours) {
      this.text = text;
      this.hours = hours;
    }

    /** Returns the name in {@code horizon} columns. */
    String text() {
      return text;
    }

    /** Returns the hours of a window. */
    int hours() {
      return hours;
    }
  }

  static final long HOUR_MICROS = 3_600_000_000L;

  private final HeatmapModel model;
  private final DaySteps day;
  private final long start;
  // By horizon, side, hour at which the window starts; null where there is none.
  private final double[][][][] columns;
  private int hour = -1;

  DayColumns(HeatmapModel model, DaySteps day) {
    this.model = model;
    this.day = day;
    this.start = FoldInput.startOf(day.day());
    this.columns = new double[Horizon.values().length][2][DayTotals.HOURS][];
  }

  /** Lets the model read the day. */
  DayColumns run() {
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
    int now = (int) Math.floorDiv(day.ts()[t] - start, HOUR_MICROS);
    if (now == hour) {
      return;
    }
    hour = now;
    boolean fromTheFirstBar = day.ts()[t] == start + now * HOUR_MICROS;
    for (Horizon horizon : Horizon.values()) {
      boolean starts = horizon != Horizon.PATH_1H && now % horizon.hours() == 0;
      if (starts && fromTheFirstBar) {
        addReach(horizon, t, price);
      }
    }
  }

  private void addReach(Horizon horizon, int t, double price) {
    long end = day.ts()[t] + horizon.hours() * HOUR_MICROS;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = t; i < day.count() && day.ts()[i] < end; i++) {
      low = Math.min(low, day.step(i).crossLow());
      high = Math.max(high, day.step(i).crossHigh());
    }
    double middle = PriceGrid.position(price);
    for (Side side : Side.values()) {
      double[] into = new double[model.columns().size()];
      double from = side == Side.LONG ? PriceGrid.position(low) : middle;
      double to = side == Side.LONG ? middle : PriceGrid.position(high);
      if (from < to) {
        model.addReach(side, from, to, price, into, 0);
      }
      columns[horizon.ordinal()][side.index()][hour] = into;
    }
  }

  @Override
  public void after(int t) {
    for (Side side : Side.values()) {
      double[][] hours = columns[Horizon.PATH_1H.ordinal()][side.index()];
      if (hours[hour] == null) {
        hours[hour] = new double[model.columns().size()];
      }
      for (int row = 0; row < model.rows(); row++) {
        model.addCrossed(side, row, hours[hour], 0);
      }
    }
  }

  /** Returns the columns of the window that starts at an hour, USD; null if there is none. */
  double[] of(Horizon horizon, Side side, int startHour) {
    return columns[horizon.ordinal()][side.index()][startHour];
  }

  /**
   * Returns the unrescaled prediction of the day, USD, over the hours whose total is known.
   *
   * @param totals 24 totals, NaN if not known
   */
  double unscaledUsd(Side side, double[] weights, double[] totals) {
    double sum = 0;
    for (int h = 0; h < DayTotals.HOURS; h++) {
      double[] hourColumns = of(Horizon.PATH_1H, side, h);
      if (hourColumns != null && !Double.isNaN(totals[h])) {
        sum += dot(hourColumns, weights);
      }
    }
    return sum;
  }

  /** Returns the realised total of a window; NaN if an hour of it is not known. */
  static double realised(double[] totals, int startHour, int hours) {
    return Arrays.stream(totals, startHour, startHour + hours).sum();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
