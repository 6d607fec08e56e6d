package io.treadmill.book.replay;

import io.treadmill.book.law.Calibration;
import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.Step;
import io.treadmill.book.standing.InflowTable;
import io.treadmill.book.standing.MapHorizon;
import io.treadmill.book.standing.MarketOutlook;
import io.treadmill.book.standing.OpenedBars;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Fits every scored model of one instrument to the days before a first day of use, and to no later
 * one. What it is given after that day does not change a bit of the result.
 */
public final class Calibrator {
  private static final long SEED = 1;

  /** Prints in a training window from which they are fitted by bar and bucket. */
  private static final long LEAST_PRINTS = 2000;

  private final Rule rule;
  private final TrainingHistory history;

  /**
   * When and on what laws are fitted.
   *
   * @param every monthly, weekly or daily: first days of use
   * @param trainingDays days of a training window at most
   * @param leastTrainingDays days with totals from which a law is fitted
   * @param leastTotals totals and sides with forced orders below which a law is pooled
   * @param draws block-bootstrap draws for the bands
   */
  public record Rule(
      String every, int trainingDays, int leastTrainingDays, int leastTotals, int draws) {}

  public Calibrator(Rule rule, TrainingHistory history) {
    this.rule = rule;
    this.history = history;
  }

  /**
   * A fit before it has an id and, if it has too few totals, before it took over other weights.
   *
   * @param law null where there are too few days with totals for any
   * @param enough true if it stands on its own totals
   * @param day the mean day of the training window
   */
  public record Fitted(InstrumentLaw law, boolean enough, SymbolDay day)
      implements java.io.Serializable {}

  /** Returns whether a day is a first day of use by the calendar. */
  public static boolean isRefit(String every, LocalDate day) {
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
  public boolean comesIntoUse(LocalDate day) {
    return hasEnoughDays(day) && (isRefit(rule.every(), day) || !hasEnoughDays(day.minusDays(1)));
  }

  /** Returns whether the window before a day has enough days with totals. */
  public boolean hasEnoughDays(LocalDate validFrom) {
    return scope(validFrom).map(Scope::days).orElse(0L) >= rule.leastTrainingDays();
  }

  /**
   * Totals of one feed rule in a window.
   *
   * @param totals hours, or longer windows where it tells no hours, of both sides
   */
  private record Scope(String rule, long totals, long days, LocalDate from) {}

  /**
   * The feed that is read: of those with enough days that of known venues before one of unknown
   * ones, then the one that tells most totals (an hour is one, so is a day of which no hour is
   * told), then the first by name. No other feed fills its gaps.
   */
  private Optional<Scope> scope(LocalDate validFrom) {
    Map<String, Scope> found = new TreeMap<>();
    LocalDate from = validFrom.minusDays(rule.trainingDays());
    history
        .days(from, validFrom.minusDays(1))
        .forEach(
            (day, held) -> {
              for (String rule : held.totals().rules()) {
                found.merge(
                    rule,
                    new Scope(rule, held.totals().known(rule), 1, day),
                    (a, b) -> new Scope(rule, a.totals + b.totals, a.days + b.days, a.from));
              }
            });
    return found.values().stream()
        .min(
            Comparator.comparingInt(this::choice)
                .thenComparing(Scope::totals, Comparator.reverseOrder()));
  }

  private int choice(Scope scope) {
    boolean enough = scope.days >= rule.leastTrainingDays();
    return enough && AggregateRule.isOfUnknownVenues(scope.rule) ? 1 : enough ? 0 : 2;
  }

  /** Returns the fit that comes into use on a day; empty if no totals are before it. */
  public Optional<Fitted> fit(LocalDate validFrom) {
    return scope(validFrom).map(scope -> fit(validFrom, scope));
  }

  private Fitted fit(LocalDate validFrom, Scope scope) {
    LocalDate to = validFrom.minusDays(1);
    Realised realised = realised(scope, to);
    Models.Market market = history.market(scope.from, to);
    List<Step> withProfiles = history.steps(history.warmUpFrom(scope.from), to);
    List<Step> paths = history.paths(history.warmUpFrom(scope.from), to);
    UtcDays window = new UtcDays(scope.from, to);
    OpenedBars bars = OpenedBars.of(withProfiles, market.openInterest(), market.parameters());
    MarketOutlook.Means means = MarketOutlook.Means.of(bars, window);
    // The book takes longest, most of it in draws that the common pool shares: it is fitted here,
    // the others beside it.
    Map<String, ForkJoinTask<FittedModel>> others = new TreeMap<>();
    for (String name : Models.fitted()) {
      if (!name.equals(Models.BOOK)) {
        others.put(
            name,
            ForkJoinPool.commonPool()
                .submit(
                    () -> {
                      HeatmapModel model = Models.of(name).factory().make(market);
                      return fitModel(
                          name,
                          TrainingRows.of(model, paths, realised, window.startMicros()),
                          window);
                    }));
      }
    }
    LeverageComponents components = components(market);
    ForkJoinTask<Optional<InflowTable>> table =
        ForkJoinPool.commonPool()
            .submit(() -> InflowTable.of(bars, components, window, means, MapHorizon.ALL));
    HeatmapModel model = Models.of(Models.BOOK).factory().make(market);
    TrainingRows rows =
        new TrainingRows(
            model,
            new StandingState(market, means).with(model),
            withProfiles,
            realised,
            window.startMicros());
    FittedModel book = fitModel(Models.BOOK, rows, window);
    Map<String, FittedLaw> models = new TreeMap<>(book.laws());
    models.put(Models.BOOK, withDispersions(book.level(), rows, window));
    others.values().forEach(other -> models.putAll(other.join().laws()));
    StandingFit.Level rule = others.get(Models.FINE_FRESHNESS_FAR).join().level();
    table
        .join()
        .map(inflow -> new StandingFit(components, inflow, window, book.level(), rule))
        .ifPresent(standing -> standing.addTo(models, rows));
    InstrumentLaw law =
        InstrumentLaw.of(validFrom, scope.from, to, scope.rule, InstrumentLaw.OWN, models);
    SymbolDay day =
        new SymbolDay(
            SymbolDay.activity(withProfiles, means, market.contract(), window),
            dailyColumns(rows.path(), model.columns().size(), scope.days),
            rows.path().stream().mapToDouble(Observations.Row::realised).sum()
                * Observations.MILLION
                / observedDays(rows.path()));
    return new Fitted(law, forcedHours(rows.path()) >= this.rule.leastTotals(), day);
  }

  /** Returns what a symbol with too few totals has for a day of use. */
  public Fitted withoutTotals(LocalDate validFrom) {
    UtcDays window = new UtcDays(validFrom.minusDays(rule.trainingDays()), validFrom.minusDays(1));
    LocalDate first = history.days(window.from(), window.to()).firstKey();
    UtcDays held = new UtcDays(first, window.to());
    List<Step> steps = history.steps(history.warmUpFrom(first), window.to());
    return new Fitted(
        null, false, SymbolDay.withoutTotals(history.market(first, window.to()), steps, held));
  }

  private static LeverageComponents components(Models.Market market) {
    return LeverageComponents.of(market.parameters(), market.tiers(), market.contract().inverse());
  }

  /** Laws of a model by key, and the level of that of its hours. */
  private record FittedModel(Map<String, FittedLaw> laws, StandingFit.Level level) {}

  private FittedModel fitModel(String name, TrainingRows rows, UtcDays window) {
    boolean isBook = name.equals(Models.BOOK);
    HeatmapModel model = rows.model();
    ModelFit.Rule rule = Models.of(name).rule().withDraws(isBook ? this.rule.draws() : 0, SEED);
    Map<String, FittedLaw> laws = new TreeMap<>();
    // A rule without a book does better on hours when it is fitted to hours, and on bars when it
    // is fitted to bars: it is held against the book at its best in both.
    boolean twice = !rows.isTotal() && model.bookColumns() == 0;
    FittedLaw path = ModelFit.of(rule, model, twice ? rows.hours() : rows.pathForFit(), window);
    laws.put(name, path);
    if (twice) {
      laws.put(
          InstrumentLaw.key(name, Horizon.PATH_5M),
          ModelFit.of(rule, model, rows.pathForFit(), window));
    }
    for (Horizon horizon : Horizon.MAPS) {
      if (!isBook && !rows.map(horizon).isEmpty()) {
        laws.put(
            InstrumentLaw.key(name, horizon),
            ModelFit.of(frozen(rule, horizon), model, rows.map(horizon), window));
      }
    }
    return new FittedModel(
        laws, new StandingFit.Level(path, ModelFit.factors(path, rows.path(), window)));
  }

  /** A standing map follows the level of the hours given the path: it has no rescale of its own. */
  private static ModelFit.Rule frozen(ModelFit.Rule rule, Horizon horizon) {
    double share =
        horizon.hours() > 1 ? Calibration.FROZEN_FRESHNESS_SHARE : Calibration.FRESHNESS_SHARE;
    return new ModelFit.Rule(rule.model(), rule.fit(), false, share, rule.draws(), rule.seed());
  }

  /** How totals of hours lie about a law; longer totals do not tell it. */
  private static FittedLaw withDispersions(
      StandingFit.Level level, TrainingRows rows, UtcDays window) {
    List<Observations.Row> hours =
        rows.hours().stream()
            .filter(row -> row.until() - row.ts() == BarClock.HOUR_MICROS)
            .toList();
    double[] expected = level.path().predict(hours);
    for (int i = 0; i < expected.length; i++) {
      int day = (int) (UtcDays.dayOf(hours.get(i).ts()).toEpochDay() - window.from().toEpochDay());
      expected[i] *= level.factors()[hours.get(i).side().index()][day];
    }
    return level.path().withDispersions(Dispersion.bySide(hours, expected));
  }

  /** Returns how long the totals of rows were observed: hours that are missing do not count. */
  private static double observedDays(List<Observations.Row> rows) {
    Map<Long, Long> intervals = new TreeMap<>();
    rows.forEach(row -> intervals.put(row.ts(), row.until() - row.ts()));
    return intervals.values().stream().mapToLong(Long::longValue).sum()
        / (double) BarClock.DAY_MICROS;
  }

  private static long forcedHours(List<Observations.Row> rows) {
    return rows.stream()
        .filter(row -> row.realised() > 0)
        .map(row -> Math.floorDiv(row.ts(), BarClock.HOUR_MICROS) + row.side().text())
        .distinct()
        .count();
  }

  /** Totals of hours, or prints by bar and bucket where there are enough that carry prices. */
  private Realised realised(Scope scope, LocalDate to) {
    var days = history.days(scope.from, to);
    long prints =
        days.values().stream()
            .flatMap(held -> held.totals().prints(scope.rule).stream())
            .mapToLong(ReportedLiquidations.Print::count)
            .sum();
    Realised realised =
        prints >= LEAST_PRINTS ? new Realised(BarClock.BAR_MICROS, 1) : Realised.hourlyTotals();
    days.forEach(
        (day, held) -> {
          if (realised.isTotal()) {
            held.totals().addTotalsTo(realised, scope.rule);
          } else {
            held.totals().addPrintsTo(realised, scope.rule);
          }
        });
    return realised;
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
