package io.treadmill.jobs.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A law made by hand: each number of it is found where {@code leverage_law} and {@code
 * leverage_law_draws} say, and what is read back is the law that was written.
 */
@ParameterizedClass
@MethodSource("tables")
public final class LawProof implements ColumnProof {
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final LocalDate USE = LocalDate.of(2026, 3, 1);
  private static final Instant FITTED = Instant.parse("2026-03-01T01:02:03.456789Z");
  private static final String SPIKE = "spike_100x";
  private static final String BOX = "box_2_3";

  private final LakeTable table;

  /** Makes the proof of one of the two tables. */
  public LawProof(LakeTable table) {
    this.table = table;
  }

  static List<LakeTable> tables() {
    return List.of(LakeTables.LEVERAGE_LAW, LakeTables.LEVERAGE_LAW_DRAWS);
  }

  @Override
  public LakeTable table() {
    return table;
  }

  /** Two columns, three draws; long before short. Columns are not in the order of their names. */
  private static FittedLaw book() {
    return new FittedLaw(
        List.of(SPIKE, BOX),
        new FittedLaw.OfSide(
            new double[] {0.11, 0.12},
            new double[] {0.01, 0.02},
            new double[] {0.21, 0.22},
            new boolean[] {true, false},
            new double[][] {{1.1, 1.2}, {2.1, 2.2}, {3.1, 3.2}},
            5e6,
            new Rescale(7e6, 8e6),
            1),
        new FittedLaw.OfSide(
            new double[] {0.13, 0.14},
            new double[] {0.03, 0.04},
            new double[] {0.23, 0.24},
            new boolean[] {false, true},
            new double[][] {{1.3, 1.4}, {2.3, 2.4}, {3.3, 3.4}},
            6e6,
            new Rescale(9e6, 10e6),
            1),
        444,
        List.of(new Dispersion(51, 0.52, 53, 54), new Dispersion(61, 0.62, 63, 64)));
  }

  /** A model without rescale and draws. */
  private static FittedLaw constant() {
    return new FittedLaw(
        List.of("crossed"), withoutDraws(new double[] {0.5}), withoutDraws(new double[] {0.6}), 33);
  }

  private static FittedLaw.OfSide withoutDraws(double[] weight) {
    double[] none = {Double.NaN};
    return new FittedLaw.OfSide(
        weight, none, none, new boolean[] {true}, new double[0][], Double.NaN, Rescale.START, 1);
  }

  private static InstrumentLaw law(String fitId, FittedLaw book) {
    return new InstrumentLaw(
        fitId,
        USE,
        USE.minusDays(60),
        USE.minusDays(1),
        "full",
        InstrumentLaw.OWN,
        Map.of("book", book, "constant@map_4h", constant()));
  }

  @Override
  public void prove(Proof proof) {
    LawTable.Rows rows = LawTable.rows(BTC, law("id", book()), "run", FITTED);
    if (table.equals(LakeTables.LEVERAGE_LAW)) {
      proveWeights(proof, rows);
    } else {
      proveDraws(proof, rows);
    }
    proveThatItIsReadAsWritten(rows);
    proveThatALawWithoutPiecesIsReadAsOneOfNone(rows);
  }

  private static Row find(LakeTable table, List<Row> rows, Map<String, ?> values) {
    List<String> names = List.of(table.schema().fieldNames());
    return rows.stream()
        .filter(
            row ->
                values.entrySet().stream()
                    .allMatch(one -> one.getValue().equals(row.get(names.indexOf(one.getKey())))))
        .findFirst()
        .orElseThrow();
  }

  private void proveWeights(Proof proof, LawTable.Rows rows) {
    assertThat(rows.law()).hasSize(6);
    proof
        .row(weight(rows, "book", "short", SPIKE))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("valid_from", LocalDate.of(2026, 3, 1))
        .is("fit_id", "id")
        .is("model", "book")
        .is("side", "short")
        .is("component", "spike_100x")
        .is("weight", 0.13)
        .is("low", 0.03)
        .is("high", 0.23)
        .is("poorly_determined", false)
        .is("trained_from", LocalDate.of(2025, 12, 31))
        .is("trained_to", LocalDate.of(2026, 2, 28))
        .is("print_scope", "full")
        .is("origin", "own")
        .is("n", 444L)
        .is("rescale_kappa_usd", 6e6)
        .is("rescale_realised_usd", 9e6)
        .is("rescale_predicted_usd", 10e6)
        .is("dispersion_usd", 61.0)
        .is("dispersion_share", 0.62)
        .is("least_total_usd", 63.0)
        .is("piece_usd", 64.0)
        .is("run_id", "run")
        .is("fitted_ts", FITTED);
    proof
        .row(weight(rows, "book", "long", SPIKE))
        .is("weight", 0.11)
        .is("low", 0.01)
        .is("poorly_determined", true)
        .is("rescale_kappa_usd", 5e6)
        .is("dispersion_usd", 51.0);
    proof.row(weight(rows, "book", "long", BOX)).is("weight", 0.12).is("high", 0.22);
    proof
        .row(weight(rows, "constant@map_4h", "long", "crossed"))
        .is("model", "constant@map_4h")
        .isNull("low")
        .isNull("high")
        .is("poorly_determined", true)
        .is("n", 33L)
        .isNull("rescale_kappa_usd")
        .isNull("rescale_realised_usd")
        .isNull("rescale_predicted_usd")
        .isNull("dispersion_usd")
        .isNull("dispersion_share")
        .isNull("piece_usd")
        .isNull("least_total_usd");
  }

  private static Row weight(LawTable.Rows rows, String model, String side, String component) {
    return find(
        LakeTables.LEVERAGE_LAW,
        rows.law(),
        Map.of("model", model, "side", side, "component", component));
  }

  private void proveDraws(Proof proof, LawTable.Rows rows) {
    assertThat(rows.draws()).hasSize(12);
    for (int draw = 0; draw < 3; draw++) {
      proof
          .row(
              find(
                  LakeTables.LEVERAGE_LAW_DRAWS,
                  rows.draws(),
                  Map.of("side", "long", "component", BOX, "draw", draw)))
          .is("venue", "binance")
          .is("product", "linear_perp")
          .is("symbol", "BTCUSDT")
          .is("valid_from", LocalDate.of(2026, 3, 1))
          .is("fit_id", "id")
          .is("model", "book")
          .is("side", "long")
          .is("component", "box_2_3")
          .is("draw", draw)
          .is("weight", draw + 1.2, 1e-12)
          .is("fitted_ts", FITTED);
    }
  }

  /** Of two fits of one day the later one counts, whichever comes first. */
  private static void proveThatItIsReadAsWritten(LawTable.Rows rows) {
    LawTable.Rows before =
        LawTable.rows(BTC, law("before", constant()), "run", FITTED.minusSeconds(1));
    List<NamedRow> weights = read(LakeTables.LEVERAGE_LAW, rows.law(), before.law());
    List<NamedRow> draws = read(LakeTables.LEVERAGE_LAW_DRAWS, rows.draws(), before.draws());
    Map<String, ? extends Map<LocalDate, InstrumentLaw>> laws =
        LawTable.laws(
            LawTable.latest(weights.stream().map(LawTable.Fit::of).toList()), weights, draws);
    assertThat(laws).containsOnlyKeys("binance/linear_perp/BTCUSDT");
    InstrumentLaw read = laws.get(BTC.toString()).get(USE);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("models")
        .isEqualTo(law("id", book()));
    assertThat(read.models()).containsOnlyKeys("book", "constant@map_4h");
    assertThat(read.book().columns()).containsExactly(BOX, SPIKE);
    assertSame(read.book().arranged(book().columns()), book());
    assertSame(read.models().get("constant@map_4h"), constant());
  }

  /**
   * Laws of an older version have no {@code piece_usd}: their intervals were of the Gamma alone.
   */
  private static void proveThatALawWithoutPiecesIsReadAsOneOfNone(LawTable.Rows rows) {
    int piece = LakeTables.LEVERAGE_LAW.schema().fieldIndex("piece_usd");
    List<Row> old =
        rows.law().stream()
            .map(
                row -> {
                  Object[] values = new Object[row.size()];
                  Arrays.setAll(values, i -> i == piece ? null : row.get(i));
                  return RowFactory.create(values);
                })
            .toList();
    List<NamedRow> weights = read(LakeTables.LEVERAGE_LAW, old, List.of());
    InstrumentLaw law =
        LawTable.laws(
                LawTable.latest(weights.stream().map(LawTable.Fit::of).toList()),
                weights,
                read(LakeTables.LEVERAGE_LAW_DRAWS, rows.draws(), List.of()))
            .get(BTC.toString())
            .get(USE);
    assertThat(law.book().dispersions())
        .containsExactly(new Dispersion(51, 0.52, 53, 0), new Dispersion(61, 0.62, 63, 0));
    assertThat(law.models().get("constant@map_4h").dispersions()).containsOnly(Dispersion.NONE);
  }

  private static void assertSame(FittedLaw read, FittedLaw written) {
    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
        .isEqualTo(written);
  }

  private static List<NamedRow> read(LakeTable table, List<Row> one, List<Row> other) {
    return java.util.stream.Stream.of(one, other)
        .flatMap(List::stream)
        .map(row -> new NamedRow(ReadRow.of(table, row)))
        .toList();
  }
}
