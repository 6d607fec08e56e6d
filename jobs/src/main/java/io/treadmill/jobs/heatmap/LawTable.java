package io.treadmill.jobs.heatmap;

import static org.apache.spark.sql.functions.col;

import io.treadmill.book.Rescale;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Reads and makes the rows of {@code leverage_law} and {@code leverage_law_draws}. */
final class LawTable {
  private static final String DRAWS = "draws";

  private LawTable() {}

  /** Rows of both tables. */
  record Rows(List<Row> law, List<Row> draws) {}

  /** Returns the id of a law: a hash of its window, scope and every weight to the bit. */
  static String fitId(
      LocalDate validFrom, LocalDate trainedFrom, String scope, Map<String, ModelWeights> models) {
    StringBuilder text = new StringBuilder();
    text.append(validFrom).append(trainedFrom).append(scope);
    new TreeMap<>(models)
        .forEach(
            (name, model) ->
                text.append(name)
                    .append(model.columns())
                    .append(Arrays.deepToString(model.weight()))
                    .append(Arrays.deepToString(model.draws()))
                    .append(Arrays.toString(model.kappaUsd()))
                    .append(model.sums()));
    return RunLedger.hash(text.toString());
  }

  /** Returns the rows of a law. */
  static Rows rows(Instrument instrument, StoredLaw law, String runId, Instant fitted) {
    List<Row> rows = new ArrayList<>();
    List<Row> draws = new ArrayList<>();
    law.models()
        .forEach(
            (name, model) -> {
              for (Side side : Side.values()) {
                for (int k = 0; k < model.columns().size(); k++) {
                  rows.add(row(instrument, law, name, model, side, k, runId, fitted));
                  for (int d = 0; d < model.draws()[side.index()].length; d++) {
                    draws.add(draw(instrument, law, name, model, side, k, d, fitted));
                  }
                }
              }
            });
    return new Rows(rows, draws);
  }

  private static Row row(
      Instrument instrument,
      StoredLaw law,
      String name,
      ModelWeights model,
      Side side,
      int k,
      String runId,
      Instant fitted) {
    int s = side.index();
    boolean rescaled = model.isRescaled();
    return keyed(
        instrument,
        law,
        name,
        side,
        model.columns().get(k),
        model.weight()[s][k],
        model.low()[s][k],
        model.high()[s][k],
        model.poor()[s][k],
        Date.valueOf(law.trainedFrom()),
        Date.valueOf(law.trainedTo()),
        law.printScope(),
        law.origin(),
        model.n(),
        rescaled ? model.kappaUsd()[s] : null,
        rescaled ? model.sums().get(s).realised() : null,
        rescaled ? model.sums().get(s).predicted() : null,
        runId,
        Timestamp.from(fitted));
  }

  private static Row draw(
      Instrument instrument,
      StoredLaw law,
      String name,
      ModelWeights model,
      Side side,
      int k,
      int d,
      Instant fitted) {
    return keyed(
        instrument,
        law,
        name,
        side,
        model.columns().get(k),
        d,
        model.draws()[side.index()][d][k],
        Timestamp.from(fitted));
  }

  private static Row keyed(
      Instrument instrument,
      StoredLaw law,
      String model,
      Side side,
      String component,
      Object... own) {
    List<Object> values = new ArrayList<>();
    values.add(instrument.venue());
    values.add(instrument.product().text());
    values.add(instrument.symbol());
    values.add(Date.valueOf(law.validFrom()));
    values.add(law.fitId());
    values.add(model);
    values.add(side.text());
    values.add(component);
    values.addAll(Arrays.asList(own));
    return RowFactory.create(values.toArray());
  }

  /**
   * Returns the laws that are in force on some day of the range, by instrument and first day of
   * use; of two with the same first day the one that was fitted last.
   */
  static Map<String, NavigableMap<LocalDate, StoredLaw>> read(
      RunContext run, LocalDate from, LocalDate to, Selection selection) {
    Map<String, NavigableMap<LocalDate, Latest>> latest = latest(run, to, selection);
    Map<String, NavigableMap<LocalDate, StoredLaw>> result = new HashMap<>();
    if (latest.isEmpty()) {
      return result;
    }
    LocalDate first = from;
    for (NavigableMap<LocalDate, Latest> laws : latest.values()) {
      LocalDate used = laws.floorKey(from.minusDays(1));
      first = used != null && used.isBefore(first) ? used : first;
    }
    LocalDate oldest = first;
    List<List<Row>> rows =
        ConcurrentSteps.run(
            List.of(
                () -> rows(run, LakeTables.LEVERAGE_LAW, oldest, to, selection),
                () -> rows(run, LakeTables.LEVERAGE_LAW_DRAWS, oldest, to, selection)));
    Map<String, Builder> builders = new LinkedHashMap<>();
    for (Row row : rows.get(0)) {
      builder(builders, latest, row).ifPresent(builder -> builder.addLaw(row));
    }
    for (Row row : rows.get(1)) {
      builder(builders, latest, row).ifPresent(builder -> builder.addDraw(row));
    }
    for (Builder builder : builders.values()) {
      StoredLaw law = builder.build();
      result.computeIfAbsent(builder.instrument, name -> new TreeMap<>()).put(law.validFrom(), law);
    }
    return result;
  }

  /** Which fit counts. */
  private record Latest(String fitId, Timestamp fitted) {}

  private static Map<String, NavigableMap<LocalDate, Latest>> latest(
      RunContext run, LocalDate to, Selection selection) {
    Map<String, NavigableMap<LocalDate, Latest>> result = new HashMap<>();
    if (!run.lake().exists(LakeTables.LEVERAGE_LAW)) {
      return result;
    }
    selected(run, LakeTables.LEVERAGE_LAW, selection)
        .where(col("valid_from").leq(Date.valueOf(to)))
        .select("venue", "product", "symbol", "valid_from", "fit_id", "fitted_ts")
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                result
                    .computeIfAbsent(instrument(row), name -> new TreeMap<>())
                    .merge(
                        row.getDate(3).toLocalDate(),
                        new Latest(row.getString(4), row.getTimestamp(5)),
                        (a, b) -> a.fitted().after(b.fitted()) ? a : b));
    return result;
  }

  /**
   * Returns the fits in force on some day of the range, for the ledger: {@code
   * leverage_law/venue/product/symbol/valid_from} and the id of the fit.
   */
  static SortedMap<String, String> fits(
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

  private static List<Row> rows(
      RunContext run,
      io.treadmill.lake.LakeTable table,
      LocalDate from,
      LocalDate to,
      Selection selection) {
    return selected(run, table, selection)
        .where(
            col("valid_from").geq(Date.valueOf(from)).and(col("valid_from").leq(Date.valueOf(to))))
        .collectAsList();
  }

  private static Dataset<Row> selected(
      RunContext run, io.treadmill.lake.LakeTable table, Selection selection) {
    Dataset<Row> rows = run.lake().read(table);
    return selection.condition().map(rows::where).orElse(rows);
  }

  private static String instrument(Row row) {
    return new Instrument(row.getString(0), Product.of(row.getString(1)), row.getString(2))
        .toString();
  }

  private static java.util.Optional<Builder> builder(
      Map<String, Builder> builders, Map<String, NavigableMap<LocalDate, Latest>> latest, Row row) {
    String instrument = instrument(row);
    LocalDate validFrom = row.getDate(row.fieldIndex("valid_from")).toLocalDate();
    Latest law = latest.get(instrument).get(validFrom);
    boolean counts =
        law.fitId().equals(row.getString(row.fieldIndex("fit_id")))
            && law.fitted().equals(row.getTimestamp(row.fieldIndex("fitted_ts")));
    return counts
        ? java.util.Optional.of(
            builders.computeIfAbsent(instrument + "/" + validFrom, key -> new Builder(instrument)))
        : java.util.Optional.empty();
  }

  /** Collects the rows of one law. */
  private static final class Builder {
    final String instrument;
    private Row any;
    private final Map<String, Map<String, List<Row>>> byModel = new TreeMap<>();

    Builder(String instrument) {
      this.instrument = instrument;
    }

    void addLaw(Row row) {
      any = row;
      add("", row);
    }

    void addDraw(Row row) {
      add(DRAWS, row);
    }

    private void add(String kind, Row row) {
      byModel
          .computeIfAbsent(text(row, "model"), name -> new HashMap<>())
          .computeIfAbsent(kind, name -> new ArrayList<>())
          .add(row);
    }

    StoredLaw build() {
      Map<String, ModelWeights> models = new TreeMap<>();
      byModel.forEach(
          (name, rows) ->
              models.put(name, model(rows.get(""), rows.getOrDefault(DRAWS, List.of()))));
      return new StoredLaw(
          text(any, "fit_id"),
          any.getDate(any.fieldIndex("valid_from")).toLocalDate(),
          any.getDate(any.fieldIndex("trained_from")).toLocalDate(),
          any.getDate(any.fieldIndex("trained_to")).toLocalDate(),
          text(any, "print_scope"),
          text(any, "origin"),
          models);
    }

    /** Columns are sorted by name: whoever applies weights looks them up by name. */
    private static ModelWeights model(List<Row> rows, List<Row> drawRows) {
      List<String> columns =
          rows.stream().map(row -> text(row, "component")).distinct().sorted().toList();
      int k = columns.size();
      int count =
          drawRows.stream().mapToInt(row -> row.getInt(row.fieldIndex("draw"))).max().orElse(-1);
      double[][][] draws = new double[2][count + 1][k];
      double[][][] three = new double[3][2][k];
      boolean[][] poor = new boolean[2][k];
      double[] kappa = {Double.NaN, Double.NaN};
      Rescale[] sums = {Rescale.START, Rescale.START};
      for (Row row : rows) {
        int s = side(row);
        int i = columns.indexOf(text(row, "component"));
        three[0][s][i] = number(row, "weight");
        three[1][s][i] = number(row, "low");
        three[2][s][i] = number(row, "high");
        poor[s][i] = row.getBoolean(row.fieldIndex("poorly_determined"));
        kappa[s] = number(row, "rescale_kappa_usd");
        if (!Double.isNaN(kappa[s])) {
          sums[s] =
              new Rescale(
                  number(row, "rescale_realised_usd"), number(row, "rescale_predicted_usd"));
        }
      }
      for (Row row : drawRows) {
        int i = columns.indexOf(text(row, "component"));
        draws[side(row)][row.getInt(row.fieldIndex("draw"))][i] = number(row, "weight");
      }
      long n = rows.get(0).getLong(rows.get(0).fieldIndex("n"));
      return new ModelWeights(
          columns, three[0], three[1], three[2], poor, draws, kappa, List.of(sums), n);
    }

    private static int side(Row row) {
      return Side.of(text(row, "side")).index();
    }

    private static String text(Row row, String name) {
      return row.getString(row.fieldIndex(name));
    }

    private static double number(Row row, String name) {
      int i = row.fieldIndex(name);
      return row.isNullAt(i) ? Double.NaN : row.getDouble(i);
    }
  }
}
