package io.treadmill.jobs.instrument;

import static org.apache.spark.sql.functions.col;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.StoredLaw;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads and makes the rows of {@code leverage_law} and {@code leverage_law_draws}. */
public final class LawTable {
  private LawTable() {}

  /** Rows of both tables. */
  public record Rows(List<Row> law, List<Row> draws) {}

  /**
   * One weight of a law.
   *
   * @param model key of the weights, {@link StoredLaw#key}
   * @param column number of the weight
   */
  private record Weight(
      Instrument instrument,
      StoredLaw law,
      String model,
      FittedLaw weights,
      Side side,
      int column,
      String runId,
      Instant fitted) {
    String component() {
      return weights.columns().get(column);
    }

    double of(double[][] bySide) {
      return bySide[side.index()][column];
    }

    double draw(int number) {
      return weights.draws()[side.index()][number][column];
    }

    double kappaUsd() {
      return weights.kappaUsd()[side.index()];
    }

    double rescale(ToDoubleFunction<Rescale> sum) {
      return weights.isRescaled()
          ? sum.applyAsDouble(weights.sums().get(side.index()))
          : Double.NaN;
    }
  }

  /** A weight in one draw. */
  private record Draw(Weight of, int number) {}

  private static final RowLayout<Weight> LAW =
      RowLayout.<Weight>of(LakeTables.LEVERAGE_LAW)
          .instrument(Weight::instrument)
          .date("valid_from", one -> one.law().validFrom())
          .text("fit_id", one -> one.law().fitId())
          .text("model", Weight::model)
          .text("side", one -> one.side().text())
          .text("component", Weight::component)
          .number("weight", one -> one.of(one.weights().weight()))
          .number("low", one -> one.of(one.weights().low()))
          .number("high", one -> one.of(one.weights().high()))
          .flag("poorly_determined", one -> one.weights().poor()[one.side().index()][one.column()])
          .date("trained_from", one -> one.law().trainedFrom())
          .date("trained_to", one -> one.law().trainedTo())
          .text("print_scope", one -> one.law().printScope())
          .text("origin", one -> one.law().origin())
          .whole("n", one -> one.weights().n())
          .number("rescale_kappa_usd", Weight::kappaUsd)
          .number("rescale_realised_usd", one -> one.rescale(Rescale::realised))
          .number("rescale_predicted_usd", one -> one.rescale(Rescale::predicted))
          .text("run_id", Weight::runId)
          .instant("fitted_ts", Weight::fitted)
          .build();

  private static final RowLayout<Draw> DRAWS =
      RowLayout.<Draw>of(LakeTables.LEVERAGE_LAW_DRAWS)
          .instrument(one -> one.of().instrument())
          .date("valid_from", one -> one.of().law().validFrom())
          .text("fit_id", one -> one.of().law().fitId())
          .text("model", one -> one.of().model())
          .text("side", one -> one.of().side().text())
          .text("component", one -> one.of().component())
          .integer("draw", Draw::number)
          .number("weight", one -> one.of().draw(one.number()))
          .instant("fitted_ts", one -> one.of().fitted())
          .build();

  /** Returns the rows of a law. */
  public static Rows rows(Instrument instrument, StoredLaw law, String runId, Instant fitted) {
    List<Row> rows = new ArrayList<>();
    List<Row> draws = new ArrayList<>();
    law.models()
        .forEach(
            (name, model) -> {
              for (Side side : Side.values()) {
                for (int k = 0; k < model.columns().size(); k++) {
                  Weight weight = new Weight(instrument, law, name, model, side, k, runId, fitted);
                  rows.add(LAW.row(weight));
                  for (int d = 0; d < model.draws()[side.index()].length; d++) {
                    draws.add(DRAWS.row(new Draw(weight, d)));
                  }
                }
              }
            });
    return new Rows(rows, draws);
  }

  /**
   * Returns the laws that are in force on some day of the range, by instrument and first day of
   * use; of two with the same first day the one that was fitted last.
   */
  public static Map<String, NavigableMap<LocalDate, StoredLaw>> read(
      RunContext run, LocalDate from, LocalDate to, Selection selection) {
    Map<String, NavigableMap<LocalDate, Latest>> latest = latest(run, to, selection);
    if (latest.isEmpty()) {
      return Map.of();
    }
    LocalDate first = from;
    for (NavigableMap<LocalDate, Latest> laws : latest.values()) {
      LocalDate used = laws.floorKey(from.minusDays(1));
      first = used != null && used.isBefore(first) ? used : first;
    }
    LocalDate oldest = first;
    List<List<NamedRow>> rows =
        ConcurrentSteps.run(
            List.of(
                () -> rows(run, LakeTables.LEVERAGE_LAW, oldest, to, selection),
                () -> rows(run, LakeTables.LEVERAGE_LAW_DRAWS, oldest, to, selection)));
    return laws(latest, rows.get(0), rows.get(1));
  }

  /** Returns the laws of rows of both tables, by instrument and first day of use. */
  static Map<String, NavigableMap<LocalDate, StoredLaw>> laws(
      Map<String, NavigableMap<LocalDate, Latest>> latest,
      List<NamedRow> weights,
      List<NamedRow> draws) {
    Map<String, Builder> builders = new LinkedHashMap<>();
    for (NamedRow row : weights) {
      builder(builders, latest, row).ifPresent(builder -> builder.addLaw(row));
    }
    for (NamedRow row : draws) {
      builder(builders, latest, row).ifPresent(builder -> builder.addDraw(row));
    }
    Map<String, NavigableMap<LocalDate, StoredLaw>> result = new HashMap<>();
    for (Builder builder : builders.values()) {
      StoredLaw law = builder.build();
      result.computeIfAbsent(builder.instrument, name -> new TreeMap<>()).put(law.validFrom(), law);
    }
    return result;
  }

  /** Which fit counts. */
  record Latest(String fitId, long fittedMicros) {
    static Latest of(NamedRow row) {
      return new Latest(row.text("fit_id"), row.micros("fitted_ts"));
    }
  }

  private static Map<String, NavigableMap<LocalDate, Latest>> latest(
      RunContext run, LocalDate to, Selection selection) {
    if (!run.lake().exists(LakeTables.LEVERAGE_LAW)) {
      return Map.of();
    }
    return latest(
        NamedRow.all(
            selected(run, LakeTables.LEVERAGE_LAW, selection)
                .where(col("valid_from").leq(Date.valueOf(to)))
                .select("venue", "product", "symbol", "valid_from", "fit_id", "fitted_ts")
                .distinct()));
  }

  /** Returns the fit that was made last, by instrument and first day of use. */
  static Map<String, NavigableMap<LocalDate, Latest>> latest(List<NamedRow> weights) {
    Map<String, NavigableMap<LocalDate, Latest>> result = new HashMap<>();
    for (NamedRow row : weights) {
      result
          .computeIfAbsent(row.instrumentKey(), name -> new TreeMap<>())
          .merge(
              row.day("valid_from"),
              Latest.of(row),
              (a, b) -> a.fittedMicros() > b.fittedMicros() ? a : b);
    }
    return result;
  }

  /**
   * Returns the fits in force on some day of the range, for the ledger: {@code
   * leverage_law/venue/product/symbol/valid_from} and the id of the fit.
   */
  public static SortedMap<String, String> fits(
      RunContext run, LocalDate from, LocalDate to, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    latest(run, to, selection)
        .forEach(
            (instrument, laws) -> {
              LocalDate first = laws.floorKey(from);
              laws.tailMap(first == null ? laws.firstKey() : first, true)
                  .forEach(
                      (day, law) ->
                          result.put("leverage_law/" + instrument + "/" + day, law.fitId()));
            });
    return result;
  }

  private static List<NamedRow> rows(
      RunContext run, LakeTable table, LocalDate from, LocalDate to, Selection selection) {
    return NamedRow.all(
        selected(run, table, selection)
            .where(
                col("valid_from")
                    .geq(Date.valueOf(from))
                    .and(col("valid_from").leq(Date.valueOf(to)))));
  }

  private static Dataset<Row> selected(RunContext run, LakeTable table, Selection selection) {
    Dataset<Row> rows = run.lake().read(table);
    return selection.condition().map(rows::where).orElse(rows);
  }

  private static Optional<Builder> builder(
      Map<String, Builder> builders,
      Map<String, NavigableMap<LocalDate, Latest>> latest,
      NamedRow row) {
    String instrument = row.instrumentKey();
    LocalDate validFrom = row.day("valid_from");
    if (!latest.get(instrument).get(validFrom).equals(Latest.of(row))) {
      return Optional.empty();
    }
    return Optional.of(
        builders.computeIfAbsent(instrument + "/" + validFrom, key -> new Builder(instrument)));
  }

  /** Collects the rows of one law. */
  private static final class Builder {
    final String instrument;
    private NamedRow any;
    private final Map<String, List<NamedRow>> weights = new TreeMap<>();
    private final Map<String, List<NamedRow>> draws = new HashMap<>();

    Builder(String instrument) {
      this.instrument = instrument;
    }

    void addLaw(NamedRow row) {
      any = row;
      weights.computeIfAbsent(row.text("model"), name -> new ArrayList<>()).add(row);
    }

    void addDraw(NamedRow row) {
      draws.computeIfAbsent(row.text("model"), name -> new ArrayList<>()).add(row);
    }

    StoredLaw build() {
      Map<String, FittedLaw> models = new TreeMap<>();
      weights.forEach(
          (name, rows) -> models.put(name, model(rows, draws.getOrDefault(name, List.of()))));
      return new StoredLaw(
          any.text("fit_id"),
          any.day("valid_from"),
          any.day("trained_from"),
          any.day("trained_to"),
          any.text("print_scope"),
          any.text("origin"),
          models);
    }

    /** Columns are sorted by name: whoever applies weights looks them up by name. */
    private static FittedLaw model(List<NamedRow> rows, List<NamedRow> drawRows) {
      List<String> columns =
          rows.stream().map(row -> row.text("component")).distinct().sorted().toList();
      int k = columns.size();
      int count = drawRows.stream().mapToInt(row -> row.integer("draw") + 1).max().orElse(0);
      double[][] weight = new double[2][k];
      double[][] low = new double[2][k];
      double[][] high = new double[2][k];
      boolean[][] poor = new boolean[2][k];
      double[][][] draws = new double[2][count][k];
      double[] kappa = {Double.NaN, Double.NaN};
      Rescale[] sums = {Rescale.START, Rescale.START};
      for (NamedRow row : rows) {
        int s = Side.of(row.text("side")).index();
        int i = columns.indexOf(row.text("component"));
        weight[s][i] = row.number("weight");
        low[s][i] = row.number("low");
        high[s][i] = row.number("high");
        poor[s][i] = row.flag("poorly_determined");
        kappa[s] = row.number("rescale_kappa_usd");
        if (!row.isNull("rescale_kappa_usd")) {
          sums[s] =
              new Rescale(row.number("rescale_realised_usd"), row.number("rescale_predicted_usd"));
        }
      }
      for (NamedRow row : drawRows) {
        int i = columns.indexOf(row.text("component"));
        draws[Side.of(row.text("side")).index()][row.integer("draw")][i] = row.number("weight");
      }
      return new FittedLaw(
          columns, weight, low, high, poor, draws, kappa, List.of(sums), rows.get(0).whole("n"));
    }
  }
}
