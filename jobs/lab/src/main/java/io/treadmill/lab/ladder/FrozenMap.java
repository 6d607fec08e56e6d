package io.treadmill.lab.ladder;

import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a frozen map: the picture at an instant against what was hit until a horizon later, given
 * the range that price then went through. Nothing that happens after the instant enters the map.
 */
public final class FrozenMap {
  private final long horizonMicros;
  private final long strideMicros;

  /**
   * Makes a horizon.
   *
   * @param hours hours from the map to the end of its horizon
   * @param strideHours hours from a map to the next
   */
  public FrozenMap(int hours, int strideHours) {
    this.horizonMicros = hours * BarClock.HOUR_MICROS;
    this.strideMicros = strideHours * BarClock.HOUR_MICROS;
  }

  /**
   * Returns the rows of a model, one a (map, side): the columns that stand in the range of the
   * horizon, in millions of USD. Maps whose horizon is not whole are left out.
   *
   * @param model a model that has read nothing
   * @param steps all bars
   * @param realised totals by hour or finer
   */
  public List<Observations.Row> rows(HeatmapModel model, List<Step> steps, Realised realised) {
    List<Observations.Row> rows = new ArrayList<>();
    Step last = null;
    for (int t = 0; t < steps.size(); t++) {
      long ts = steps.get(t).ts();
      if (last != null && Math.floorMod(ts, strideMicros) == 0) {
        Range range = range(steps, t);
        if (range != null) {
          for (Side side : Side.values()) {
            rows.add(row(model, side, ts, last.close(), range, realised));
          }
        }
      }
      last = steps.get(t);
      model.step(last);
    }
    return rows;
  }

  private Observations.Row row(
      HeatmapModel model, Side side, long ts, double price, Range range, Realised realised) {
    double[] columns = new double[model.columns().size()];
    model.addReach(side, PriceRange.ofPositions(price, range.low, range.high), columns, 0);
    for (int k = 0; k < columns.length; k++) {
      columns[k] /= Observations.MILLION;
    }
    double total = realised.total(ts, ts + horizonMicros, side);
    long prints = 0;
    for (long at = ts; at < ts + horizonMicros; at = realised.until(realised.interval(at))) {
      prints +=
          realised.amounts(at, side).values().stream().mapToLong(Realised.Amount::prints).sum();
    }
    return new Observations.Row(
        ts, ts + horizonMicros, side, 0, columns, total / Observations.MILLION, prints);
  }

  /** Positions that price reaches within the horizon. */
  private record Range(double low, double high) {}

  private Range range(List<Step> steps, int from) {
    long end = steps.get(from).ts() + horizonMicros;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    int t = from;
    while (t < steps.size() && steps.get(t).ts() < end) {
      low = Math.min(low, steps.get(t).crossLow());
      high = Math.max(high, steps.get(t).crossHigh());
      t++;
    }
    boolean whole = t < steps.size() || steps.get(t - 1).ts() + BarClock.BAR_MICROS >= end;
    return whole ? new Range(PriceGrid.position(low), PriceGrid.position(high)) : null;
  }
}
