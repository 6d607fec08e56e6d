package io.treadmill.jobs.flow;

import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentGroups;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * Cumulative volume delta of bars, {@code volume_delta}, how the venue closed what was forced,
 * {@code forced_kind}, and open interest with longs per short, {@code positioning}: an instrument
 * and day at a time.
 */
public final class FlowJob implements Job {
  private static final String BARS = "bars";
  private static final String PRINTS = "prints";
  private static final String INTEREST = "interest";
  private static final String RATIOS = "ratios";

  /** What a group has: one of these a row. */
  private static final TableUnion INPUT =
      TableUnion.of(List.of())
          .with(
              BARS,
              LakeTables.BARS_5M,
              "quote_volume",
              "taker_buy_quote_volume",
              "unknown_quote_volume",
              "source")
          .with(PRINTS, ArchiveDataset.LIQUIDATIONS, "liquidated_side", "notional_usd", "kind")
          .with(
              INTEREST,
              ArchiveDataset.OPEN_INTEREST,
              "open_interest_base",
              "open_interest_contracts",
              "open_interest_usd")
          .with(
              RATIOS,
              ArchiveDataset.LONG_SHORT,
              "account_ratio",
              "top_account_ratio",
              "top_position_ratio",
              "taker_volume_ratio");

  private static final List<LakeTable> WRITTEN =
      List.of(LakeTables.VOLUME_DELTA, LakeTables.FORCED_KIND, LakeTables.POSITIONING);
  static final TableUnion OUTPUT = TableUnion.of(WRITTEN);

  @Override
  public Plan plan() {
    return new Plan(
        "flow",
        "volume delta, kinds of forced orders, open interest, ratios",
        Set.of(
            ArchiveDataset.LIQUIDATIONS, ArchiveDataset.OPEN_INTEREST, ArchiveDataset.LONG_SHORT),
        Set.of(LakeTables.BARS_5M),
        Set.copyOf(WRITTEN));
  }

  @Override
  public RunReport run(RunContext run) {
    JavaRDD<Row> bars =
        run.lake().rows(LakeTables.BARS_5M, run.days(), run.selection(), INPUT.columns(BARS));
    JavaRDD<Row> rows =
        rows(
            bars,
            read(run, ArchiveDataset.LIQUIDATIONS, PRINTS),
            read(run, ArchiveDataset.OPEN_INTEREST, INTEREST),
            read(run, ArchiveDataset.LONG_SHORT, RATIOS));
    return new RunReport(
        run.lake().overwrite(WRITTEN, run.days(), run.selection(), OUTPUT, rows), List.of());
  }

  private static JavaRDD<Row> read(RunContext run, ArchiveDataset dataset, String part) {
    return run.archive().rows(dataset, run.days(), run.selection(), INPUT.columns(part));
  }

  /** Returns rows of the union of the tables, from rows with the names of their columns. */
  static JavaRDD<Row> rows(
      JavaRDD<Row> bars, JavaRDD<Row> prints, JavaRDD<Row> interest, JavaRDD<Row> ratios) {
    return InstrumentGroups.of(
        INPUT,
        Map.of(BARS, bars, PRINTS, prints, INTEREST, interest, RATIOS, ratios),
        row -> row.instrumentKey() + "/" + UtcDays.dayOf(row.micros("ts")),
        (instrumentAndDay, rows) -> ofDay(rows));
  }

  private static Iterator<Row> ofDay(Iterator<Row> rows) {
    Map<String, List<NamedRow>> parts = INPUT.parts(rows);
    List<Row> made = new ArrayList<>();
    add(LakeTables.VOLUME_DELTA, VolumeDelta.rows(parts.get(BARS)), made);
    add(LakeTables.FORCED_KIND, ForcedKind.rows(parts.get(PRINTS)), made);
    add(LakeTables.POSITIONING, Positioning.rows(parts.get(INTEREST), parts.get(RATIOS)), made);
    return made.iterator();
  }

  private static void add(LakeTable table, List<Row> rows, List<Row> to) {
    rows.forEach(row -> to.add(OUTPUT.row(table.name(), row)));
  }
}
