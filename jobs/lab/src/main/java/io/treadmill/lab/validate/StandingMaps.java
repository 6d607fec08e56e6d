package io.treadmill.lab.validate;

import io.treadmill.book.law.Observations;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.book.score.Coverage;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.ladder.Scorecard;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The standing maps of one instrument by the code of the night: a law is fitted on training days,
 * and every model predicts what is hit within the horizons of later days.
 *
 * @param weekly whether each week of the test has a law of all days before it
 */
record StandingMaps(
    InstrumentHistory history,
    ParameterSet parameters,
    UtcDays train,
    UtcDays test,
    boolean weekly) {
  private static final long SEED = 1;
  private static final List<Horizon> INTERVALS =
      List.of(Horizon.PATH_1H, Horizon.MAP_1H, Horizon.MAP_4H, Horizon.MAP_24H);
  private static final String COVERAGE_ROW = "%-10s %-6s %8s %8s %8s %8s %8s %12s";
  private static final String ROW = "%-20s %9s %6s %6s %20s %20s %20s";

  /**
   * Prints the scores of each horizon and returns the test days.
   *
   * @param nulls draws of totals that know nothing of zones, 0 for none
   */
  List<InstrumentReplay.Day> print(int nulls, Consumer<String> out) {
    List<InstrumentReplay.Day> days = days();
    for (Horizon horizon : Horizon.MAPS) {
      List<Scorecard> scores = scores(horizon, days);
      out.accept("");
      if (scores.isEmpty()) {
        out.accept("%s: no totals of this horizon are known".formatted(horizon.text()));
        continue;
      }
      out.accept(
          "%s: what was hit in the hours after, in windows that do not overlap, n %d"
              .formatted(horizon.text(), scores.get(0).n()));
      out.accept(
          ROW.formatted(
              "model",
              "deviance",
              "R2",
              "ratio",
              Models.FINE_FRESHNESS_FAR,
              Models.FINE_FRESHNESS,
              Models.PATH_ONLY));
      scores.forEach(score -> out.accept(row(score)));
    }
    out.accept("");
    out.accept(
        "how often single totals lay in their 80 % interval; of told: of those whose interval is not"
            + " 0 to 0");
    out.accept(
        COVERAGE_ROW.formatted("", "", "in it", "below", "above", "nothing", "n", "of told"));
    for (Horizon horizon : INTERVALS) {
      for (Side side : Side.values()) {
        out.accept(row(horizon, side, totals(days, horizon, side)));
      }
    }
    ZoneTables.of(days).print(nulls, out);
    return days;
  }

  private static String row(Horizon horizon, Side side, List<Coverage.Total> totals) {
    Coverage coverage = Coverage.of(totals);
    Coverage told = Coverage.of(totals.stream().filter(one -> one.high() > 0).toList());
    return coverage.reason() != null
        ? COVERAGE_ROW.formatted(
            horizon.text(),
            side.text(),
            "-",
            "-",
            "-",
            "-",
            coverage.n() + ": " + coverage.reason(),
            "")
        : COVERAGE_ROW.formatted(
            horizon.text(),
            side.text(),
            percent(coverage.coverage()),
            percent(coverage.below()),
            percent(coverage.above()),
            percent(coverage.nothing()),
            coverage.n(),
            percent(told.coverage()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static List<Coverage.Total> totals(
      List<InstrumentReplay.Day> days, Horizon horizon, Side side) {
    return days.stream()
        .flatMap(day -> day.predictions().stream())
        .filter(
            one ->
                one.model().equals(Models.BOOK) && one.horizon() == horizon && one.side() == side)
        .map(one -> new Coverage.Total(one.coming().low(), one.coming().high(), one.realisedUsd()))
        .toList();
  }

  private static String row(Scorecard score) {
    return String.format(
        Locale.ROOT,
        ROW,
        score.model(),
        "%.1f".formatted(score.deviance()),
        "%.2f".formatted(score.r2()),
        "%.2f".formatted(score.ratio()),
        ScoreTable.text(score.skills().get(Models.FINE_FRESHNESS_FAR)),
        ScoreTable.text(score.skills().get(Models.FINE_FRESHNESS)),
        ScoreTable.text(score.skills().get(Models.PATH_ONLY)));
  }

  /** Runs the night over all days; returns the test days. */
  List<InstrumentReplay.Day> days() {
    List<LocalDate> uses = weekly ? Ladder.weeks(test) : List.of(test.from());
    return days(history, parameters, train, test, uses.stream().map(this::law).toList());
  }

  private InstrumentLaw law(LocalDate use) {
    UtcDays window = new UtcDays(train.from(), weekly ? use.minusDays(1) : train.to());
    return calibrator(history, parameters, window)
        .fit(use)
        .orElseThrow(() -> new IllegalArgumentException("Cannot fit: no totals on " + window))
        .law();
  }

  private static int warmUpDays(InstrumentHistory history, UtcDays train) {
    return (int) (train.from().toEpochDay() - history.days().get(0).steps().day().toEpochDay());
  }

  /** Returns what fits laws to windows as long as the training days. */
  static Calibrator calibrator(InstrumentHistory history, ParameterSet parameters, UtcDays train) {
    TrainingHistory training =
        new TrainingHistory(
            parameters, history.contract(), history.tierHistory(), warmUpDays(history, train));
    history.days().forEach(training::add);
    return new Calibrator(new Calibrator.Rule("monthly", train.count(), 1, 1, 0), training);
  }

  /** Runs the night over all days, each by the law in force; returns the test days. */
  static List<InstrumentReplay.Day> days(
      InstrumentHistory history,
      ParameterSet parameters,
      UtcDays train,
      UtcDays test,
      List<InstrumentLaw> laws) {
    TreeMap<LocalDate, InstrumentLaw> byFirstDay = new TreeMap<>();
    laws.forEach(law -> byFirstDay.put(law.validFrom(), law));
    InstrumentReplay replay =
        new InstrumentReplay(
            new InstrumentReplay.Rules(
                parameters,
                MapGrid.of(60, 20, 0.1),
                List.of(Horizon.MAP_4H),
                0,
                warmUpDays(history, train)),
            history.instrument(),
            history.contract(),
            history.tierHistory(),
            byFirstDay);
    replay.start(replay.empty(history.days().get(0).steps().day().minusDays(1)));
    List<InstrumentReplay.Day> result = new ArrayList<>();
    for (TrainingHistory.Day day : history.days()) {
      InstrumentReplay.Day ran = replay.run(day);
      if (test.contains(day.steps().day())) {
        result.add(ran);
      }
    }
    return result;
  }

  private List<Scorecard> scores(Horizon horizon, List<InstrumentReplay.Day> days) {
    Map<String, List<Double>> predicted = new LinkedHashMap<>();
    List<Observations.Row> rows = new ArrayList<>();
    for (InstrumentReplay.Day day : days) {
      long start = UtcDays.startMicros(day.end().day());
      for (InstrumentReplay.Prediction one : day.predictions()) {
        if (one.horizon() == horizon && !Double.isNaN(one.realisedUsd())) {
          predicted
              .computeIfAbsent(one.model(), name -> new ArrayList<>())
              .add(one.usd().expected() / Observations.MILLION);
          if (one.model().equals(Models.BOOK)) {
            long ts = start + one.slot() * BarClock.HOUR_MICROS;
            double millions = one.realisedUsd() / Observations.MILLION;
            rows.add(new Observations.Row(ts, ts, one.side(), 0, new double[0], millions, 0));
          }
        }
      }
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    predicted.forEach(
        (name, list) -> values.put(name, list.stream().mapToDouble(Double::doubleValue).toArray()));
    return values.keySet().stream().map(name -> Scorecard.of(name, rows, values, SEED)).toList();
  }
}
