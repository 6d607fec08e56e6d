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
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Cumulative volume delta of bars, {@code volume_delta}, and how the venue closed what was forced,
 * {@code forced_kind}: an instrument and day at a time.
 */
public final class FlowJob implements Job {
  private static final String BARS = "bars";
  private static final String PRINTS = "prints";
  private static final StructType INSTRUMENT =
      new StructType()
          .add("venue", DataTypes.StringType)
          .add("product", DataTypes.StringType)
          .add("symbol", DataTypes.StringType)
          .add("ts", DataTypes.TimestampType);

  /** What a group has: one of these a row. */
  private static final TableUnion INPUT =
      TableUnion.of(List.of())
          .with(
              BARS,
              INSTRUMENT
                  .add("quote_volume", DataTypes.DoubleType)
                  .add("taker_buy_quote_volume", DataTypes.DoubleType)
                  .add("unknown_quote_volume", DataTypes.DoubleType)
                  .add("source", DataTypes.StringType))
          .with(
              PRINTS,
              INSTRUMENT
                  .add("liquidated_side", DataTypes.StringType)
                  .add("notional_usd", DataTypes.DoubleType)
                  .add("kind", DataTypes.StringType));

  private static final List<LakeTable> WRITTEN =
      List.of(LakeTables.VOLUME_DELTA, LakeTables.FORCED_KIND);
  static final TableUnion OUTPUT = TableUnion.of(WRITTEN);

  @Override
  public Plan plan() {
    return new Plan(
        "flow",
        "volume delta of bars, and how forced positions were closed",
        Set.of(ArchiveDataset.LIQUIDATIONS),
        Set.of(LakeTables.BARS_5M),
        Set.copyOf(WRITTEN));
  }

  @Override
  public RunReport run(RunContext run) {
    JavaRDD<Row> bars =
        run.lake().rows(LakeTables.BARS_5M, run.days(), run.selection(), INPUT.columns(BARS));
    JavaRDD<Row> prints =
        run.archive()
            .rows(ArchiveDataset.LIQUIDATIONS, run.days(), run.selection(), INPUT.columns(PRINTS));
    return new RunReport(
        run.lake().overwrite(WRITTEN, run.days(), run.selection(), OUTPUT, rows(bars, prints)),
        List.of());
  }

  /** Returns rows of the union of both tables, from rows with the names of their columns. */
  static JavaRDD<Row> rows(JavaRDD<Row> bars, JavaRDD<Row> prints) {
    return InstrumentGroups.of(
        part(bars, BARS).union(part(prints, PRINTS)).mapToPair(part -> part),
        INPUT::named,
        (instrumentAndDay, rows) -> ofDay(rows));
  }

  private static Iterator<Row> ofDay(Iterator<Row> rows) {
    List<NamedRow> bars = new ArrayList<>();
    List<NamedRow> prints = new ArrayList<>();
    int ofBars = INPUT.schema().fieldIndex(BARS);
    int ofPrints = INPUT.schema().fieldIndex(PRINTS);
    while (rows.hasNext()) {
      Row row = rows.next();
      if (row.isNullAt(ofBars)) {
        prints.add(new NamedRow(row.getStruct(ofPrints)));
      } else {
        bars.add(new NamedRow(row.getStruct(ofBars)));
      }
    }
    List<Row> made = new ArrayList<>();
    add(LakeTables.VOLUME_DELTA, VolumeDelta.rows(bars), made);
    add(LakeTables.FORCED_KIND, ForcedKind.rows(prints), made);
    return made.iterator();
  }

  private static void add(LakeTable table, List<Row> rows, List<Row> to) {
    rows.forEach(row -> to.add(OUTPUT.row(table.name(), row)));
  }

  /** Rows as rows of the union, by instrument and day. */
  private static JavaRDD<Tuple2<String, Row>> part(JavaRDD<Row> rows, String part) {
    return rows.map(
        found -> {
          NamedRow row = new NamedRow(found);
          return new Tuple2<>(
              row.instrumentKey() + "/" + UtcDays.dayOf(row.micros("ts")),
              INPUT.rowByName(part, found));
        });
  }
}
