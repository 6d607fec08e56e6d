package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The state after {@link SmallBook#falling}, cell by cell, and its scalars by hand. */
public final class BookStateProof implements ColumnProof {
  @Override
  public LakeTable table() {
    return LakeTables.BOOK_STATE;
  }

  @Override
  public void prove(Proof proof) {
    SmallBook market = SmallBook.falling();
    List<Row> rows = market.rows(SmallBook.prints());
    SlowBook slow = new SlowBook(market).until(14);
    slow.end();
    int cells = 0;
    for (int side = 0; side < 2; side++) {
      for (int k = 0; k < slow.names.size(); k++) {
        for (Map.Entry<Integer, Double> cell : slow.mass(side, k).entrySet()) {
          if (cell.getValue() > 0) {
            cells++;
          }
        }
      }
    }
    int kind = LakeTables.BOOK_STATE.schema().fieldIndex("kind");
    assertThat(FoldOutput.UNION.only(rows, "book_state"))
        .filteredOn(row -> row.getString(kind).equals("mass"))
        .hasSize(cells);
    for (int side = 0; side < 2; side++) {
      for (int k : new int[] {0, 9, 17, 20}) {
        for (Map.Entry<Integer, Double> cell : slow.mass(side, k).entrySet()) {
          if (cell.getValue() > 0) {
            proveCell(proof, rows, side == 0 ? "long" : "short", k, cell);
          }
        }
      }
    }
    scalar(proof, rows, "both", "bars", 0, 14);
    scalar(proof, rows, "both", "open_interest", 0, 1060);
    scalar(proof, rows, "both", "last_close", 0, SmallBook.price(SmallBook.BUCKET - 4));
    scalar(proof, rows, "both", "lagged_clock", 0, 0);
    // Of the first hour, the only one that was heard whole; five days halve the sum before.
    scalar(proof, rows, "long", "rescale_realised", 0, 3e6 * Math.pow(0.5, 0.2) + 8000);
    scalar(proof, rows, "short", "rescale_realised", 0, 2e6 * Math.pow(0.5, 0.2) + 900);
    // Price was at this bucket, and above, one bar before the end.
    scalar(proof, rows, "long", "age", SmallBook.BUCKET - 4, 1);
    scalar(proof, rows, "short", "age", SmallBook.BUCKET + 60, 14);
  }

  private static void proveCell(
      Proof proof, List<Row> rows, String side, int k, Map.Entry<Integer, Double> cell) {
    Map<String, Object> key =
        Map.of("kind", "mass", "side", side, "component", k, "bucket", cell.getKey());
    proof
        .row(SmallBook.only(rows, LakeTables.BOOK_STATE, key))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", SmallBook.DAY)
        .is("parameter_set", ParameterSet.REAL.id())
        .is("side", side)
        .is("kind", "mass")
        .is("component", k)
        .is("bucket", cell.getKey())
        .is("value", cell.getValue(), 1e-9 * cell.getValue());
  }

  private static void scalar(
      Proof proof, List<Row> rows, String side, String kind, int bucket, double value) {
    Map<String, Object> key = Map.of("kind", kind, "side", side, "component", 0, "bucket", bucket);
    proof
        .row(SmallBook.only(rows, LakeTables.BOOK_STATE, key))
        .is("value", value, 1e-9 * Math.abs(value));
  }
}
