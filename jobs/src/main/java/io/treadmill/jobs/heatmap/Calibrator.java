package io.treadmill.jobs.heatmap;

import io.treadmill.book.DaySteps;
import io.treadmill.book.HeatmapModel;
import io.treadmill.book.ModelFit;
import io.treadmill.book.Observations;
import io.treadmill.book.Realised;
import io.treadmill.book.models.Models;
import io.treadmill.conf.Settings.CalibrationSettings;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fits every scored model of one instrument to the days before a first day of use, and to no later
 * one. What it is given after that day does not change a bit of the result.
 */
final class Calibrator {
  /** Models that are fitted, the published one first; all are scored every night. */
  static final List<String> FITTED =
      List.of(
          Models.BOOK,
          Models.FINE_FRESHNESS,
          Models.PATH_ONLY,
          Models.FRESHNESS,
          "constant",
          "hobby");

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long SEED = 1;

  private final CalibrationSettings settings;
  private final History history;

  Calibrator(CalibrationSettings settings, History history) {
    this.settings = settings;
    this.history = history;
  }

  /**
   * A fit before it has an id and, if it has too few totals, before it took over other weights.
   *
   * @param enough true if it stands on its own totals
   * @param dailyColumnsUsd mean daily unweighted columns of the book by side, USD: for the rescale
   *     of weights that are taken over
   */
  record Fitted(StoredLaw law, boolean enough, double[][] dailyColumnsUsd)
      implements java.io.Serializable {}

  /** Returns whether a day is a first day of use by the calendar. */
  static boolean isRefit(String every, LocalDate day) {
    return switch (every) {
      case "daily" -> true;
      case "weekly" -> day.getDayOfWeek() == DayOfWeek.MONDAY;
      case "monthly" -> day.getDayOfMonth() == 1;
      default -> throw new IllegalArgumentException("Invalid calibration.every: " + every);
    };
  }

  /**
   * Returns whether a law comes into use on a day: by the calendar, or because there are enough
   * days with totals for the first time.
   */
  boolean comesIntoUse(LocalDate day) {
    return hasEnoughDays(day)
        && (isRefit(settings.every(), day) || !hasEnoughDays(day.minusDays(1)));
  }

  /** Returns whether the window before a day has enough days with totals. */
  boolean hasEnoughDays(LocalDate validFrom) {
    return daysWithTotals(validFrom) >= settings.leastTrainingDays();
  }

  private long daysWithTotals(LocalDate validFrom) {
    return scope(validFrom).map(Scope::days).orElse(0L);
  }

  /** Totals of one feed rule in a window. */
  private record Scope(String rule, long hours, long days, LocalDate from) {}

  /** The feed rule that tells most hours of the window; the first by name of two equal ones. */
  private Optional<Scope> scope(LocalDate validFrom) {
    Map<String, Scope> found = new TreeMap<>();
    LocalDate from = validFrom.minusDays(settings.trainingDays());
    history
        .days(from, validFrom.minusDays(1))
        .forEach(
            (day, held) -> {
              for (String rule : held.totals().rules()) {
                long hours = knownHours(held.totals(), rule);
                found.merge(
                    rule,
                    new Scope(rule, hours, 1, day),
                    (a, b) -> new Scope(rule, a.hours + b.hours, a.days + b.days, a.from));
              }
            });
    return found.values().stream()
        .reduce((a, b) -> b.hours > a.hours ? b : a)
        .filter(scope -> scope.hours > 0);
  }

  private static long knownHours(DayTotals totals, String rule) {
    long known = 0;
    for (Side side : Side.values()) {
      for (double hour : totals.hours(rule, side)) {
        known += Double.isNaN(hour) ? 0 : 1;
      }
    }
    return known;
  }

  /** Returns the fit that comes into use on a day; empty if no totals are before it. */
  Optional<Fitted> fit(LocalDate validFrom) {
    return scope(validFrom).map(scope -> fit(validFrom, scope));
  }

  private Fitted fit(LocalDate validFrom, Scope scope) {
    LocalDate to = validFrom.minusDays(1);
    Realised realised = realised(scope, to);
    Models.Market market = history.market(scope.from, to);
    Map<String, ModelWeights> models = new TreeMap<>();
    long forced = 0;
    double[][] daily = new double[2][];
    for (String name : FITTED) {
      Models.Definition definition = Models.of(name);
      HeatmapModel model = definition.factory().make(market);
      List<Observations.Row> rows = rows(model, realised, scope.from, to);
      int draws = name.equals(Models.BOOK) ? settings.draws() : 0;
      ModelFit.Rule rule = definition.rule().withDraws(draws, SEED);
      models.put(name, ModelWeights.of(new ModelFit(rule, model, rows, scope.from, to)));
      if (name.equals(Models.BOOK)) {
        forced = rows.stream().filter(row -> row.realised() > 0).count();
        daily = dailyColumns(rows, model.columns().size(), scope.days);
      }
    }
    String id = LawTable.fitId(validFrom, scope.from, scope.rule, models);
    StoredLaw law = new StoredLaw(id, validFrom, scope.from, to, scope.rule, StoredLaw.OWN, models);
    return new Fitted(law, forced >= settings.leastTotals(), daily);
  }

  private Realised realised(Scope scope, LocalDate to) {
    Realised realised = Realised.hourlyTotals();
    history
        .days(scope.from, to)
        .forEach(
            (day, held) -> {
              for (int hour = 0; hour < DayTotals.HOURS; hour++) {
                long at = UtcDays.startMicros(day) + hour * HOUR_MICROS;
                double longs = held.totals().hours(scope.rule, Side.LONG)[hour];
                double shorts = held.totals().hours(scope.rule, Side.SHORT)[hour];
                if (!Double.isNaN(longs) && !Double.isNaN(shorts)) {
                  realised.add(at, Side.LONG, 0, longs, 0);
                  realised.add(at, Side.SHORT, 0, shorts, 0);
                }
              }
            });
    return realised;
  }

  private List<Observations.Row> rows(
      HeatmapModel model, Realised realised, LocalDate from, LocalDate to) {
    Observations observations = new Observations(model, realised);
    history
        .days(history.warmUpFrom(from), to)
        .forEach((day, held) -> readDay(observations, stepsFor(model, held.steps())));
    long start = UtcDays.startMicros(from);
    List<Observations.Row> rows = new ArrayList<>(observations.finish());
    rows.removeIf(row -> row.ts() < start || !row.known());
    return rows;
  }

  /** The book reads where volume was traded; the others read the path. */
  static DaySteps stepsFor(HeatmapModel model, DaySteps steps) {
    return model.name().equals(Models.BOOK) ? steps : History.withoutProfiles(steps);
  }

  private static void readDay(Observations observations, DaySteps day) {
    for (int t = 0; t < day.count(); t++) {
      observations.step(day.step(t));
    }
  }

  private static double[][] dailyColumns(List<Observations.Row> rows, int columns, long days) {
    double[][] sums = new double[2][columns];
    for (Observations.Row row : rows) {
      for (int k = 0; k < columns; k++) {
        sums[row.side().index()][k] += row.columns()[k] * Observations.MILLION / days;
      }
    }
    return sums;
  }
}
