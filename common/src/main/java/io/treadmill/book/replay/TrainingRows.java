package io.treadmill.book.replay;

import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that one model is fitted to, made in one pass over its bars: what it said of each hour
 * (of each longer window where only its total is known, of each bar and bucket where prints carry
 * prices) given the path, and what its map held at each full hour in the way that price took in the
 * hours after.
 */
public final class TrainingRows {
  private final HeatmapModel model;
  private final MapColumns map;
  private final Realised realised;
  private final List<Observations.Row> path;
  private final Map<Horizon, List<Observations.Row>> maps = new TreeMap<>();

  /**
   * Lets a model read bars.
   *
   * @param model a model that has read nothing
   * @param map columns of its standing map
   * @param steps bars from the warm-up to the last training day
   * @param realised what was reported in the training window
   * @param start first instant of the training window, microseconds
   */
  TrainingRows(
      HeatmapModel model, MapColumns map, List<Step> steps, Realised realised, long start) {
    this.model = model;
    this.map = map;
    this.realised = realised;
    Horizon.MAPS.forEach(horizon -> maps.put(horizon, new ArrayList<>()));
    Observations observations = new Observations(model, realised);
    for (int t = 0; t < steps.size(); t++) {
      long ts = steps.get(t).ts();
      if (t > 0 && ts >= start && Math.floorMod(ts, BarClock.HOUR_MICROS) == 0) {
        addMaps(steps, t);
      }
      observations.step(steps.get(t));
      map.read(steps.get(t));
    }
    path = new ArrayList<>(observations.finish());
    path.removeIf(row -> row.ts() < start || !row.known());
  }

  /** Lets a model read bars whose map is what stands in the way alone. */
  public static TrainingRows of(
      HeatmapModel model, List<Step> steps, Realised realised, long start) {
    return new TrainingRows(model, MapColumns.of(model), steps, realised, start);
  }

  /** Widens the range bar by bar and adds a row where a horizon ends inside the bars. */
  private void addMaps(List<Step> steps, int from) {
    long ts = steps.get(from).ts();
    double price = steps.get(from - 1).close();
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    int t = from;
    for (Horizon horizon : Horizon.MAPS) {
      long end = ts + horizon.hours() * BarClock.HOUR_MICROS;
      while (t < steps.size() && steps.get(t).ts() < end) {
        low = Math.min(low, steps.get(t).crossLow());
        high = Math.max(high, steps.get(t).crossHigh());
        t++;
      }
      if (steps.get(t - 1).ts() < end - BarClock.BAR_MICROS) {
        return;
      }
      PriceRange range = PriceRange.of(price, low, high);
      for (Side side : Side.values()) {
        double total = realised.total(ts, end, side) / Observations.MILLION;
        if (!Double.isNaN(total)) {
          double[] columns = map.reach(horizon, side, range);
          double[] millions =
              Arrays.stream(columns).map(usd -> usd / Observations.MILLION).toArray();
          maps.get(horizon).add(new Observations.Row(ts, end, side, 0, millions, total, 0));
        }
      }
    }
  }

  /** Returns the model, which has read all bars. */
  HeatmapModel model() {
    return model;
  }

  /** Returns whether what was reported are totals, without prices. */
  boolean isTotal() {
    return realised.isTotal();
  }

  /** Returns the rows given the path, all known. */
  public List<Observations.Row> path() {
    return path;
  }

  /**
   * Returns the rows given the path for a fit: those of a day and side that nothing was forced in
   * enter it through their sum alone, so they are one row.
   */
  public List<Observations.Row> pathForFit() {
    if (realised.isTotal()) {
      return path;
    }
    List<Observations.Row> rows = new ArrayList<>();
    Map<Long, Observations.Row> quiet = new TreeMap<>();
    for (Observations.Row row : path) {
      if (row.realised() > 0) {
        rows.add(row);
      } else {
        quiet.merge(key(row, BarClock.DAY_MICROS), row, TrainingRows::both);
      }
    }
    rows.addAll(quiet.values());
    return rows;
  }

  /** Returns the interval and side of a row, in order of time. */
  private static long key(Observations.Row row, long intervalMicros) {
    return Math.floorDiv(row.ts(), intervalMicros) * 2 + row.side().index();
  }

  private static Observations.Row both(Observations.Row a, Observations.Row b) {
    double[] sum = new double[a.columns().length];
    for (int k = 0; k < sum.length; k++) {
      sum[k] = a.columns()[k] + b.columns()[k];
    }
    return new Observations.Row(
        a.ts(), b.until(), a.side(), 0, sum, a.realised() + b.realised(), a.prints() + b.prints());
  }

  /** Returns the rows given the path, those of an hour and side summed. */
  public List<Observations.Row> hours() {
    Map<Long, Observations.Row> sums = new LinkedHashMap<>();
    for (Observations.Row row : path) {
      sums.merge(key(row, BarClock.HOUR_MICROS), row, TrainingRows::both);
    }
    return List.copyOf(sums.values());
  }

  /** Returns the rows of a horizon of the standing map. */
  List<Observations.Row> map(Horizon horizon) {
    return maps.get(horizon);
  }
}
