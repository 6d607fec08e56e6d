package io.treadmill.jobs.heatmap;

import io.treadmill.book.models.Models;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Scores the predictions of one instrument, for each day of the run over the days before it. */
final class ScoreFunction implements FlatMapGroupsFunction<String, Row, Row> {
  /** Days of a score. */
  static final int WINDOW_DAYS = 30;

  /** Schema: a row of {@code heatmap_score} or one of {@code heatmap_reliability}. */
  static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("score", LakeTables.HEATMAP_SCORE.schema(), true),
            DataTypes.createStructField(
                "reliability", LakeTables.HEATMAP_RELIABILITY.schema(), true)
          });

  private static final long serialVersionUID = 1L;
  private static final double MILLION = 1e6;
  private static final int TENTHS = 10;
  private static final double NORMAL_90 = 1.2816;
  private static final List<String> BASELINES =
      List.of(
          Models.FINE_FRESHNESS,
          Models.PATH_ONLY,
          Models.FRESHNESS,
          "book_uncalibrated",
          "constant",
          "hobby");

  /** Sums of windows given the path: hours, name. */
  private static final Map<Integer, String> PATH_SUMS =
      new TreeMap<>(Map.of(4, "path_4h", 24, "path_24h"));

  private final ArrayList<LocalDate> days;

  ScoreFunction(List<LocalDate> days) {
    this.days = new ArrayList<>(days);
  }

  /** Which window of which side. */
  private record Window(LocalDate day, long ts, String side)
      implements Comparable<Window>, Serializable {
    @Override
    public int compareTo(Window other) {
      int byTs = Long.compare(ts, other.ts);
      return byTs != 0 ? byTs : side.compareTo(other.side);
    }
  }

  /** A prediction; amounts in USD, NaN where null; prints -1 where they carry no price. */
  private record Cell(
      double predicted,
      double low,
      double high,
      double realised,
      long prints,
      double logLikelihood,
      String scope) {
    Cell plus(Cell other) {
      return new Cell(
          predicted + other.predicted,
          low + other.low,
          high + other.high,
          realised + other.realised,
          -1,
          0,
          scope);
    }
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    Map<String, Map<String, TreeMap<Window, Cell>>> all = new TreeMap<>();
    while (rows.hasNext()) {
      add(all, rows.next());
    }
    addPathSums(all);
    Object[] names = key.split("/", 3);
    List<Row> result = new ArrayList<>();
    for (LocalDate day : days) {
      all.forEach(
          (horizon, models) -> {
            Map<String, SortedMap<Window, Cell>> inWindow = upTo(day, models);
            SortedMap<Window, Cell> book = inWindow.get(StoredLaw.BOOK);
            Card card = new Card(names, day, horizon);
            if (book != null && card.isPredicted(book)) {
              card.score(inWindow, result);
            }
          });
    }
    return result.iterator();
  }

  private static Map<String, SortedMap<Window, Cell>> upTo(
      LocalDate day, Map<String, TreeMap<Window, Cell>> models) {
    Window from = start(day.minusDays(WINDOW_DAYS - 1));
    Window to = start(day.plusDays(1));
    Map<String, SortedMap<Window, Cell>> result = new TreeMap<>();
    models.forEach((name, cells) -> result.put(name, cells.subMap(from, to)));
    return result;
  }

  /** Sorts before all windows of a day. */
  private static Window start(LocalDate day) {
    return new Window(day, UtcDays.startMicros(day) / 1000, "");
  }

  private static void add(Map<String, Map<String, TreeMap<Window, Cell>>> all, Row row) {
    all.computeIfAbsent(text(row, "horizon"), name -> new TreeMap<>())
        .computeIfAbsent(text(row, "model"), name -> new TreeMap<>())
        .put(
            new Window(
                row.getDate(row.fieldIndex("day")).toLocalDate(),
                row.getTimestamp(row.fieldIndex("ts")).getTime(),
                text(row, "side")),
            new Cell(
                number(row, "predicted_usd"),
                number(row, "low_usd"),
                number(row, "high_usd"),
                number(row, "realised_usd"),
                row.isNullAt(row.fieldIndex("prints")) ? -1 : row.getLong(row.fieldIndex("prints")),
                number(row, "location_log_likelihood"),
                text(row, "print_scope")));
  }

  /** Adds hours up to 4 h and 24 h; a window that lacks an hour is left out. */
  private static void addPathSums(Map<String, Map<String, TreeMap<Window, Cell>>> all) {
    Map<String, TreeMap<Window, Cell>> hours = all.getOrDefault(Horizon.PATH_1H.text(), Map.of());
    PATH_SUMS.forEach(
        (length, name) ->
            hours.forEach(
                (model, cells) -> {
                  TreeMap<Window, Cell> sums = new TreeMap<>();
                  Map<Window, Integer> counts = new TreeMap<>();
                  long step = length * DayColumns.HOUR_MICROS / 1000;
                  cells.forEach(
                      (window, cell) -> {
                        long ts = Math.floorDiv(window.ts(), step) * step;
                        Window sum = new Window(window.day(), ts, window.side());
                        sums.merge(sum, cell, Cell::plus);
                        counts.merge(sum, 1, Integer::sum);
                      });
                  sums.keySet().removeIf(window -> counts.get(window) < length);
                  all.computeIfAbsent(name, key -> new TreeMap<>()).put(model, sums);
                }));
  }

  /** A tenth of the rows, USD; low and high NaN if the model has no band. */
  private record Tenth(
      int number, double predicted, double low, double high, double realised, long n) {
    boolean holds() {
      return realised >= low && realised <= high;
    }
  }

  /** One day and horizon. */
  private record Card(Object[] instrument, LocalDate day, String horizon) {
    void score(Map<String, SortedMap<Window, Cell>> models, List<Row> to) {
      for (String baseline : BASELINES) {
        to.add(only(0, score(models, StoredLaw.BOOK, baseline)));
      }
      models.forEach(
          (model, cells) -> {
            if (!isPredicted(cells)) {
              return;
            }
            if (!model.equals(StoredLaw.BOOK)) {
              to.add(only(0, score(models, model, Models.FINE_FRESHNESS)));
            }
            reliability(tenths(cells), model, to);
          });
    }

    /** Later days may hold models that had no law on this one. */
    private boolean isPredicted(SortedMap<Window, Cell> cells) {
      return cells.keySet().stream().anyMatch(window -> window.day().equals(day));
    }

    private Row score(Map<String, SortedMap<Window, Cell>> models, String model, String baseline) {
      SortedMap<Window, Cell> own = models.get(model);
      SortedMap<Window, Cell> other = models.getOrDefault(baseline, new TreeMap<>());
      List<Window> known = new ArrayList<>();
      List<Window> both = new ArrayList<>();
      own.forEach(
          (window, cell) -> {
            if (!Double.isNaN(cell.realised())) {
              known.add(window);
              if (other.containsKey(window)) {
                both.add(window);
              }
            }
          });
      String scope =
          own.entrySet().stream()
              .filter(row -> row.getKey().day().equals(day))
              .findFirst()
              .map(row -> row.getValue().scope())
              .orElseThrow();
      if (both.isEmpty()) {
        String reason =
            known.isEmpty()
                ? "no realised totals in the window"
                : "no fit of the baseline on earlier days yet";
        return empty(model, baseline, known, reason, scope);
      }
      return filled(model, baseline, both, own, other, scope);
    }

    private Row filled(
        String model,
        String baseline,
        List<Window> windows,
        SortedMap<Window, Cell> own,
        SortedMap<Window, Cell> other,
        String scope) {
      int n = windows.size();
      double[] realised = new double[n];
      double[] predicted = new double[n];
      double[] ofOther = new double[n];
      int[] dayOf = new int[n];
      for (int i = 0; i < n; i++) {
        Cell cell = own.get(windows.get(i));
        realised[i] = cell.realised() / MILLION;
        predicted[i] = cell.predicted() / MILLION;
        ofOther[i] = other.get(windows.get(i)).predicted() / MILLION;
        dayOf[i] = (int) windows.get(i).day().toEpochDay();
      }
      WindowScore score = new WindowScore(realised, predicted, ofOther, dayOf);
      boolean comparable = score.baselineDeviance() > 0;
      LocationScore location = location(windows, own, other);
      WindowScore.Skill skill =
          comparable ? score.skill() : new WindowScore.Skill(Double.NaN, Double.NaN, Double.NaN);
      return row(
          model,
          baseline,
          horizon,
          orNull(skill.value()),
          orNull(skill.low()),
          orNull(skill.high()),
          orNull(score.skillOn((int) day.toEpochDay())),
          score.deviance(),
          score.baselineDeviance(),
          orNull(score.r2()),
          orNull(score.spearman()),
          orNull(score.ratio()),
          orNull(score.hotPrecision()),
          location.known() ? (Long) location.prints() : null,
          orNull(location.gain().value()),
          orNull(location.gain().low()),
          orNull(location.gain().high()),
          coverage(tenths(own)),
          (long) n,
          days(windows),
          comparable ? null : "the baseline predicts every total exactly",
          scope);
    }

    private Row empty(
        String model, String baseline, List<Window> known, String reason, String scope) {
      return row(
          model,
          baseline,
          horizon,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          (long) known.size(),
          days(known),
          reason,
          scope);
    }

    private static LocationScore location(
        List<Window> windows, SortedMap<Window, Cell> own, SortedMap<Window, Cell> other) {
      LocationScore location = new LocationScore();
      for (Window window : windows) {
        Cell cell = own.get(window);
        if (cell.prints() >= 0) {
          double gain = cell.logLikelihood() - other.get(window).logLikelihood();
          location.add(window.day(), cell.prints(), gain);
        }
      }
      return location;
    }

    private static Double coverage(List<Tenth> tenths) {
      boolean bands = !tenths.isEmpty() && tenths.stream().noneMatch(t -> Double.isNaN(t.low()));
      return bands
          ? (Double) (tenths.stream().filter(Tenth::holds).count() / (double) TENTHS)
          : null;
    }

    private static int days(List<Window> windows) {
      return (int) windows.stream().map(Window::day).distinct().count();
    }

    private void reliability(List<Tenth> tenths, String model, List<Row> to) {
      for (Tenth tenth : tenths) {
        Row row =
            row(
                model,
                horizon,
                tenth.number(),
                tenth.predicted(),
                orNull(tenth.low()),
                orNull(tenth.high()),
                tenth.realised(),
                tenth.n());
        to.add(only(1, row));
      }
    }

    /** Splits the known rows of the window by rising prediction; none if there are under ten. */
    private List<Tenth> tenths(SortedMap<Window, Cell> cells) {
      List<Map.Entry<Window, Cell>> known =
          cells.entrySet().stream()
              .filter(row -> !Double.isNaN(row.getValue().realised()))
              .toList();
      if (known.size() < TENTHS) {
        return List.of();
      }
      int[] tenth =
          WindowScore.tenths(
              known.stream().mapToDouble(row -> row.getValue().predicted()).toArray());
      List<List<Map.Entry<Window, Cell>>> split = new ArrayList<>();
      for (int t = 0; t < TENTHS; t++) {
        split.add(new ArrayList<>());
      }
      for (int i = 0; i < tenth.length; i++) {
        split.get(tenth[i]).add(known.get(i));
      }
      List<Tenth> result = new ArrayList<>();
      for (int t = 0; t < TENTHS; t++) {
        result.add(tenth(t + 1, split.get(t)));
      }
      return result;
    }

    /**
     * The band of a total: that of its mean, over draws of the law, and beside it the noise of the
     * days, whose variance is the sum of the squared daily residuals of the same tenth: days are
     * independent, and a level that is wrong on all of them is not hidden.
     */
    private static Tenth tenth(int number, List<Map.Entry<Window, Cell>> rows) {
      Cell sum = new Cell(0, 0, 0, 0, -1, 0, "");
      Map<LocalDate, Double> residuals = new TreeMap<>();
      for (Map.Entry<Window, Cell> row : rows) {
        Cell cell = row.getValue();
        sum = sum.plus(cell);
        residuals.merge(row.getKey().day(), cell.realised() - cell.predicted(), Double::sum);
      }
      double squares = residuals.values().stream().mapToDouble(r -> r * r).sum();
      double noise = NORMAL_90 * Math.sqrt(squares);
      return new Tenth(
          number,
          sum.predicted(),
          Math.max(0, sum.predicted() - Math.hypot(sum.predicted() - sum.low(), noise)),
          sum.predicted() + Math.hypot(sum.high() - sum.predicted(), noise),
          sum.realised(),
          rows.size());
    }

    private Row row(Object... own) {
      List<Object> values = new ArrayList<>(List.of(instrument));
      values.add(Date.valueOf(day));
      values.addAll(java.util.Arrays.asList(own));
      return RowFactory.create(values.toArray());
    }
  }

  private static Row only(int part, Row row) {
    return part == 0 ? RowFactory.create(row, null) : RowFactory.create(null, row);
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? null : value;
  }

  private static String text(Row row, String name) {
    return row.getString(row.fieldIndex(name));
  }

  private static double number(Row row, String name) {
    int i = row.fieldIndex(name);
    return row.isNullAt(i) ? Double.NaN : row.getDouble(i);
  }
}
