package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of an import, counted by hand on {@link HandMadeImport}. */
@ParameterizedClass
@MethodSource("tables")
public final class IngestProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);

  private final LakeTable table;

  /** Makes the proof of one of the four tables. */
  public IngestProof(LakeTable table) {
    this.table = table;
  }

  static List<LakeTable> tables() {
    return List.of(
        LakeTables.SOURCE_FILES,
        LakeTables.COVERAGE,
        LakeTables.QUARANTINE,
        LakeTables.RECONCILIATION);
  }

  @Override
  public LakeTable table() {
    return table;
  }

  @Override
  public void prove(Proof proof) throws IOException {
    HandMadeImport made = HandMadeImport.run();
    List<Row> rows = made.lake.rows(table);
    if (table.equals(LakeTables.COVERAGE)) {
      coverage(proof, rows);
    } else if (table.equals(LakeTables.QUARANTINE)) {
      quarantine(proof, rows, made);
    } else if (table.equals(LakeTables.RECONCILIATION)) {
      reconciliation(proof, rows, made);
    } else {
      sourceFiles(proof, rows, made);
    }
  }

  /** Sorted as text: bars of ether come last, bitcoin's days in order. */
  private static void coverage(Proof proof, List<Row> rows) {
    assertThat(rows).hasSize(4);
    proof
        .row(rows.get(0))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("dataset", "trades")
        .is("day", DAY)
        .is("status", "partial")
        .is("row_count", 3L)
        .is("first_ts", Instant.parse("2026-06-12T00:00:00Z"))
        .is("last_ts", Instant.parse("2026-06-12T20:00:00Z"))
        .is("max_gap_minutes", 14 * 60.0)
        .is("ids_missing", 1L)
        .isNull("slots_expected")
        .isNull("slots_missing");
    proof
        .row(rows.get(1))
        .is("day", DAY.plusDays(1))
        .is("status", "missing")
        .is("row_count", 0L)
        .isNull("first_ts")
        .isNull("last_ts")
        .isNull("max_gap_minutes")
        .isNull("ids_missing");
    proof.row(rows.get(2)).is("day", DAY.plusDays(2)).is("row_count", 1L).is("ids_missing", 0L);
    proof
        .row(rows.get(3))
        .is("symbol", "ETHUSDT")
        .is("dataset", "klines")
        .is("status", "partial")
        .is("row_count", 2L)
        .is("slots_expected", 288L)
        .is("slots_missing", 286L)
        .is("max_gap_minutes", 24 * 60 - 5.0)
        .isNull("ids_missing");
  }

  private static void quarantine(Proof proof, List<Row> rows, HandMadeImport made)
      throws IOException {
    assertThat(rows).hasSize(2);
    proof
        .row(rows.get(0))
        .is("source_id", made.sourceId())
        .is("path", made.trades.toString())
        .is("line", 6L)
        .is("reason", "price_not_positive")
        .is("detail", "price 0 (must be > 0)")
        .is("raw", HandMadeImport.line(6))
        .is("run_id", "r")
        .is("imported_ts", HandMadeImport.NOW);
    proof.row(rows.get(1)).is("line", 7L).is("detail", "price -7 (must be > 0)");
  }

  private static void reconciliation(Proof proof, List<Row> rows, HandMadeImport made)
      throws IOException {
    assertThat(rows).hasSize(4);
    Row day =
        rows.stream().filter(row -> DAY.toString().equals(text(row, "day"))).findFirst().get();
    proof
        .row(day)
        .is("source_id", made.sourceId())
        .is("path", made.trades.toString())
        .is("dataset", "trades")
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("rows_in", 4L)
        .is("rows_accepted", 3L)
        .is("rows_quarantined", 0L)
        .is("rows_duplicate", 1L)
        .is("base_volume", 2 + 0.5 + 1)
        .is("quote_volume", 200 + 50.5 + 99)
        .is("run_id", "run-7")
        .is("imported_ts", HandMadeImport.NOW);
    Row bars = rows.stream().filter(row -> "klines".equals(text(row, "dataset"))).findFirst().get();
    proof.row(bars).is("rows_in", 2L).isNull("base_volume").isNull("quote_volume");
    proof
        .row(rows.get(3))
        .isNull("day")
        .is("dataset", "trades")
        .is("rows_in", 2L)
        .is("rows_accepted", 0L)
        .is("rows_quarantined", 2L)
        .is("rows_duplicate", 0L);
  }

  private static void sourceFiles(Proof proof, List<Row> rows, HandMadeImport made)
      throws IOException {
    assertThat(rows).hasSize(4);
    proof
        .row(rows.get(0))
        .is("source_id", made.sourceId())
        .is("path", made.trades.toString())
        .is("vendor", "binance trades")
        .is("dataset", "trades")
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("from_day", LocalDate.of(2026, 6, 1))
        .is("to_day", LocalDate.of(2026, 6, 30))
        .is("published_ts", Instant.ofEpochMilli(VendorFiles.WRITTEN / 1_000))
        .is("size_bytes", HandMadeImport.bytes())
        .is("sha256", made.sha256())
        .is("checksum", "matched")
        .is("header", HandMadeImport.HEADER)
        .is("time_unit", "ms")
        .is("row_order", "ascending")
        .is("rows_read", 7L)
        .is("rows_accepted", 4L)
        .is("rows_quarantined", 2L)
        .is("rows_duplicate", 1L)
        .is("first_ts", Instant.parse("2026-06-12T00:00:00Z"))
        .is("last_ts", Instant.parse("2026-06-14T01:00:00Z"))
        .is("status", "partial")
        .is(
            "reason",
            "2 rows set aside (price_not_positive 2); the first: line 6: price 0 (must be > 0)"
                + " (rule price_not_positive)")
        .is("run_id", "run-7")
        .is("imported_ts", HandMadeImport.NOW);
    proof
        .row(rows.get(1))
        .is("checksum", "none")
        .is("header", "none")
        .is("status", "accepted")
        .isNull("reason");
    proof
        .row(rows.get(2))
        .is("status", "refused")
        .is("rows_read", 1L)
        .is("rows_accepted", 0L)
        .is("rows_quarantined", 1L)
        .isNull("dataset")
        .isNull("row_order")
        .isNull("first_ts")
        .isNull("last_ts");
    proof
        .row(rows.get(3))
        .is("sha256", made.sha256())
        .is("status", "superseded")
        .is("reason", "a later edition of the file speaks of its time")
        .is("run_id", "run-8")
        .is("imported_ts", HandMadeImport.NOW.plusSeconds(60));
  }

  private static String text(Row row, String column) {
    Object value = row.getAs(column);
    return value == null ? null : value.toString();
  }
}
