package io.treadmill.jobs.score;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.models.Models;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.score.ScoredWindow;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/** Scores the predictions of one instrument, for each day of the run over the days before it. */
public final class ScoreFunction implements FlatMapGroupsFunction<String, Row, Row> {
  static final List<LakeTable> TABLES =
      List.of(
          LakeTables.HEATMAP_SCORE,
          LakeTables.HEATMAP_RELIABILITY,
          LakeTables.HEATMAP_COVERAGE,
          LakeTables.ZONE_SCORE);

  /** A row of one of the tables. */
  static final TableUnion OUTPUT = TableUnion.of(TABLES);

  /** The columns of predictions that are read, and go from task to task. */
  static final List<String> READ =
      LakeTables.HEATMAP_PREDICTION.keyAnd(
          "predicted_usd",
          "low_usd",
          "high_usd",
          "realised_low_usd",
          "realised_high_usd",
          "realised_usd",
          "prints",
          "location_log_likelihood",
          "print_scope");

  private static final long serialVersionUID = 1L;

  /** Windows of some hours that are scored given the path, and those of the map beside them. */
  private static final SortedMap<Integer, Horizon> LONG_WINDOWS =
      new TreeMap<>(Map.of(4, Horizon.MAP_4H, 24, Horizon.MAP_24H));

  private final ArrayList<LocalDate> days;

  public ScoreFunction(List<LocalDate> days) {
    this.days = new ArrayList<>(days);
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    Map<String, Map<String, TreeMap<ScoredWindow, WindowScores.Cell>>> all = new TreeMap<>();
    while (rows.hasNext()) {
      add(all, new NamedRow(rows.next()));
    }
    addPathSums(all);
    Instrument instrument = Instrument.parse(key);
    List<Row> result = new ArrayList<>();
    for (LocalDate day : days) {
      all.forEach(
          (horizon, models) -> {
            WindowScores scores =
                new WindowScores(
                    instrument, day, horizon, upTo(day, models), hoursOfTotals(day, all));
            if (scores.isPredicted(Models.BOOK)) {
              scores.addTo(result);
            }
          });
    }
    return result.iterator();
  }

  private static Map<String, SortedMap<ScoredWindow, WindowScores.Cell>> upTo(
      LocalDate day, Map<String, TreeMap<ScoredWindow, WindowScores.Cell>> models) {
    ScoredWindow from = start(day.minusDays(ScoredWindow.DAYS - 1));
    ScoredWindow to = start(day.plusDays(1));
    Map<String, SortedMap<ScoredWindow, WindowScores.Cell>> result = new TreeMap<>();
    models.forEach((name, cells) -> result.put(name, cells.subMap(from, to)));
    return result;
  }

  /** Sorts before all windows of a day. */
  private static ScoredWindow start(LocalDate day) {
    return new ScoredWindow(day, UtcDays.startMicros(day), "");
  }

  private static void add(
      Map<String, Map<String, TreeMap<ScoredWindow, WindowScores.Cell>>> all, NamedRow row) {
    all.computeIfAbsent(row.text("horizon"), name -> new TreeMap<>())
        .computeIfAbsent(row.text("model"), name -> new TreeMap<>())
        .put(
            new ScoredWindow(row.day("day"), row.micros("ts"), row.text("side")),
            new WindowScores.Cell(
                row.number("predicted_usd"),
                row.number("low_usd"),
                row.number("high_usd"),
                new Dispersion.Interval(
                    row.number("realised_low_usd"), row.number("realised_high_usd")),
                row.number("realised_usd"),
                row.isNull("prints") ? -1 : row.whole("prints"),
                row.number("location_log_likelihood"),
                row.text("print_scope")));
  }

  /** Returns the least hours, 4 or 24, of windows whose totals are known; 0 if there are none. */
  private static int hoursOfTotals(
      LocalDate day, Map<String, Map<String, TreeMap<ScoredWindow, WindowScores.Cell>>> all) {
    return LONG_WINDOWS.entrySet().stream()
        .filter(
            window ->
                upTo(day, all.getOrDefault(window.getValue().text(), Map.of())).values().stream()
                    .flatMap(cells -> cells.values().stream())
                    .anyMatch(cell -> !Double.isNaN(cell.realised())))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /**
   * Adds hours up to 4 h and 24 h; a window that lacks an hour is left out. Where the totals of
   * hours are not known, the total of the whole window is, if it was told.
   */
  private static void addPathSums(
      Map<String, Map<String, TreeMap<ScoredWindow, WindowScores.Cell>>> all) {
    var hours = all.getOrDefault(Horizon.PATH_1H.text(), Map.of());
    LONG_WINDOWS.forEach(
        (length, map) ->
            hours.forEach(
                (model, cells) -> {
                  TreeMap<ScoredWindow, WindowScores.Cell> sums = new TreeMap<>();
                  Map<ScoredWindow, Integer> counts = new TreeMap<>();
                  long step = length * BarClock.HOUR_MICROS;
                  cells.forEach(
                      (window, cell) -> {
                        ScoredWindow sum = window.startingAtMultipleOf(step);
                        sums.merge(sum, cell, WindowScores.Cell::plus);
                        counts.merge(sum, 1, Integer::sum);
                      });
                  sums.keySet().removeIf(window -> counts.get(window) < length);
                  var told =
                      all.getOrDefault(map.text(), Map.of()).getOrDefault(model, new TreeMap<>());
                  sums.replaceAll((window, sum) -> sum.orRealised(told.get(window)));
                  all.computeIfAbsent("path_%dh".formatted(length), key -> new TreeMap<>())
                      .put(model, sums);
                }));
  }
}
