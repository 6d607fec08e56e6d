package io.treadmill.jobs.batch;

import io.treadmill.jobs.batch.Reprocessed.Change;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.DayChange;
import io.treadmill.lake.DayChange.OfColumn;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/** A day of a table that changed, and one of its columns. */
public final class ReprocessChangesProof implements ColumnProof {
  @Override
  public LakeTable table() {
    return LakeTables.REPROCESS_CHANGES;
  }

  @Override
  public void prove(Proof proof) {
    LocalDate day = LocalDate.of(2026, 3, 4);
    Instant at = Instant.parse("2026-03-05T01:02:03Z");
    DayChange change =
        new DayChange(
            "bars_5m",
            day,
            280,
            8,
            3,
            5,
            "came: symbol=A",
            Map.of(
                "close", new OfColumn(7, 0.5, "symbol=B: 1.0 -> 1.5"),
                "source", new OfColumn(6, Double.NaN, "symbol=C: klines -> trades")));
    proof
        .row(Reprocessed.ROWS.row(new Change("run-9", "run-2", change, null, at)))
        .is("run_id", "run-9")
        .is("run_before", "run-2")
        .is("table_name", "bars_5m")
        .is("day", day)
        .isNull("column")
        .is("rows_changed", 8L)
        .is("rows_same", 280L)
        .is("rows_added", 3L)
        .is("rows_removed", 5L)
        .isNull("greatest_change")
        .is("example", "came: symbol=A")
        .is("computed_ts", at);
    proof
        .row(Reprocessed.ROWS.row(new Change("run-9", "run-2", change, "close", at)))
        .is("column", "close")
        .is("rows_changed", 7L)
        .isNull("rows_same")
        .isNull("rows_added")
        .isNull("rows_removed")
        .is("greatest_change", 0.5)
        .is("example", "symbol=B: 1.0 -> 1.5");
    proof
        .row(Reprocessed.ROWS.row(new Change("run-9", "run-2", change, "source", at)))
        .is("rows_changed", 6L)
        .isNull("greatest_change");
  }
}
