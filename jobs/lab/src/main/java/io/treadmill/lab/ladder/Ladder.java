package io.treadmill.lab.ladder;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Fits every model on a training window and scores it on a later one. Rows of the test window enter
 * no fit; the trailing rescale and weekly refits read days before the row's own alone.
 */
public final class Ladder {
  private static final int WEEK_DAYS = 7;

  private final Plan plan;
  private final List<Entry> entries;
  private final HourFeatures hours;

  /**
   * Windows and draws.
   *
   * @param trainFrom first training day
   * @param trainTo last training day
   * @param testFrom first test day, after the last training day
   * @param testTo last test day
   * @param weekly whether each week of the test is predicted by a fit of all days before it
   * @param freshnessShare prior share of freshness columns
   * @param draws block-bootstrap draws of the published model
   * @param seed seed of all draws
   */
  public record Plan(
      LocalDate trainFrom,
      LocalDate trainTo,
      LocalDate testFrom,
      LocalDate testTo,
      boolean weekly,
      double freshnessShare,
      int draws,
      long seed) {
    /** Checks the order of the windows. */
    public Plan {
      if (trainTo.isBefore(trainFrom) || testTo.isBefore(testFrom) || !testFrom.isAfter(trainTo)) {
        throw new IllegalArgumentException(
            ("Invalid windows: train %s to %s, test %s to %s (the test must be after the "
                    + "training)")
                .formatted(trainFrom, trainTo, testFrom, testTo));
      }
    }
  }

  /** A model that has read all bars, and its rows. */
  private record Entry(
      Models.Definition definition, HeatmapModel model, List<Observations.Row> rows) {}

  /**
   * What the models gave on the test window.
   *
   * @param rows known rows of the test window
   * @param predicted prediction of each row by model, millions of USD
   * @param scores scores by model, in the order of the models
   * @param fits last fit by model
   * @param bands 80 % bands of the realised totals by decile of the published model; empty without
   *     draws
   */
  public record Result(
      List<Observations.Row> rows,
      Map<String, double[]> predicted,
      List<Scorecard> scores,
      Map<String, FittedLaw> laws,
      List<Bands.Band> bands) {
    /** Returns the scores of a model. */
    public Scorecard score(String model) {
      return scores.stream()
          .filter(score -> score.model().equals(model))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("Invalid model: " + model));
    }

    /** Returns the realised total of each row, millions of USD. */
    public double[] realised() {
      return rows.stream().mapToDouble(Observations.Row::realised).toArray();
    }

    /**
     * Returns the share of the deciles whose realised total lies in its band; NaN without bands.
     */
    public double bandCoverage() {
      return bands.stream().mapToDouble(band -> band.holds() ? 1 : 0).average().orElse(Double.NaN);
    }

    /** Returns the location test of the published model against fine freshness. */
    public Scorecard.Location location(long seed) {
      return Scorecard.location(
          rows, predicted.get(Models.BOOK), predicted.get(Models.FINE_FRESHNESS), seed);
    }
  }

  private Ladder(Plan plan, List<Entry> entries, HourFeatures hours) {
    this.plan = plan;
    this.entries = entries;
    this.hours = hours;
  }

  /**
   * Returns the ladder of maps that follow the path bar by bar; with the sceptic's regressions
   * where the realised amounts are totals of hours.
   *
   * @param steps all bars from the warm-up on, by rising time
   */
  public static Ladder updating(
      Plan plan,
      Models.Market market,
      List<Step> steps,
      Realised realised,
      List<Models.Definition> models) {
    List<Entry> entries = new ArrayList<>();
    for (Models.Definition definition : models) {
      Observations observations = new Observations(definition.factory().make(market), realised);
      steps.forEach(observations::step);
      entries.add(new Entry(definition, observations.model(), observations.finish()));
    }
    boolean hourly =
        realised.isTotal()
            && realised.intervalMicros() == BarClock.HOUR_MICROS
            && !realised.hasLongerWindows();
    return new Ladder(plan, entries, hourly ? new HourFeatures(steps, realised) : null);
  }

  /** Returns all rows of the first model: their realised totals are those of every model. */
  public List<Observations.Row> rows() {
    return entries.get(0).rows();
  }

  /**
   * Returns this ladder with other realised totals, millions of USD, one a row; no regressions,
   * whose features hold the true ones.
   *
   * @param newPlan windows and draws
   */
  public Ladder withRealised(double[] totals, Plan newPlan) {
    List<Entry> changed = new ArrayList<>();
    for (Entry entry : entries) {
      List<Observations.Row> rows =
          IntStream.range(0, totals.length)
              .mapToObj(i -> entry.rows.get(i).withRealised(totals[i]))
              .toList();
      changed.add(new Entry(entry.definition, entry.model, rows));
    }
    return new Ladder(newPlan, changed, null);
  }

  /** Returns the fit of a model on the training window and its prediction of every row. */
  public double[] predict(String model) {
    Entry entry = entry(model);
    return predict(entry, plan.trainTo, 0, new LinkedHashMap<>());
  }

  private Entry entry(String model) {
    return entries.stream()
        .filter(entry -> entry.definition.name().equals(model))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Invalid model: " + model));
  }

  /** Fits and scores every model. */
  public Result run() {
    int[] test = IntStream.range(0, rows().size()).filter(i -> inTest(rows().get(i))).toArray();
    if (test.length == 0) {
      throw new IllegalArgumentException(
          "Cannot score: no realised totals from " + plan.testFrom + " to " + plan.testTo);
    }
    Map<String, double[]> all = new LinkedHashMap<>();
    Map<String, FittedLaw> laws = new LinkedHashMap<>();
    for (Entry entry : entries) {
      all.put(entry.definition.name(), predict(entry, laws));
    }
    if (hours != null) {
      addRegressions(all);
    }
    Map<String, double[]> predicted = new LinkedHashMap<>();
    all.forEach(
        (name, mu) -> predicted.put(name, Arrays.stream(test).mapToDouble(i -> mu[i]).toArray()));
    List<Observations.Row> rows = Arrays.stream(test).mapToObj(rows()::get).toList();
    List<Scorecard> scores =
        predicted.keySet().stream()
            .map(name -> Scorecard.of(name, rows, predicted, plan.seed))
            .toList();
    return new Result(rows, predicted, scores, laws, bands(laws, all, test));
  }

  private boolean inTest(Observations.Row row) {
    return row.known()
        && row.ts() >= UtcDays.startMicros(plan.testFrom)
        && row.until() <= UtcDays.startMicros(plan.testTo.plusDays(1));
  }

  /** Predicts all rows by a fit on the days up to one, and keeps its law. */
  private double[] predict(Entry entry, LocalDate to, int draws, Map<String, FittedLaw> laws) {
    ModelFit.Rule rule =
        entry.definition.rule().withFreshnessShare(plan.freshnessShare).withDraws(draws, plan.seed);
    UtcDays window = new UtcDays(plan.trainFrom, to);
    FittedLaw law = ModelFit.of(rule, entry.model, entry.rows, window);
    laws.put(entry.definition.name(), law);
    return ModelFit.predict(law, entry.rows, window);
  }

  /** Predicts all rows; those of a week of the test by the fit of the days before it. */
  private double[] predict(Entry entry, Map<String, FittedLaw> laws) {
    int draws = entry.definition.name().equals(Models.BOOK) ? plan.draws : 0;
    double[] predicted = predict(entry, plan.trainTo, draws, laws);
    for (LocalDate week : plan.weekly ? weeks() : List.<LocalDate>of()) {
      copyFrom(week, entry.rows, predict(entry, week.minusDays(1), draws, laws), predicted);
    }
    return predicted;
  }

  private List<LocalDate> weeks() {
    return weeks(new UtcDays(plan.testFrom, plan.testTo));
  }

  /** Returns the first day of each week of a test window, counted from its first day. */
  public static List<LocalDate> weeks(UtcDays test) {
    return test.from().datesUntil(test.to().plusDays(1), Period.ofDays(WEEK_DAYS)).toList();
  }

  private static void copyFrom(
      LocalDate day, List<Observations.Row> rows, double[] from, double[] to) {
    long start = UtcDays.startMicros(day);
    for (int i = 0; i < to.length; i++) {
      if (rows.get(i).ts() >= start) {
        to[i] = from[i];
      }
    }
  }

  private void addRegressions(Map<String, double[]> all) {
    Entry freshness = entry(Models.FINE_FRESHNESS);
    for (Regression regression : Regression.values()) {
      double[] predicted = regress(regression, freshness, plan.trainTo);
      for (LocalDate week : plan.weekly ? weeks() : List.<LocalDate>of()) {
        copyFrom(week, rows(), regress(regression, freshness, week.minusDays(1)), predicted);
      }
      all.put(regression.text(), predicted);
    }
  }

  private double[] regress(Regression regression, Entry freshness, LocalDate to) {
    FittedLaw law =
        ModelFit.of(
            ModelFit.Rule.of(Models.FINE_FRESHNESS, freshness.definition.fit(), false),
            freshness.model,
            freshness.rows,
            new UtcDays(plan.trainFrom, to));
    long from = UtcDays.startMicros(plan.trainFrom);
    long end = UtcDays.startMicros(to.plusDays(1));
    return regression.predict(
        freshness.rows,
        hours,
        law.predict(freshness.rows),
        row -> row.ts() >= from && row.until() <= end);
  }

  /** Bands of the published model; none without draws or with weekly refits. */
  private List<Bands.Band> bands(
      Map<String, FittedLaw> laws, Map<String, double[]> all, int[] test) {
    FittedLaw law = laws.get(Models.BOOK);
    if (law == null || law.longs().draws().length == 0 || plan.weekly) {
      return List.of();
    }
    List<Observations.Row> rows = entry(Models.BOOK).rows;
    int[] train = IntStream.range(0, rows.size()).filter(i -> inTraining(rows.get(i))).toArray();
    double[] mu = all.get(Models.BOOK);
    return Bands.deciles(
        law,
        Arrays.stream(train).mapToObj(rows::get).toList(),
        Arrays.stream(train).mapToDouble(i -> mu[i]).toArray(),
        Arrays.stream(test).mapToObj(rows::get).toList(),
        Arrays.stream(test).mapToDouble(i -> mu[i]).toArray(),
        plan.seed);
  }

  private boolean inTraining(Observations.Row row) {
    return row.known()
        && row.ts() >= UtcDays.startMicros(plan.trainFrom)
        && row.until() <= UtcDays.startMicros(plan.trainTo.plusDays(1));
  }
}
