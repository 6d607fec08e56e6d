package io.treadmill.lab.captured;

import io.treadmill.book.models.Models;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.score.LocationScore;
import io.treadmill.book.score.Score;
import io.treadmill.book.score.WindowScore;
import io.treadmill.book.score.WindowScore.Skill;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Scores of captured maps by the code of {@code heatmap_score}, on the windows that they have a map
 * for, beside the models of the night on the same windows. In dollars as given, and scaled freely:
 * by one factor, realised over held, that the windows of the other days give (of the other windows
 * if there is one day), so that no window helps to scale itself.
 */
final class CaptureScores {
  private static final double MILLION = 1e6;
  static final String SCALED = ", scaled";

  private final String name;
  private final boolean inDollars;
  private final Map<Key, Map<String, Night>> nights = new HashMap<>();
  private final Map<Key, Map<String, Night>> paths = new HashMap<>();

  /** Which window of which side of which horizon. */
  private record Key(String horizon, long ts, Side side) {}

  /** What the night says of a window under one model; a copy of the rows of the lake. */
  private record Night(
      double predicted, double realised, long prints, double logLikelihood, String scope) {}

  /** A window, what was realised of it, and what each model gave, USD. */
  private record Window(
      LocalDate day,
      long ts,
      double realised,
      Map<String, Double> predicted,
      Map<String, Night> path,
      String scope,
      CapturedPredictions.Predicted captured) {}

  /**
   * One model against one baseline over the windows of a horizon.
   *
   * @param factor what scales the amounts of the map, of all windows; NaN if it is not scaled
   * @param crossedUsd what the model held on the ways of all windows, USD
   * @param realisedUsd what was forced there
   * @param windows windows of both sides
   * @param leftMap windows in which price went beyond the last cell
   * @param reason why there is no skill; null if there is
   */
  record Line(
      String horizon,
      String model,
      String baseline,
      double factor,
      WindowScore.Figures figures,
      String intervalReason,
      double crossedUsd,
      double realisedUsd,
      Long locationPrints,
      Skill locationGain,
      String locationReason,
      int windows,
      int days,
      long leftMap,
      String reason,
      String printScope) {}

  /**
   * Reads what the night predicted.
   *
   * @param name name of the captured model
   * @param inDollars false if its amounts have no unit
   * @param predictions rows of {@code heatmap_prediction} of the instrument
   */
  CaptureScores(String name, boolean inDollars, List<NamedRow> predictions) {
    this.name = name;
    this.inDollars = inDollars;
    for (NamedRow row : predictions) {
      String horizon = row.text("horizon");
      (horizon.equals(Horizon.PATH_1H.text()) ? paths : nights)
          .computeIfAbsent(
              new Key(horizon, row.micros("ts"), Side.of(row.text("side"))), key -> new HashMap<>())
          .put(
              row.text("model"),
              new Night(
                  row.number("predicted_usd"),
                  row.number("realised_usd"),
                  row.isNull("prints") ? -1 : row.whole("prints"),
                  row.number("location_log_likelihood"),
                  row.text("print_scope")));
    }
  }

  /** Returns the scores of each horizon: the captured map over each model, then the models. */
  List<Line> of(List<CapturedPredictions.Predicted> predicted) {
    List<Line> lines = new ArrayList<>();
    for (Horizon horizon : Horizon.MAPS) {
      List<Window> windows =
          predicted.stream()
              .filter(one -> one.horizon() == horizon)
              .map(this::window)
              .filter(window -> window != null && !Double.isNaN(window.realised))
              .toList();
      if (windows.isEmpty()) {
        lines.add(nothing(horizon, predicted));
        continue;
      }
      Set<String> models = new LinkedHashSet<>(Models.scored());
      models.retainAll(modelsOf(windows));
      double factor = factor(windows);
      Map<Window, Double> factors = factors(windows);
      for (String model : models) {
        if (inDollars) {
          lines.add(line(horizon, name, model, windows, factor, factors));
        }
        lines.add(line(horizon, name + SCALED, model, windows, factor, factors));
      }
      for (String model : models) {
        String baseline =
            model.equals(Models.FINE_FRESHNESS_FAR)
                ? Models.FINE_FRESHNESS
                : Models.FINE_FRESHNESS_FAR;
        lines.add(line(horizon, model, baseline, windows, factor, factors));
      }
    }
    return lines;
  }

  private Window window(CapturedPredictions.Predicted captured) {
    Map<String, Night> night =
        nights.get(new Key(captured.horizon().text(), captured.ts(), captured.side()));
    if (night == null || !night.containsKey(Models.BOOK)) {
      return null;
    }
    Map<String, Double> predicted = new HashMap<>();
    night.forEach((model, one) -> predicted.put(model, one.predicted));
    predicted.put(name, captured.amount());
    Night book = night.get(Models.BOOK);
    return new Window(
        captured.day(),
        captured.ts(),
        book.realised,
        predicted,
        paths.getOrDefault(
            new Key(Horizon.PATH_1H.text(), captured.ts(), captured.side()), Map.of()),
        book.scope,
        captured);
  }

  private static Set<String> modelsOf(List<Window> windows) {
    Set<String> models = new LinkedHashSet<>();
    windows.forEach(window -> models.addAll(window.predicted.keySet()));
    return models;
  }

  /** Why there is nothing to score. */
  private Line nothing(Horizon horizon, List<CapturedPredictions.Predicted> predicted) {
    List<CapturedPredictions.Predicted> own =
        predicted.stream().filter(one -> one.horizon() == horizon).toList();
    String reason =
        own.isEmpty()
            ? "no capture in the hour before a window of %d h, which start at multiples of it"
                .formatted(horizon.hours())
            : own.stream().allMatch(one -> window(one) == null)
                ? "no predictions of the night of these windows (run the heatmap job)"
                : "no realised totals of these windows";
    return new Line(
        horizon.text(),
        name,
        null,
        Double.NaN,
        WindowScore.Figures.NONE,
        null,
        Double.NaN,
        Double.NaN,
        null,
        Skill.NONE,
        null,
        0,
        0,
        0,
        reason,
        null);
  }

  private Line line(
      Horizon horizon,
      String model,
      String baseline,
      List<Window> all,
      double factor,
      Map<Window, Double> factors) {
    boolean isScaled = model.equals(name + SCALED);
    boolean isCaptured = isScaled || model.equals(name);
    List<Window> windows =
        all.stream()
            .filter(window -> window.predicted.containsKey(baseline))
            .filter(window -> isCaptured || window.predicted.containsKey(model))
            .toList();
    ToDoubleFunction<Window> own =
        window ->
            isScaled
                ? factors.get(window) * window.predicted.get(name)
                : window.predicted.get(model);
    int n = windows.size();
    boolean known = n > 0 && windows.stream().mapToDouble(own).noneMatch(Double::isNaN);
    WindowScore.Figures figures =
        known
            ? WindowScore.ofUsd(
                    windows,
                    Window::realised,
                    own,
                    window -> window.predicted.get(baseline),
                    Window::day)
                .figures()
            : WindowScore.Figures.NONE;
    int days = (int) windows.stream().map(Window::day).distinct().count();
    LocationScore location =
        isCaptured
            ? location(windows, baseline, window -> isScaled ? factors.get(window) : 1)
            : new LocationScore();
    return new Line(
        horizon.text(),
        model,
        baseline,
        isScaled ? factor : Double.NaN,
        figures,
        intervalReason(figures),
        sum(windows, own),
        sum(windows, Window::realised),
        location.knownPrints(),
        location.gain(),
        isCaptured && horizon == Horizon.MAP_1H ? location.reason() : null,
        n,
        days,
        isCaptured ? windows.stream().filter(one -> one.captured.leftMap()).count() : 0,
        figures.isComparable() ? null : reason(n, known),
        windows.isEmpty() ? null : windows.get(n - 1).scope);
  }

  private static String reason(int n, boolean known) {
    if (n == 0) {
      return "the baseline has no prediction of these windows";
    }
    return known
        ? WindowScore.Figures.EXACT
        : "no factor: there is one window, or the others hold nothing";
  }

  private static String intervalReason(WindowScore.Figures figures) {
    return Score.FEW_DAYS.equals(figures.intervalReason())
        ? "too few captures: windows on %d days, an interval needs %d"
            .formatted(figures.days(), Score.LEAST_DAYS)
        : figures.intervalReason();
  }

  private static double sum(List<Window> windows, ToDoubleFunction<Window> usd) {
    return MILLION * windows.stream().mapToDouble(usd).map(value -> value / MILLION).sum();
  }

  /** Realised over held, of some windows; NaN if they hold nothing. */
  private double factor(Collection<Window> windows) {
    double held = windows.stream().mapToDouble(window -> window.predicted.get(name)).sum();
    return held > 0 ? windows.stream().mapToDouble(Window::realised).sum() / held : Double.NaN;
  }

  /** The factor for each window: that of the windows of other days, or of one day the others. */
  private Map<Window, Double> factors(List<Window> windows) {
    boolean oneDay = windows.stream().map(Window::day).distinct().count() == 1;
    Function<Window, Object> group = window -> oneDay ? (Object) window.ts : window.day;
    Map<Object, Double> byGroup = new HashMap<>();
    for (Object left : windows.stream().map(group).distinct().toList()) {
      byGroup.put(
          left, factor(windows.stream().filter(one -> !group.apply(one).equals(left)).toList()));
    }
    Map<Window, Double> factors = new HashMap<>();
    windows.forEach(window -> factors.put(window, byGroup.get(group.apply(window))));
    return factors;
  }

  /**
   * The map that stood at the start of an hour, over a model that is drawn anew with each bar.
   *
   * @param factor by which the map of a window is scaled; NaN leaves the window out
   */
  private static LocationScore location(
      List<Window> windows, String baseline, ToDoubleFunction<Window> factor) {
    LocationScore location = new LocationScore();
    for (Window window : windows) {
      Night other = window.path.get(baseline);
      double of = factor.applyAsDouble(window);
      if (window.captured.location() != null
          && other != null
          && other.prints >= 0
          && !Double.isNaN(of)) {
        var found = window.captured.location().apply(of);
        location.add(window.day, found.prints(), found.logLikelihood() - other.logLikelihood);
      }
    }
    return location;
  }
}
