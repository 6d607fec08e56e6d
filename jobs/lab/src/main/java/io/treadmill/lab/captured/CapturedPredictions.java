package io.treadmill.lab.captured;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.CellMap;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.CrossedExposure;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * What captured maps held on the ways that price then took. Windows are those of {@code
 * heatmap_prediction}: an hour from each full hour on, 4 and 24 hours from multiples of them. A
 * window has the last capture of the hour before its start, or at it; an older one is not held
 * against it.
 */
final class CapturedPredictions {
  private final List<Capture> captures;
  private final Function<LocalDate, String> scopeOfDay;

  /**
   * One predicted window.
   *
   * @param ts start of the window, microseconds since 1970
   * @param amount what the map held on the way, in its unit
   * @param leftMap true if price went beyond the last cell of the map
   * @param location where the prints of the hour fell, by what the amounts are multiplied with;
   *     null for longer windows
   */
  record Predicted(
      Capture capture,
      Horizon horizon,
      LocalDate day,
      long ts,
      Side side,
      double amount,
      boolean leftMap,
      DoubleFunction<CrossedExposure.Location> location) {}

  /**
   * Takes captures.
   *
   * @param scopeOfDay prints that tell where in the path of a day orders were forced
   */
  CapturedPredictions(List<Capture> captures, Function<LocalDate, String> scopeOfDay) {
    this.captures = captures.stream().sorted(Comparator.comparing(Capture::instant)).toList();
    this.scopeOfDay = scopeOfDay;
  }

  /** Returns the predictions of days, in order. */
  List<Predicted> of(List<TrainingHistory.Day> days) {
    List<Predicted> all = new ArrayList<>();
    double close = Double.NaN;
    for (TrainingHistory.Day day : days) {
      for (Capture capture : captures) {
        long age = UtcDays.startMicros(day.steps().day()) - capture.instant();
        if (age < BarClock.HOUR_MICROS
            && UtcDays.dayOf(capture.instant()).isBefore(day.steps().day().plusDays(1))) {
          add(all, capture, day, close);
        }
      }
      close = day.steps().close()[day.steps().count() - 1];
    }
    return all;
  }

  private void add(
      List<Predicted> all, Capture capture, TrainingHistory.Day day, double closeBefore) {
    DaySteps steps = day.steps();
    CellMap map = capture.map();
    String scope = scopeOfDay.apply(steps.day());
    CrossedExposure crossed =
        CrossedExposure.of(map, steps, scope == null ? List.of() : day.totals().prints(scope));
    double last = closeBefore;
    for (int t = 0; t < steps.count(); t++) {
      crossed.before(t, Double.isNaN(last) ? steps.open()[t] : last);
      map.step(steps.step(t));
      crossed.after(t);
      last = steps.close()[t];
    }
    for (Horizon horizon : Horizon.MAPS) {
      for (int hour = 0; hour < BarClock.HOURS_OF_A_DAY; hour += horizon.hours()) {
        long ts = UtcDays.startMicros(steps.day()) + hour * BarClock.HOUR_MICROS;
        for (Side side : Side.values()) {
          double[] columns = crossed.of(horizon, side, hour);
          int ofHour = hour;
          if (columns != null && inForce(horizon, ts).filter(capture::equals).isPresent()) {
            all.add(
                new Predicted(
                    capture,
                    horizon,
                    steps.day(),
                    ts,
                    side,
                    columns[0],
                    leftMap(capture, side, steps, ts, ts + horizon.hours() * BarClock.HOUR_MICROS),
                    horizon == Horizon.MAP_1H
                        ? factor -> crossed.location(side, ofHour, times(map, factor))
                        : null));
          }
        }
      }
    }
  }

  private static FittedLaw times(CellMap map, double factor) {
    return FittedLaw.ofWeights(map.columns(), new double[][] {{factor}, {factor}});
  }

  /** The last capture of the hour before a window, of those drawn for its length if some are. */
  private Optional<Capture> inForce(Horizon horizon, long ts) {
    boolean own = captures.stream().anyMatch(one -> one.horizonHours() == horizon.hours());
    return captures.stream()
        .filter(one -> one.horizonHours() == (own ? horizon.hours() : 0))
        .filter(one -> one.instant() <= ts && ts - one.instant() < BarClock.HOUR_MICROS)
        .reduce((earlier, later) -> later);
  }

  private static boolean leftMap(Capture capture, Side side, DaySteps steps, long from, long to) {
    double lowest = capture.cells().stream().mapToDouble(CellMap.Cell::priceLow).min().orElse(0);
    double highest = capture.cells().stream().mapToDouble(CellMap.Cell::priceHigh).max().orElse(0);
    for (int t = 0; t < steps.count(); t++) {
      long ts = steps.ts()[t];
      boolean inWindow = ts >= from && ts < to;
      if (inWindow
          && (side == Side.LONG
              ? steps.step(t).crossLow() < lowest
              : steps.step(t).crossHigh() > highest)) {
        return true;
      }
    }
    return false;
  }
}
