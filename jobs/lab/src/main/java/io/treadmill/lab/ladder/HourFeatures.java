package io.treadmill.lab.ladder;

import io.treadmill.book.law.Realised;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sceptic would predict an hour's forced orders of a side from: range, returns, volatility,
 * volume, open interest, and what was forced before.
 */
final class HourFeatures {
  private static final double LEAST = 1e-4;

  private final Map<Long, double[][]> byHour = new HashMap<>();

  /** Places of the features in a row. */
  enum Feature {
    RANGE,
    ADVERSE_MOVE,
    ABSOLUTE_RETURN,
    RETURN_AGAINST_SIDE,
    NEW_EXTREME,
    VOLATILITY_24H,
    OPEN_INTEREST,
    VOLUME,
    OPEN_INTEREST_CHANGE,
    PATH_LENGTH,
    FORCED_LAST_HOUR,
    FORCED_LAST_DAY
  }

  HourFeatures(List<Step> steps, Realised realised) {
    List<Step> day = new ArrayList<>();
    double openInterest = 1;
    int from = 0;
    while (from < steps.size()) {
      long hour = Math.floorDiv(steps.get(from).ts(), BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS;
      int to = from;
      while (to < steps.size() && steps.get(to).ts() < hour + BarClock.HOUR_MICROS) {
        to++;
      }
      List<Step> bars = steps.subList(from, to);
      double[][] rows = new double[2][];
      for (Side side : Side.values()) {
        rows[side.index()] = features(side, hour, bars, day, realised, openInterest);
      }
      openInterest = held(bars.get(bars.size() - 1).openInterestEnd(), openInterest);
      byHour.put(hour, rows);
      day.addAll(bars);
      if (day.size() > BarClock.BARS_OF_A_DAY) {
        day = new ArrayList<>(day.subList(day.size() - BarClock.BARS_OF_A_DAY, day.size()));
      }
      from = to;
    }
  }

  /** Returns the features of an hour and side in the order of {@link Feature}. */
  double[] of(long hour, Side side) {
    return byHour.get(hour)[side.index()];
  }

  private static double[] features(
      Side side,
      long hour,
      List<Step> bars,
      List<Step> dayBefore,
      Realised realised,
      double openInterest) {
    double open = bars.get(0).open();
    double close = bars.get(bars.size() - 1).close();
    double low = bars.stream().mapToDouble(Step::low).min().orElse(open);
    double high = bars.stream().mapToDouble(Step::high).max().orElse(open);
    double path = 0;
    double volume = 0;
    for (Step bar : bars) {
      path += Math.log(bar.high() / bar.low());
      volume += bar.volume();
    }
    double against = -side.sign() * Math.log(close / open);
    double adverse = side == Side.LONG ? Math.log(open / low) : Math.log(high / open);
    double extreme =
        side == Side.LONG
            ? dayBefore.stream().mapToDouble(Step::low).min().orElse(low)
            : dayBefore.stream().mapToDouble(Step::high).max().orElse(high);
    double beyond = side == Side.LONG ? Math.log(extreme / low) : Math.log(high / extreme);
    double oiStart = held(bars.get(0).openInterestStart(), openInterest);
    double oiEnd = held(bars.get(bars.size() - 1).openInterestEnd(), oiStart);
    return new double[] {
      log(Math.log(high / low)),
      log(adverse),
      log(Math.abs(against)),
      100 * against,
      100 * Math.max(0, beyond),
      log(volatility(dayBefore)),
      Math.log(oiStart),
      Math.log(Math.max(volume, 1)),
      100 * Math.log(oiEnd / oiStart),
      log(path),
      log(forced(realised, side, hour - BarClock.HOUR_MICROS, hour)),
      log(forced(realised, side, hour - 24 * BarClock.HOUR_MICROS, hour))
    };
  }

  private static double held(double openInterest, double last) {
    return openInterest > 0 ? openInterest : last;
  }

  private static double volatility(List<Step> bars) {
    double sum = 0;
    for (Step bar : bars) {
      double r = Math.log(bar.close() / bar.open());
      sum += r * r;
    }
    return Math.sqrt(sum);
  }

  /** Millions; hours that were not observed count nothing. */
  private static double forced(Realised realised, Side side, long from, long to) {
    double sum = 0;
    for (long at = from; at < to; at += realised.intervalMicros()) {
      double total = realised.total(at, side);
      sum += Double.isNaN(total) ? 0 : total / 1e6;
    }
    return sum;
  }

  private static double log(double value) {
    return Math.log(Math.max(value, LEAST));
  }
}
