package io.treadmill.book.replay;

import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.map.Zone;
import io.treadmill.book.position.Profile;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.util.Optional;

/**
 * What price went through of one side of a map in the window after it: the hour of a map of now,
 * the hours of a standing one. A cell that was crossed in part counts by that part.
 *
 * @param ts instant of the map, start of the window
 * @param horizonHours horizon of the map; 0: now
 * @param massUsd what the cells on the way held
 * @param usualUsd what cells at their distances usually hold
 * @param beyondUsd what the cells beyond the price held that were gone through
 * @param realisedUsd what was forced in the window; NaN if not known
 * @param printScope feed of it
 */
public record ZoneTouch(
    long ts,
    int horizonHours,
    Side side,
    double massUsd,
    double usualUsd,
    double beyondUsd,
    double realisedUsd,
    String printScope) {
  /** Returns hot, neutral or thin. */
  public String kind() {
    return switch (Zone.kind(massUsd, usualUsd)) {
      case 1 -> "hot";
      case -1 -> "thin";
      default -> "neutral";
    };
  }

  /**
   * Returns what price went through from a bar on; empty where no window starts, where nothing is
   * usual yet and where nothing on the way was gone through.
   *
   * @param middle row of the price
   * @param usual usual USD of each cell from the price outwards
   * @param day the day, with what was forced
   * @param t the first bar after the map
   */
  static Optional<ZoneTouch> of(
      Heatmap map, Side side, int middle, double[] usual, MapDetails.Day day, int t) {
    int hours = hours(map.horizonHours());
    if (map.ts() % (hours * BarClock.HOUR_MICROS) != 0) {
      return Optional.empty();
    }
    PriceRange range = CrossedExposure.range(day.steps(), t, hours, map.price());
    double mass = 0;
    double ofUsual = 0;
    for (int i = 0; i < usual.length; i++) {
      int row = middle - side.sign() * i;
      double part = part(map, row, range.onTheWay(side));
      mass += part * map.expectedUsd(side, row);
      ofUsual += part > 0 ? part * usual[i] : 0;
    }
    double beyond = 0;
    for (int row = 0; row < map.rows(); row++) {
      boolean isBeyond = side.sign() * (row - middle) >= 0;
      beyond += isBeyond ? part(map, row, range.beyond(side)) * map.expectedUsd(side, row) : 0;
    }
    if (!(ofUsual > 0)) {
      return Optional.empty();
    }
    int hour = (int) Math.floorMod(map.ts() / BarClock.HOUR_MICROS, BarClock.HOURS_OF_A_DAY);
    return Optional.of(
        new ZoneTouch(
            map.ts(),
            map.horizonHours(),
            side,
            mass,
            ofUsual,
            beyond,
            CrossedExposure.realised(day.totals().totals(day.scope(), side), hour, hours),
            day.scope()));
  }

  /** Returns the part of a row that is gone through. */
  private static double part(Heatmap map, int row, PriceRange.Part way) {
    double buckets = map.buckets();
    return Profile.covered(way.from() / buckets, way.to() / buckets, map.bucket(row));
  }

  private static int hours(int horizonHours) {
    return Math.max(1, horizonHours);
  }
}
