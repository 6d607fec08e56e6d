package io.treadmill.lab.captured;

import io.treadmill.book.models.Models;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.book.score.WindowScore;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lab.captured.CaptureScores.Line;
import io.treadmill.lab.validate.InstrumentHistory;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a lake holds of the windows after captured maps, scores the maps and says so. */
public final class CaptureReport {
  /** Names of the values of a score. */
  public static final List<String> COLUMNS =
      List.of(
          "horizon",
          "model",
          "baseline",
          "skill",
          "skill_low",
          "skill_high",
          "interval_reason",
          "deviance",
          "baseline_deviance",
          "r2",
          "spearman",
          "crossed_usd",
          "realised_usd",
          "crossed_over_realised",
          "factor",
          "location_prints",
          "location_gain",
          "location_gain_low",
          "location_gain_high",
          "location_reason",
          "windows_left_map",
          "n",
          "days",
          "reason",
          "print_scope");

  private static final String ROW = "  %-20s %5s %17s %10s %9s %6s %8s %20s %20s %20s";

  private final String name;
  private final boolean inDollars;
  private final List<Capture> captures;
  private Instrument instrument;
  private long used;
  private List<Line> scores;

  /**
   * Takes captures.
   *
   * @param name what to call the map
   * @param inDollars false if its amounts have no unit
   */
  public CaptureReport(String name, boolean inDollars, List<Capture> captures) {
    this.name = name;
    this.inDollars = inDollars;
    this.captures = List.copyOf(captures);
  }

  /** Returns the days of the captures, that before, which says the price, and that after. */
  public UtcDays days() {
    List<LocalDate> days =
        captures.stream().map(one -> UtcDays.dayOf(one.instant())).sorted().toList();
    return new UtcDays(days.get(0).minusDays(1), days.get(days.size() - 1).plusDays(1));
  }

  /** Scores the captures on one instrument of the run's selection. */
  public void score(RunContext run) {
    InstrumentHistory history =
        InstrumentHistory.read(run, days().from(), days().from(), days().to());
    instrument = history.instrument();
    List<NamedRow> night =
        NamedRow.all(
            run.lake()
                .read(LakeTables.HEATMAP_PREDICTION, run.days(), run.selection())
                .where("horizon in ('path_1h', 'map_1h', 'map_4h', 'map_24h')")
                .where("product = '%s'".formatted(instrument.product().text())));
    Map<LocalDate, String> scopes = new HashMap<>();
    night.stream()
        .filter(row -> row.text("model").equals(Models.BOOK))
        .forEach(row -> scopes.put(row.day("day"), row.text("print_scope")));
    List<TrainingHistory.Day> days = history.days();
    List<CapturedPredictions.Predicted> predicted =
        new CapturedPredictions(captures, scopes::get).of(days);
    used = predicted.stream().map(CapturedPredictions.Predicted::capture).distinct().count();
    scores = new CaptureScores(name, inDollars, night).of(predicted);
  }

  /** Returns the values of each score, by {@link #COLUMNS}; null where there is none. */
  public List<List<Object>> rows() {
    return scores.stream().map(CaptureReport::values).toList();
  }

  private static List<Object> values(Line line) {
    return Arrays.asList(
        line.horizon(),
        line.model(),
        line.baseline(),
        known(line.figures().skill()),
        known(line.figures().skillLow()),
        known(line.figures().skillHigh()),
        line.intervalReason(),
        known(line.figures().deviance()),
        known(line.figures().baselineDeviance()),
        known(line.figures().r2()),
        known(line.figures().spearman()),
        known(line.crossedUsd()),
        known(line.realisedUsd()),
        known(line.figures().ratio()),
        known(line.factor()),
        line.locationPrints(),
        known(line.locationGain().value()),
        known(line.locationGain().low()),
        known(line.locationGain().high()),
        line.locationReason(),
        line.leftMap(),
        line.windows(),
        line.days(),
        line.reason(),
        line.printScope());
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** Returns the scores as text for people. */
  public List<String> lines() {
    List<String> text = new ArrayList<>();
    text.add(
        "%d captures of %s, %s to %s; %d of them stand in the hour before a window of %s"
            .formatted(
                captures.size(),
                name,
                iso(captures.stream().mapToLong(Capture::instant).min().orElseThrow()),
                iso(captures.stream().mapToLong(Capture::instant).max().orElseThrow()),
                used,
                instrument));
    scores.stream()
        .collect(Collectors.groupingBy(Line::horizon, LinkedHashMap::new, Collectors.toList()))
        .forEach((horizon, lines) -> addHorizon(text, horizon, lines));
    return text;
  }

  private void addHorizon(List<String> text, String horizon, List<Line> lines) {
    Line first = lines.get(0);
    text.add("");
    if (first.windows() == 0) {
      text.add("%s: %s".formatted(horizon, first.reason()));
      return;
    }
    text.add(
        "%s: %d windows and sides on %d days; price went beyond the last cell in %d; forced, as '%s' tells: %s USD"
            .formatted(
                horizon,
                first.windows(),
                first.days(),
                first.leftMap(),
                first.printScope(),
                usd(first.realisedUsd())));
    text.add(
        ROW.formatted(
            "model",
            "n",
            "crossed USD",
            "/ realised",
            "deviance",
            "R2",
            "Spearman",
            "skill as given",
            "skill scaled",
            "gain a print"));
    Map<String, Line> asGiven = over(lines, name);
    Map<String, Line> scaled = over(lines, name + CaptureScores.SCALED);
    Set<String> told = new HashSet<>();
    for (Line line : lines) {
      if (told.add(line.model())) {
        text.add(row(line, asGiven.get(line.model()), scaled.get(line.model())));
      }
    }
    addNotes(text, lines);
  }

  private static Map<String, Line> over(List<Line> lines, String model) {
    return lines.stream()
        .filter(line -> line.model().equals(model))
        .collect(Collectors.toMap(Line::baseline, line -> line));
  }

  /** A model, and how the captured map does against it. */
  private static String row(Line line, Line asGiven, Line scaled) {
    return ROW.formatted(
        line.model(),
        line.windows(),
        usd(line.crossedUsd()),
        number("%.3g", line.figures().ratio()),
        number("%.2f", line.figures().deviance()),
        number("%.2f", line.figures().r2()),
        number("%.2f", line.figures().spearman()),
        asGiven == null ? "" : skill(asGiven.figures().withInterval()),
        scaled == null ? "" : skill(scaled.figures().withInterval()),
        scaled == null ? "" : skill(scaled.locationGain()));
  }

  private void addNotes(List<String> text, List<Line> lines) {
    List<String> own = List.of(name, name + CaptureScores.SCALED);
    List<Line> captured = lines.stream().filter(line -> own.contains(line.model())).toList();
    captured.stream()
        .filter(line -> !Double.isNaN(line.factor()))
        .findFirst()
        .ifPresent(
            line ->
                text.add(
                    "  scaled by %s, of all windows; each window by that of other days"
                        .formatted(number("%.3g", line.factor()))));
    Stream.of(
            captured.stream().map(Line::reason),
            captured.stream().map(Line::intervalReason),
            captured.stream()
                .map(
                    line ->
                        line.locationReason() == null
                            ? null
                            : "where prints fell: " + line.locationReason()))
        .flatMap(reasons -> reasons)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(reason -> text.add("  " + reason));
  }

  private static String skill(WindowScore.Skill skill) {
    return Double.isNaN(skill.value())
        ? "-"
        : number("%.2f", skill.value()) + (Double.isNaN(skill.low()) ? "" : " " + interval(skill));
  }

  private static String interval(WindowScore.Skill skill) {
    return "[%s, %s]".formatted(number("%.2f", skill.low()), number("%.2f", skill.high()));
  }

  private static String usd(double amount) {
    return number("%,.0f", amount);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String iso(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
