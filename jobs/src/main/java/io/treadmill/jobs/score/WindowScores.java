package io.treadmill.jobs.score;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.models.Models;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.score.Coverage;
import io.treadmill.book.score.LocationScore;
import io.treadmill.book.score.ScoredWindow;
import io.treadmill.book.score.WindowScore;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The scores of one instrument, day and horizon: the published model against every baseline, and
 * every model against the strongest rule without a book, over the windows of the days up to then.
 *
 * @param day last day of the window
 * @param models predictions by model, of the days of the window
 * @param hoursOfTotals least hours of longer windows whose totals are known; 0 if none are
 */
record WindowScores(
    Instrument instrument,
    LocalDate day,
    String horizon,
    Map<String, SortedMap<ScoredWindow, Cell>> models,
    int hoursOfTotals) {
  private static final int TENTHS = 10;
  private static final double NORMAL_90 = 1.2816;

  private static final RowLayout<Comparison> SCORE =
      RowLayout.<Comparison>of(LakeTables.HEATMAP_SCORE)
          .instrument(one -> one.of().instrument)
          .date("day", one -> one.of().day)
          .text("model", Comparison::model)
          .text("baseline", Comparison::baseline)
          .text("horizon", one -> one.of().horizon)
          .components(WindowScore.Figures.class, Comparison::figures)
          .number("r2", one -> one.figures().r2())
          .number("day_skill", Comparison::daySkill)
          .wholeOrNull("location_prints", one -> one.location().knownPrints())
          .number("location_gain", one -> one.gain().value())
          .number("location_gain_low", one -> one.gain().low())
          .number("location_gain_high", one -> one.gain().high())
          .text("location_reason", Comparison::locationReason)
          .number("band_coverage", Comparison::bandCoverage)
          .text("band_reason", Comparison::bandReason)
          .whole("n", one -> one.windows().size())
          .integer("days", Comparison::days)
          .text("reason", Comparison::reason)
          .text("print_scope", Comparison::printScope)
          .build();

  private static final RowLayout<Tenth> RELIABILITY =
      RowLayout.<Tenth>of(LakeTables.HEATMAP_RELIABILITY)
          .instrument(one -> one.of().instrument)
          .date("day", one -> one.of().day)
          .text("model", Tenth::model)
          .text("horizon", one -> one.of().horizon)
          .integer("decile", Tenth::number)
          .number("predicted_usd", one -> one.sum().predicted())
          .number("low_usd", Tenth::low)
          .number("high_usd", Tenth::high)
          .number("realised_usd", one -> one.sum().realised())
          .whole("n", Tenth::n)
          .build();

  private static final RowLayout<CoverageRow> COVERAGE =
      RowLayout.<CoverageRow>of(LakeTables.HEATMAP_COVERAGE)
          .instrument(CoverageRow::instrument)
          .date("day", CoverageRow::day)
          .text("model", one -> Models.BOOK)
          .text("horizon", CoverageRow::horizon)
          .text("side", one -> one.side().text())
          .number("coverage", one -> one.of().coverage())
          .number("below", one -> one.of().below())
          .number("above", one -> one.of().above())
          .number("width_usd", one -> one.of().width())
          .number("nothing", one -> one.of().nothing())
          .whole("n", one -> one.of().n())
          .text("reason", one -> one.of().reason())
          .build();

  /** Horizons whose predictions have intervals of what will be realised. */
  private static final Set<String> INTERVALS =
      Stream.concat(Stream.of(Horizon.PATH_1H), Horizon.MAPS.stream())
          .map(Horizon::text)
          .collect(Collectors.toUnmodifiableSet());

  private record CoverageRow(
      Instrument instrument, LocalDate day, String horizon, Side side, Coverage of) {}

  /**
   * A prediction; amounts in USD, NaN where null; prints -1 where they carry no price.
   *
   * @param coming interval of the realised total; a sum of windows has none
   */
  record Cell(
      double predicted,
      double low,
      double high,
      Dispersion.Interval coming,
      double realised,
      long prints,
      double logLikelihood,
      String scope) {
    /** Returns this sum with the total of the same window where its own parts do not tell it. */
    Cell orRealised(Cell told) {
      return told == null || !Double.isNaN(realised)
          ? this
          : new Cell(predicted, low, high, coming, told.realised, prints, logLikelihood, scope);
    }

    Cell plus(Cell other) {
      return new Cell(
          predicted + other.predicted,
          low + other.low,
          high + other.high,
          Dispersion.Interval.NONE,
          realised + other.realised,
          -1,
          0,
          scope);
    }
  }

  /**
   * One model against one baseline.
   *
   * @param windows windows with a realised total that both predicted; where there are none, those
   *     of the model
   * @param score null if there is nothing to compare
   */
  private record Comparison(
      WindowScores of,
      String model,
      String baseline,
      List<ScoredWindow> windows,
      WindowScore score,
      WindowScore.Figures figures,
      LocationScore location,
      WindowScore.Skill gain,
      double bandCoverage,
      String reason,
      String printScope) {
    double daySkill() {
      return score == null ? Double.NaN : score.skillOn((int) of.day.toEpochDay());
    }

    String locationReason() {
      return score == null ? reason : location.reason();
    }

    String bandReason() {
      return score == null ? reason : of.bandReason(model);
    }

    int days() {
      return (int) windows.stream().map(ScoredWindow::day).distinct().count();
    }
  }

  /**
   * A tenth of the rows by rising prediction, from 1.
   *
   * @param low low end of the band of the realised total, USD; NaN if the model has no band
   * @param high high end
   */
  private record Tenth(
      WindowScores of, String model, int number, Cell sum, double low, double high, long n) {
    boolean holds() {
      return sum.realised() >= low && sum.realised() <= high;
    }
  }

  /** Later days may hold models that had no law on this one. */
  boolean isPredicted(String model) {
    return models.getOrDefault(model, new TreeMap<>()).keySet().stream()
        .anyMatch(window -> window.day().equals(day));
  }

  /** Adds the rows of both tables. */
  void addTo(List<Row> rows) {
    for (String baseline : Models.baselines()) {
      rows.add(score(Models.BOOK, baseline));
    }
    if (INTERVALS.contains(horizon)) {
      for (Side side : Side.values()) {
        CoverageRow row =
            new CoverageRow(instrument, day, horizon, side, Coverage.of(totals(side)));
        rows.add(ScoreFunction.OUTPUT.row(COVERAGE.name(), COVERAGE.row(row)));
      }
    }
    for (String model : models.keySet()) {
      if (isPredicted(model)) {
        if (!model.equals(Models.BOOK)) {
          rows.add(score(model, Models.FINE_FRESHNESS));
        }
        for (Tenth tenth : tenths(model)) {
          rows.add(ScoreFunction.OUTPUT.row(RELIABILITY.name(), RELIABILITY.row(tenth)));
        }
      }
    }
  }

  private List<Coverage.Total> totals(Side side) {
    return models.get(Models.BOOK).entrySet().stream()
        .filter(row -> row.getKey().side().equals(side.text()))
        .map(
            row ->
                new Coverage.Total(
                    row.getValue().coming().low(),
                    row.getValue().coming().high(),
                    row.getValue().realised()))
        .toList();
  }

  private Row score(String model, String baseline) {
    return ScoreFunction.OUTPUT.row(SCORE.name(), SCORE.row(comparison(model, baseline)));
  }

  private Comparison comparison(String model, String baseline) {
    SortedMap<ScoredWindow, Cell> own = models.get(model);
    SortedMap<ScoredWindow, Cell> other = models.getOrDefault(baseline, new TreeMap<>());
    List<ScoredWindow> known = known(model).stream().map(Map.Entry::getKey).toList();
    List<ScoredWindow> both = known.stream().filter(other::containsKey).toList();
    if (both.isEmpty()) {
      return new Comparison(
          this,
          model,
          baseline,
          known,
          null,
          WindowScore.Figures.NONE,
          new LocationScore(),
          WindowScore.Skill.NONE,
          Double.NaN,
          reason(known, baseline, scope(own)),
          scope(own));
    }
    WindowScore score =
        WindowScore.ofUsd(
            both,
            window -> own.get(window).realised(),
            window -> own.get(window).predicted(),
            window -> other.get(window).predicted(),
            ScoredWindow::day);
    WindowScore.Figures figures = score.figures();
    LocationScore location = location(both, own, other);
    return new Comparison(
        this,
        model,
        baseline,
        both,
        score,
        figures,
        location,
        location.gain(),
        bandCoverage(tenths(model)),
        figures.isComparable() ? null : WindowScore.Figures.EXACT,
        scope(own));
  }

  /** Why there is nothing to compare. */
  private String reason(List<ScoredWindow> known, String baseline, String scope) {
    if (known.isEmpty()) {
      return hoursOfTotals == 0
          ? "no realised totals in the window"
          : "totals of '%s' are of longer windows: known of %d h".formatted(scope, hoursOfTotals);
    }
    return horizon.equals(Horizon.PATH_5M.text()) && !Models.of(baseline).isPredictedByBar()
        ? "the baseline is not predicted bar by bar"
        : "no fit of the baseline on earlier days yet";
  }

  /** The feed rule of the day itself: it may have changed inside the window. */
  private String scope(SortedMap<ScoredWindow, Cell> cells) {
    return cells.entrySet().stream()
        .filter(row -> row.getKey().day().equals(day))
        .findFirst()
        .orElseThrow()
        .getValue()
        .scope();
  }

  private static LocationScore location(
      List<ScoredWindow> windows,
      SortedMap<ScoredWindow, Cell> own,
      SortedMap<ScoredWindow, Cell> other) {
    LocationScore location = new LocationScore();
    for (ScoredWindow window : windows) {
      Cell cell = own.get(window);
      if (cell.prints() >= 0) {
        double gain = cell.logLikelihood() - other.get(window).logLikelihood();
        location.add(window.day(), cell.prints(), gain);
      }
    }
    return location;
  }

  private static double bandCoverage(List<Tenth> tenths) {
    boolean bands = !tenths.isEmpty() && tenths.stream().noneMatch(t -> Double.isNaN(t.low()));
    return bands ? tenths.stream().filter(Tenth::holds).count() / (double) TENTHS : Double.NaN;
  }

  /** Why there is no coverage of the bands; null if there is. */
  private String bandReason(String model) {
    long known = known(model).size();
    long bands = known(model).stream().filter(row -> !Double.isNaN(row.getValue().low())).count();
    if (known < TENTHS) {
      return "fewer than %d rows".formatted(TENTHS);
    }
    return bands == known
        ? null
        : bands == 0 ? "the law has no draws" : "no draws of the law in part of the window";
  }

  private List<Map.Entry<ScoredWindow, Cell>> known(String model) {
    return models.get(model).entrySet().stream()
        .filter(row -> !Double.isNaN(row.getValue().realised()))
        .toList();
  }

  /** Splits the known rows of the window by rising prediction; none if there are under ten. */
  private List<Tenth> tenths(String model) {
    List<Map.Entry<ScoredWindow, Cell>> known = known(model);
    if (known.size() < TENTHS) {
      return List.of();
    }
    int[] tenth =
        WindowScore.tenths(known.stream().mapToDouble(row -> row.getValue().predicted()).toArray());
    List<List<Map.Entry<ScoredWindow, Cell>>> split = new ArrayList<>();
    for (int t = 0; t < TENTHS; t++) {
      split.add(new ArrayList<>());
    }
    for (int i = 0; i < tenth.length; i++) {
      split.get(tenth[i]).add(known.get(i));
    }
    List<Tenth> result = new ArrayList<>();
    for (int t = 0; t < TENTHS; t++) {
      result.add(tenth(model, t + 1, split.get(t)));
    }
    return result;
  }

  /**
   * The band of a total: that of its mean, over draws of the law, and beside it the noise of the
   * days, whose variance is the sum of the squared daily residuals of the same tenth: days are
   * independent, and a level that is wrong on all of them is not hidden.
   */
  private Tenth tenth(String model, int number, List<Map.Entry<ScoredWindow, Cell>> rows) {
    Cell sum = new Cell(0, 0, 0, Dispersion.Interval.NONE, 0, -1, 0, "");
    Map<LocalDate, Double> residuals = new TreeMap<>();
    for (Map.Entry<ScoredWindow, Cell> row : rows) {
      Cell cell = row.getValue();
      sum = sum.plus(cell);
      residuals.merge(row.getKey().day(), cell.realised() - cell.predicted(), Double::sum);
    }
    double squares = residuals.values().stream().mapToDouble(r -> r * r).sum();
    double noise = NORMAL_90 * Math.sqrt(squares);
    double predicted = sum.predicted();
    return new Tenth(
        this,
        model,
        number,
        sum,
        Math.max(0, predicted - Math.hypot(predicted - sum.low(), noise)),
        predicted + Math.hypot(sum.high() - predicted, noise),
        rows.size());
  }
}
