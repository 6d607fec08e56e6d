package io.treadmill.jobs.instrument;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Reads and makes the rows of {@code leverage_law} and {@code leverage_law_draws}. */
public final class LawTable {
  private static final TableUnion BOTH =
      TableUnion.of(List.of(LakeTables.LEVERAGE_LAW, LakeTables.LEVERAGE_LAW_DRAWS));

  private static final String VALID_FROM = "valid_from";

  private LawTable() {}

  /** Rows of both tables. */
  public record Rows(List<Row> law, List<Row> draws) {}

  /**
   * One weight of a law.
   *
   * @param model key of the model and horizon
   * @param column number of the weight
   */
  private record Weight(
      Instrument instrument,
      InstrumentLaw laws,
      String model,
      FittedLaw law,
      Side side,
      int column,
      String runId,
      Instant fitted) {
    String component() {
      return law.columns().get(column);
    }

    FittedLaw.OfSide ofSide() {
      return law.of(side);
    }

    Dispersion dispersion() {
      return law.dispersions().get(side.index());
    }

    double rescale(ToDoubleFunction<Rescale> sum) {
      return law.isRescaled() ? sum.applyAsDouble(ofSide().sums()) : Double.NaN;
    }
  }

  /** A weight in one draw. */
  private record Draw(Weight of, int number) {}

  private static final RowLayout<Weight> LAW =
      RowLayout.<Weight>of(LakeTables.LEVERAGE_LAW)
          .instrument(Weight::instrument)
          .date(VALID_FROM, one -> one.laws().validFrom())
          .text("fit_id", one -> one.laws().fitId())
          .text("model", Weight::model)
          .text("side", one -> one.side().text())
          .text("component", Weight::component)
          .number("weight", one -> one.ofSide().weight()[one.column()])
          .number("low", one -> one.ofSide().low()[one.column()])
          .number("high", one -> one.ofSide().high()[one.column()])
          .flag("poorly_determined", one -> one.ofSide().poor()[one.column()])
          .date("trained_from", one -> one.laws().trainedFrom())
          .date("trained_to", one -> one.laws().trainedTo())
          .text("print_scope", one -> one.laws().printScope())
          .text("origin", one -> one.laws().origin())
          .whole("n", one -> one.law().n())
          .number("rescale_kappa_usd", one -> one.ofSide().kappaUsd())
          .number("rescale_realised_usd", one -> one.rescale(Rescale::realised))
          .number("rescale_predicted_usd", one -> one.rescale(Rescale::predicted))
          .number("dispersion_usd", one -> one.dispersion().usd())
          .number("dispersion_share", one -> one.dispersion().share())
          .number("least_total_usd", one -> one.dispersion().leastUsd())
          .number("piece_usd", one -> one.dispersion().pieceUsd())
          .text("run_id", Weight::runId)
          .instant("fitted_ts", Weight::fitted)
          .build();

  private static final RowLayout<Draw> DRAWS =
      RowLayout.<Draw>of(LakeTables.LEVERAGE_LAW_DRAWS)
          .instrument(one -> one.of().instrument())
          .date(VALID_FROM, one -> one.of().laws().validFrom())
          .text("fit_id", one -> one.of().laws().fitId())
          .text("model", one -> one.of().model())
          .text("side", one -> one.of().side().text())
          .text("component", one -> one.of().component())
          .integer("draw", Draw::number)
          .number("weight", one -> one.of().ofSide().draws()[one.number()][one.of().column()])
          .instant("fitted_ts", one -> one.of().fitted())
          .build();

  /** Returns the rows of a law. */
  public static Rows rows(Instrument instrument, InstrumentLaw laws, String runId, Instant fitted) {
    Rows rows = new Rows(new ArrayList<>(), new ArrayList<>());
    laws.models()
        .forEach(
            (name, law) -> {
              for (Side side : Side.values()) {
                for (int k = 0; k < law.columns().size(); k++) {
                  Weight weight = new Weight(instrument, laws, name, law, side, k, runId, fitted);
                  rows.law.add(LAW.row(weight));
                  for (int d = 0; d < law.of(side).draws().length; d++) {
                    rows.draws.add(DRAWS.row(new Draw(weight, d)));
                  }
                }
              }
            });
    return rows;
  }

  /**
   * Returns the laws that are in force on some day of the range, by instrument and first day of
   * use; of two with the same first day the one that was fitted last.
   */
  public static Map<String, NavigableMap<LocalDate, InstrumentLaw>> read(
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
    UtcDays inForce = new UtcDays(first, to);
    Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws = new HashMap<>();
    // A law has thousands of rows: they become laws where they are read.
    InstrumentGroups.of(
            rows(run, LakeTables.LEVERAGE_LAW, inForce, selection)
                .union(rows(run, LakeTables.LEVERAGE_LAW_DRAWS, inForce, selection))
                .mapToPair(row -> row),
            BOTH::named,
            (instrument, rows) -> of(latest, rows))
        .collect()
        .forEach(laws::putAll);
    return laws;
  }

  private static Iterator<Map<String, NavigableMap<LocalDate, InstrumentLaw>>> of(
      Map<String, NavigableMap<LocalDate, Latest>> latest, Iterator<Row> rows) {
    Map<String, List<NamedRow>> parts = BOTH.parts(rows);
    List<NamedRow> weights = parts.get(LakeTables.LEVERAGE_LAW.name());
    List<NamedRow> draws = parts.get(LakeTables.LEVERAGE_LAW_DRAWS.name());
    return List.of(laws(latest, weights, draws)).iterator();
  }

  /** Returns the laws of rows of both tables, by instrument and first day of use. */
  static Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws(
      Map<String, NavigableMap<LocalDate, Latest>> latest,
      List<NamedRow> weights,
      List<NamedRow> draws) {
    Map<String, NavigableMap<LocalDate, LawRows>> collected = new HashMap<>();
    for (NamedRow row : weights) {
      rowsOf(row, latest, collected).ifPresent(law -> law.add(row));
    }
    for (NamedRow row : draws) {
      rowsOf(row, latest, collected).ifPresent(law -> law.addDraw(row));
    }
    Map<String, NavigableMap<LocalDate, InstrumentLaw>> result = new HashMap<>();
    collected.forEach(
        (instrument, byDay) -> {
          TreeMap<LocalDate, InstrumentLaw> laws = new TreeMap<>();
          byDay.forEach((day, rows) -> laws.put(day, rows.law()));
          result.put(instrument, laws);
        });
    return result;
  }

  /** Which fit counts. */
  record Latest(String fitId, long fittedMicros) implements Serializable {
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
        NamedRow.distinct(
            run.lake()
                .rows(
                    LakeTables.LEVERAGE_LAW,
                    VALID_FROM,
                    new UtcDays(LocalDate.EPOCH, to),
                    selection,
                    List.of("product", "fit_id", "fitted_ts")),
            Fit::of));
  }

  /** A fit of an instrument that is there, and its first day of use. */
  record Fit(String instrument, LocalDate validFrom, Latest latest) implements Serializable {
    static Fit of(NamedRow row) {
      return new Fit(row.instrumentKey(), row.day(VALID_FROM), Latest.of(row));
    }
  }

  /** Returns the fit that was made last, by instrument and first day of use. */
  static Map<String, NavigableMap<LocalDate, Latest>> latest(Collection<Fit> fits) {
    Map<String, NavigableMap<LocalDate, Latest>> result = new HashMap<>();
    for (Fit fit : fits) {
      result
          .computeIfAbsent(fit.instrument(), name -> new TreeMap<>())
          .merge(
              fit.validFrom(), fit.latest(), (a, b) -> a.fittedMicros() > b.fittedMicros() ? a : b);
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

  private static JavaRDD<Tuple2<String, Row>> rows(
      RunContext run, LakeTable table, UtcDays inForce, Selection selection) {
    return run.lake()
        .rows(table, VALID_FROM, inForce, selection, List.of(table.schema().fieldNames()))
        .map(row -> new Tuple2<>(new NamedRow(row).instrumentKey(), BOTH.row(table.name(), row)));
  }

  /** Returns what the row is collected in; empty if another fit of its day counts. */
  private static Optional<LawRows> rowsOf(
      NamedRow row,
      Map<String, NavigableMap<LocalDate, Latest>> latest,
      Map<String, NavigableMap<LocalDate, LawRows>> collected) {
    LocalDate validFrom = row.day(VALID_FROM);
    return latest.get(row.instrumentKey()).get(validFrom).equals(Latest.of(row))
        ? Optional.of(
            collected
                .computeIfAbsent(row.instrumentKey(), name -> new TreeMap<>())
                .computeIfAbsent(validFrom, day -> new LawRows()))
        : Optional.empty();
  }

  /** The rows of one law by model. */
  private static final class LawRows {
    private NamedRow any;
    private final Map<String, List<NamedRow>> weights = new TreeMap<>();
    private final Map<String, List<NamedRow>> draws = new HashMap<>();

    void add(NamedRow row) {
      any = row;
      weights.computeIfAbsent(row.text("model"), name -> new ArrayList<>()).add(row);
    }

    void addDraw(NamedRow row) {
      draws.computeIfAbsent(row.text("model"), name -> new ArrayList<>()).add(row);
    }

    InstrumentLaw law() {
      Map<String, FittedLaw> models = new TreeMap<>();
      weights.forEach(
          (name, rows) -> models.put(name, law(rows, draws.getOrDefault(name, List.of()))));
      return new InstrumentLaw(
          any.text("fit_id"),
          any.day(VALID_FROM),
          any.day("trained_from"),
          any.day("trained_to"),
          any.text("print_scope"),
          any.text("origin"),
          models);
    }

    /** Columns are sorted by name: whoever applies weights looks them up by name. */
    private static FittedLaw law(List<NamedRow> rows, List<NamedRow> draws) {
      List<String> columns =
          rows.stream().map(row -> row.text("component")).distinct().sorted().toList();
      return new FittedLaw(
          columns,
          ofSide(Side.LONG, columns, rows, draws),
          ofSide(Side.SHORT, columns, rows, draws),
          rows.get(0).whole("n"),
          List.of(dispersion(Side.LONG, rows), dispersion(Side.SHORT, rows)));
    }

    private static Dispersion dispersion(Side side, List<NamedRow> rows) {
      NamedRow first = of(side, rows).get(0);
      return new Dispersion(
          first.number("dispersion_usd"),
          first.number("dispersion_share"),
          first.number("least_total_usd"),
          // A law of an older version knows none: its intervals are of the Gamma alone.
          first.isNull("piece_usd") && !first.isNull("dispersion_usd")
              ? 0
              : first.number("piece_usd"));
    }

    private static FittedLaw.OfSide ofSide(
        Side side, List<String> columns, List<NamedRow> both, List<NamedRow> drawsOfBoth) {
      List<NamedRow> rows = of(side, both);
      List<NamedRow> draws = of(side, drawsOfBoth);
      NamedRow first = rows.get(0);
      int k = columns.size();
      int count = draws.stream().mapToInt(row -> row.integer("draw") + 1).max().orElse(0);
      FittedLaw.OfSide law =
          new FittedLaw.OfSide(
              new double[k],
              new double[k],
              new double[k],
              new boolean[k],
              new double[count][k],
              first.number("rescale_kappa_usd"),
              first.isNull("rescale_kappa_usd")
                  ? Rescale.START
                  : new Rescale(
                      first.number("rescale_realised_usd"), first.number("rescale_predicted_usd")),
              1);
      for (NamedRow row : rows) {
        int i = columns.indexOf(row.text("component"));
        law.weight()[i] = row.number("weight");
        law.low()[i] = row.number("low");
        law.high()[i] = row.number("high");
        law.poor()[i] = row.flag("poorly_determined");
      }
      for (NamedRow row : draws) {
        law.draws()[row.integer("draw")][columns.indexOf(row.text("component"))] =
            row.number("weight");
      }
      return law;
    }

    private static List<NamedRow> of(Side side, List<NamedRow> rows) {
      return rows.stream().filter(row -> row.text("side").equals(side.text())).toList();
    }
  }
}
