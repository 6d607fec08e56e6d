package io.treadmill.jobs.score;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Hours whose place about their interval is known: of 20 hours of longs 13 in it (two at its ends,
 * one of nothing in one that begins there), 5 below, 2 above; of shorts 9.
 */
public final class CoverageProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 30);

  @Override
  public LakeTable table() {
    return LakeTables.HEATMAP_COVERAGE;
  }

  @Override
  public void prove(Proof proof) {
    MadeUpPredictions made = new MadeUpPredictions();
    for (int hour = 0; hour < 20; hour++) {
      double realised = hour < 5 ? 9 : hour < 7 ? 31 : 20;
      realised = hour == 0 ? 0 : hour == 7 ? 10 : hour == 8 ? 30 : hour == 9 ? 0 : realised;
      double low = hour == 9 ? 0 : 10;
      double high = hour == 9 ? 3 : hour == 12 ? 35 : 30;
      made.add(DAY, hour, Side.LONG, "path_1h", "book", 15, realised, low, high);
      made.add(DAY, hour, Side.LONG, "map_4h", "book", 15, Double.NaN, low, high);
    }
    for (int hour = 0; hour < 9; hour++) {
      made.add(DAY, hour, Side.SHORT, "path_1h", "book", 15, 1, 0, 2);
    }
    made.add(DAY, 10, Side.SHORT, "path_1h", "book", 15, Double.NaN, 0, 2);
    made.add(DAY, 11, Side.SHORT, "path_1h", "book", 15, 1);
    made.add(DAY.minusDays(30), 0, Side.LONG, "path_1h", "book", 15, 99, 0, 2);
    List<Row> rows = made.scored(DAY, table());
    proof
        .row(row(rows, "path_1h", "long"))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("model", "book")
        .is("horizon", "path_1h")
        .is("side", "long")
        .is("coverage", 0.65)
        .is("below", 0.25)
        .is("above", 0.1)
        .is("width_usd", 20.0)
        .is("nothing", 0.1)
        .is("n", 20L)
        .isNull("reason");
    proof
        .row(row(rows, "path_1h", "short"))
        .is("side", "short")
        .isNull("coverage")
        .isNull("below")
        .isNull("above")
        .isNull("width_usd")
        .isNull("nothing")
        .is("n", 9L)
        .is("reason", "fewer than 10 windows");
    proof
        .row(row(rows, "map_4h", "long"))
        .is("n", 0L)
        .is("reason", "no window has both an interval and a realised total");
  }

  private Row row(List<Row> rows, String horizon, String side) {
    List<String> names = List.of(table().schema().fieldNames());
    Map<String, String> wanted = Map.of("horizon", horizon, "side", side);
    return rows.stream()
        .filter(
            row ->
                wanted.entrySet().stream()
                    .allMatch(one -> one.getValue().equals(row.get(names.indexOf(one.getKey())))))
        .findFirst()
        .orElseThrow();
  }
}
