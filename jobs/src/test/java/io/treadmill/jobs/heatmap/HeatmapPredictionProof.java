package io.treadmill.jobs.heatmap;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What the book of {@link SmallBook#falling} says of each hour and bar, and what was printed. */
public final class HeatmapPredictionProof implements ColumnProof {
  private static final Instant START = Instant.parse("2026-03-04T00:00:00Z");
  private static final double LEAST_USD = 100;

  private final SmallBook market = SmallBook.falling();

  @Override
  public LakeTable table() {
    return LakeTables.HEATMAP_PREDICTION;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = market.rows(SmallBook.prints());
    SlowBook slow = new SlowBook(market).until(14);
    for (int side = 0; side < 2; side++) {
      String text = side == 0 ? "long" : "short";
      prove(proof, rows, "path_1h", START, text, crossed(slow, side, 0, 12));
      proof
          .is("realised_usd", side == 0 ? 8000.0 : 900.0)
          .is("prints", side == 0 ? 6L : 1L)
          .is("location_log_likelihood", side == 0 ? logLikelihood(slow) : 0, 1e-9);
      prove(proof, rows, "path_5m", START.plusSeconds(3300), text, crossed(slow, side, 11, 12));
      proof
          .is("realised_usd", side == 0 ? 4000.0 : 0.0)
          .isNull("prints")
          .isNull("location_log_likelihood");
      prove(proof, rows, "path_1h", START.plusSeconds(3600), text, crossed(slow, side, 12, 14));
      // Bars 12 to 19 of 12 to 23 were heard.
      proof.isNull("realised_usd").is("prints", side == 0 ? 5L : 0L);
    }
    SlowBook before = new SlowBook(market).until(12);
    double reached = 0;
    for (int down = 0; down <= 4; down++) {
      double[] columns = before.standing(0, SmallBook.BUCKET - down);
      for (int i = 0; i < 3; i++) {
        columns[i] *= down == 4 ? 0.5 : 1; // freshness counts whole buckets
      }
      reached += SlowBook.expected(0, columns);
    }
    prove(proof, rows, "map_1h", START.plusSeconds(3600), "long", reached);
    proof.isNull("prints");
    prove(proof, rows, "map_1h", START.plusSeconds(3600), "short", 0);
    proveDispersionOfTheMap(proof, reached);
    List<Row> prior = market.rowsWithoutLaw();
    proof
        .row(row(prior, "path_1h", START, "long"))
        .is("fit_id", "prior")
        .is("print_scope", "none")
        .isNull("low_usd")
        .isNull("high_usd")
        .isNull("realised_low_usd")
        .isNull("realised_high_usd")
        .isNull("realised_usd")
        .isNull("prints");
  }

  /** The law of the map of an hour has a dispersion of its own: that of the other side. */
  private void proveDispersionOfTheMap(Proof proof, double reached) {
    FittedLaw path = SmallBook.path();
    Dispersion ofLong = path.dispersions().get(1);
    FittedLaw map = path.withDispersions(List.of(ofLong, path.dispersions().get(0)));
    InstrumentLaw law = SmallBook.law(Map.of("book", path, "book@map_1h", map));
    List<Row> rows = market.rows(SmallBook.LINEAR, SmallBook.prints(), null, law);
    double[] coming = SmallBook.COMING[1];
    proof
        .row(row(rows, "map_1h", START.plusSeconds(3600), "long"))
        .is("predicted_usd", reached, 1e-9 * reached)
        .is("realised_low_usd", coming[0] * reached, 1e-5 * reached)
        .is("realised_high_usd", coming[1] * reached, 1e-5 * reached);
  }

  private void prove(
      Proof proof, List<Row> rows, String horizon, Instant ts, String side, double usd) {
    proof
        .row(row(rows, horizon, ts, side))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", SmallBook.DAY)
        .is("ts", ts)
        .is("horizon", horizon)
        .is("model", "book")
        .is("side", side)
        .is("predicted_usd", usd, 1e-9 * usd)
        .is("low_usd", SmallBook.LOW * usd, 1e-9 * usd)
        .is("high_usd", SmallBook.HIGH * usd, 1e-9 * usd)
        .is("fit_id", SmallBook.FIT)
        .is("print_scope", "full");
    if (horizon.equals("path_1h")) {
      double[] coming = SmallBook.COMING[side.equals("long") ? 0 : 1];
      proof
          .is("realised_low_usd", coming[0] * usd, 1e-5 * usd)
          .is("realised_high_usd", coming[1] * usd, 1e-5 * usd);
    } else {
      // The law tells hours alone how totals lie about it.
      proof.isNull("realised_low_usd").isNull("realised_high_usd");
    }
  }

  private Row row(List<Row> rows, String horizon, Instant ts, String side) {
    Timestamp at = Timestamp.from(ts);
    return SmallBook.only(
        rows, table(), Map.of("horizon", horizon, "ts", at, "side", side, "model", "book"));
  }

  private static double crossed(SlowBook slow, int side, int from, int to) {
    double usd = 0;
    for (int bar = from; bar < to; bar++) {
      for (double[] columns : slow.crossed.get(bar).get(side).values()) {
        usd += SlowBook.expected(side, columns);
      }
    }
    return usd;
  }

  /** Bar 11 crossed two buckets: three prints in the lower, one in the upper. Bar 2 crossed one. */
  private static double logLikelihood(SlowBook slow) {
    Map<Integer, double[]> rows = slow.crossed.get(11).get(0);
    double lower = SlowBook.expected(0, rows.get(SmallBook.BUCKET - 1)) + LEAST_USD;
    double upper = SlowBook.expected(0, rows.get(SmallBook.BUCKET)) + LEAST_USD;
    return 3 * Math.log(lower / (lower + upper)) + Math.log(upper / (lower + upper));
  }
}
