package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.contract.Session;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Runs of a job that writes the rows that a test makes up, by the way of every run. */
final class PlantedRuns {
  static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private final Path lake;
  private final Map<String, String> settings;
  final List<String> told = new ArrayList<>();
  private Instant now;
  private int runs;

  PlantedRuns(Path lake, Map<String, String> settings) {
    this(lake, settings, Instant.parse("2026-03-20T01:00:00Z"));
  }

  PlantedRuns(Path lake, Map<String, String> settings, Instant now) {
    this.lake = lake;
    this.settings = settings;
    this.now = now;
  }

  /** Writes rows of tables, which replace those of the days. */
  record Planted(Map<LakeTable, List<Row>> rows) implements Job {
    @Override
    public Plan plan() {
      return new Plan("planted", "A test", Set.of(), Set.of(), rows.keySet());
    }

    @Override
    public RunReport run(RunContext run) {
      List<Written> written = new ArrayList<>();
      rows.forEach(
          (table, all) ->
              written.add(
                  run.lake()
                      .overwrite(
                          table,
                          run.days(),
                          run.selection(),
                          run.spark().createDataFrame(all, nullable(table.schema())))));
      return new RunReport(written, List.of());
    }
  }

  private static StructType nullable(StructType schema) {
    StructType result = new StructType();
    for (var field : schema.fields()) {
      result = result.add(field.name(), field.dataType(), true, field.metadata());
    }
    return result;
  }

  /** Opens a workspace of its own run; the caller need not close it: the session is shared. */
  Workspace open() {
    now = now.plusSeconds(60);
    SparkSession spark = SparkForTests.withLake(lake, settings);
    Settings all = SparkForTests.settings(lake, settings);
    IcebergLake tables = IcebergLake.open(spark, "run-" + ++runs);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Session session = Session.of(spark);
    Termination termination = Termination.of(session);
    // No hook of the process is left behind.
    termination.close();
    return new Workspace(
        all,
        RunLock.NONE,
        termination,
        session,
        Archive.open(spark, all),
        tables,
        new RunLedger(tables),
        new Audits(all.audit(), tables, "run-" + runs, clock, told::add),
        "run-" + runs,
        clock,
        told::add);
  }

  /** Runs a job that writes rows of days. */
  void run(Workspace workspace, UtcDays days, Map<LakeTable, List<Row>> rows) {
    run(workspace, Selection.ALL, days, rows);
  }

  /** Runs a job that writes rows of some symbols. */
  void run(Selection selection, UtcDays days, Map<LakeTable, List<Row>> rows) {
    run(open(), selection, days, rows);
  }

  private static void run(
      Workspace workspace, Selection selection, UtcDays days, Map<LakeTable, List<Row>> rows) {
    new Batch(workspace, Batch.Options.inSteps(false, Batch.Reprocess.COMPLETED, 31))
        .run(List.of(new Planted(rows)), days, selection);
  }

  void run(UtcDays days, Map<LakeTable, List<Row>> rows) {
    run(open(), days, rows);
  }

  /** Returns the rows of a table as somebody sees them who starts now. */
  List<Row> seen(LakeTable table) {
    return IcebergLake.open(SparkForTests.withLake(lake, settings), "reader")
        .read(table)
        .collectAsList();
  }

  /** Returns a row: what is given, 1 or a day elsewhere, and null where that may be. */
  static Row row(LakeTable table, Map<String, Object> values) {
    List<Object> row = new ArrayList<>();
    Map<String, Object> left = new HashMap<>(values);
    for (TableColumn column : table.columns()) {
      Object value = values.containsKey(column.name()) ? left.remove(column.name()) : any(column);
      row.add(value);
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("No columns " + left);
    }
    return RowFactory.create(row.toArray());
  }

  private static Object any(TableColumn column) {
    if (!column.required()) {
      return null;
    }
    return switch (column.type()) {
      case TEXT -> "x";
      case NUMBER -> 1.0;
      case WHOLE -> 1L;
      case INTEGER -> 1;
      case FLAG -> false;
      case INSTANT -> at(DAY, 0);
      case DATE -> Date.valueOf(DAY);
    };
  }

  static Timestamp at(LocalDate day, int minute) {
    return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).plusMinutes(minute).toInstant());
  }

  /** Returns values by name; of a null the name alone. */
  static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  /** Returns the same table as an older version wrote it, in which a column may be null. */
  static LakeTable withNull(LakeTable table, String column) {
    return new LakeTable(
        table.name(),
        table.comment(),
        table.dayColumn(),
        table.partition(),
        table.key(),
        table.columns().stream()
            .map(
                one ->
                    one.name().equals(column)
                        ? new TableColumn(one.name(), one.type(), false, one.comment())
                        : one)
            .toList(),
        table.rules());
  }
}
