package io.treadmill.lake;

import static org.apache.spark.sql.functions.col;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;

/**
 * The result tables as Iceberg tables, format 2, copy on write. A table is partitioned by the day
 * that owns a row, or by its month where days are small, and sorted by its key; ledgers are not
 * partitioned. What is written is seen through this lake at once, and by others when it is
 * published.
 */
public final class IcebergLake implements Lake {
  /** Name of the Spark catalog. */
  public static final String CATALOG = "lake";

  /** Namespace of the tables. */
  public static final String NAMESPACE = "treadmill";

  /** Snapshot property that names the run. */
  static final String RUN_ID = "treadmill.run-id";

  private final SparkSession spark;
  private final StagingCatalog catalog;
  private final String runId;
  private final Map<String, Replaced> replaced = new ConcurrentHashMap<>();
  private final Map<String, Audit.Touched> touched = new ConcurrentHashMap<>();
  private final TaskStores stores = new TaskStores();

  IcebergLake(SparkSession spark, StagingCatalog catalog, String runId) {
    this.spark = spark;
    this.catalog = catalog;
    this.runId = runId;
  }

  /**
   * Returns the lake of the session's catalog {@code lake}, and creates its namespace if it is not
   * there.
   *
   * @param runId id of the run, kept in the summary of each snapshot
   */
  public static IcebergLake open(SparkSession spark, String runId) {
    StagingCatalog catalog;
    try {
      catalog = (StagingCatalog) Spark3Util.loadIcebergCatalog(spark, CATALOG);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(
          "Cannot open the catalog: %s (see lake.catalog; its jars must be on the class path)"
              .formatted(e.getMessage()));
    }
    return open(spark, catalog, runId);
  }

  /**
   * Returns the lake of a catalog without a session: its ledgers can be read and written, and no
   * more.
   */
  public static IcebergLake open(StagingCatalog catalog, String runId) {
    return open(null, catalog, runId);
  }

  private static IcebergLake open(SparkSession spark, StagingCatalog catalog, String runId) {
    Namespace namespace = Namespace.of(NAMESPACE);
    if (!catalog.namespaceExists(namespace)) {
      catalog.createNamespace(namespace);
    }
    return new IcebergLake(spark, catalog, runId);
  }

  /** Returns the same lake for another run. */
  public IcebergLake ofRun(String otherRunId) {
    return new IcebergLake(spark, catalog, otherRunId);
  }

  /** Returns the lake of a catalog without a session: its ledgers can be read, and no more. */
  public static IcebergLake ofLedgers(StagingCatalog catalog) {
    return new IcebergLake(null, catalog, "none");
  }

  /**
   * Publishes what was written since the last time: all tables in one step.
   *
   * @throws UserError if another run replaced rows of one of the tables meanwhile (exit 5); nothing
   *     was published then
   */
  public void publish() {
    publish(step -> {});
  }

  /** Publishes, and tells each step before it is done. */
  void publish(Consumer<String> steps) {
    catalog.publish(steps);
    forgetWritten();
  }

  private void forgetWritten() {
    replaced.clear();
    touched.clear();
  }

  /**
   * Holds what was written and is not published against the rules of the dictionary.
   *
   * @return what each rule says of each table, ledgers of runs left out
   */
  public List<Audited> audit() {
    List<Audit.Staged> staged =
        touched.values().stream()
            .filter(one -> !LakeTables.isOfRuns(one.table()))
            .sorted(Comparator.comparing(one -> one.table().name()))
            .map(one -> Audit.Staged.of(one, catalog, identifier(one.table())))
            .toList();
    return Audit.of(
        spark, staged, Audit.Staged.beside(staged, catalog, other -> identifier(other)));
  }

  /**
   * Returns how what was written and is not published differs from what is published.
   *
   * @param days days that are compared, by table; tables that were not written are left out
   */
  public List<DayChange> changes(Map<LakeTable, ? extends Set<LocalDate>> days) {
    TableChanges changes = new TableChanges();
    days.forEach((table, of) -> changes.add(table, catalog, identifier(table), Set.copyOf(of)));
    return changes.read(spark);
  }

  /** Forgets what was written and is not published, and removes its files. */
  public void discard() {
    catalog.discard();
    forgetWritten();
  }

  /**
   * Returns how the results go back to what they were before some runs. Accounts of imports stay:
   * the archive that they tell of does.
   */
  public List<Rollback> rollback(Collection<String> runs) {
    return LakeTables.results().stream()
        .filter(this::exists)
        .map(table -> Rollback.of(table.name(), table(table), runs))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Takes tables back, to be published together. */
  public void take(List<Rollback> back) {
    back.forEach(
        one -> one.stage(catalog.loadTable(TableIdentifier.of(NAMESPACE, one.table())), runId));
  }

  /** Forgets what was written and is not published, and looks at the tables anew. */
  public void refresh() {
    catalog.refresh();
    forgetWritten();
  }

  /** Finishes what a run that died began to publish, and looks at the tables anew. */
  public void finish() {
    catalog.finish();
    forgetWritten();
  }

  /**
   * Removes the files that no table knows, of all tables.
   *
   * @param from when the run began that left them
   * @param before files written later stay
   * @return how many
   */
  public int removeLeftovers(Instant from, Instant before) {
    if (!from.isBefore(before)) {
      return 0;
    }
    return catalog.listTables(Namespace.of(NAMESPACE)).stream()
        .map(catalog::loadTable)
        .mapToInt(table -> Leftovers.remove(table, from, before))
        .sum();
  }

  /** Returns what keeps the files of the lake few. */
  public Upkeep upkeep() {
    return new Upkeep(catalog);
  }

  /** Returns what the overwrites since the last publish replaced, by the name of the table. */
  public Map<String, Replaced> replaced() {
    return Map.copyOf(replaced);
  }

  /**
   * What an overwrite replaced.
   *
   * @param before rows of its days and instruments before
   * @param after rows of its days and instruments after
   * @param lost days, or months, that had rows and have none now
   * @param filled days, or months, that have rows now
   */
  public record Replaced(long before, long after, Set<String> lost, Set<String> filled) {}

  @Override
  public boolean exists(LakeTable table) {
    return catalog.tableExists(identifier(table));
  }

  @Override
  public Dataset<Row> read(LakeTable table) {
    if (!exists(table)) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    Dataset<Row> rows = spark.table(name(table));
    Set<String> there = Set.of(rows.columns());
    // A lake of an older version gets new columns when it is next written.
    return rows.select(
        table.columns().stream()
            .map(
                column ->
                    there.contains(column.name())
                        ? col(column.name())
                        : functions.lit(null).cast(column.type().spark()).as(column.name()))
            .toArray(Column[]::new));
  }

  @Override
  public List<NamedRow> ledger(
      LakeTable table, List<String> columns, Predicate<NamedRow> isWanted) {
    return exists(table)
        ? FileRows.ledger(
            table(table), FileRows.Asked.of(table, columns, null, null, Selection.ALL), isWanted)
        : List.of();
  }

  @Override
  public void replace(LakeTable table, UtcDays days, Selection selection, List<Row> rows) {
    TableOverwrite overwrite = new TableOverwrite(table, ensure(table), days, selection);
    replaced.put(table.name(), overwrite.replace(runId, table, rows));
    touched.merge(table.name(), new Audit.Touched(table, days), Audit.Touched::then);
  }

  @Override
  public JavaRDD<Row> rows(
      LakeTable table, String dayColumn, UtcDays days, Selection selection, List<String> columns) {
    return exists(table)
        ? FileRows.of(
            tasks(),
            table(table),
            stores,
            FileRows.Asked.of(table, columns, dayColumn, days, selection))
        : tasks().emptyRDD();
  }

  @Override
  public JavaRDD<InternalRow> values(
      LakeTable table, UtcDays days, Selection selection, List<String> columns) {
    FileRows.Asked asked = FileRows.Asked.of(table, columns, table.dayColumn(), days, selection);
    return exists(table)
        ? FileRows.values(tasks(), table(table), stores, asked.withFirst(columns))
        : tasks().emptyRDD();
  }

  private JavaSparkContext tasks() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Override
  public Dataset<Row> read(LakeTable table, UtcDays days, Selection selection) {
    Dataset<Row> rows = read(table).where(table.inDays(days));
    return selection.condition(table).map(rows::where).orElse(rows);
  }

  @Override
  public Written overwrite(LakeTable table, UtcDays days, Selection selection, Dataset<Row> rows) {
    Table target = ensure(table);
    Snapshot before = target.currentSnapshot();
    // A row outside the days that the run owns would stay when the run is repeated.
    Column owned =
        functions.assert_true(
            table.inDays(days), functions.lit("Row of " + table.name() + " outside " + days));
    Dataset<Row> all = rows.select(columns(table)).where(owned.isNull());
    long kept = 0;
    UtcDays rewritten = TableOverwrite.rewritten(table, days);
    if (before != null && (selection.condition(table).isPresent() || !rewritten.equals(days))) {
      Dataset<Row> others =
          read(table, rewritten, Selection.ALL)
              .where(functions.not(replaced(table, days, selection)));
      kept = others.count();
      all = kept == 0 ? all : all.unionByName(others);
    }
    DataFrameWriterV2<Row> writer = writer(table, all).option("isolation-level", "serializable");
    if (before != null) {
      writer = writer.option("validate-from-snapshot-id", Long.toString(before.snapshotId()));
    }
    try {
      writer.overwrite(table.inDays(rewritten));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
    Written written = TableOverwrite.written(runId, target, table, kept);
    replaced.put(table.name(), TableOverwrite.replaced(target, before, written));
    touched.merge(table.name(), new Audit.Touched(table, days), Audit.Touched::then);
    return written;
  }

  @Override
  public List<Written> overwrite(
      List<LakeTable> tables,
      UtcDays days,
      Selection selection,
      TableUnion union,
      JavaRDD<Row> rows) {
    TableWrites writes = new TableWrites(days, selection, union);
    List<TableOverwrite> overwrites = new ArrayList<>();
    for (LakeTable table : tables) {
      Table target = ensure(table);
      TableOverwrite overwrite = new TableOverwrite(table, target, days, selection);
      if (overwrite.isLarge()) {
        leaveOthers(table, days, selection);
        overwrite.onlyOthersAreLeft();
      }
      overwrites.add(overwrite);
      writes.add(table, SerializableTable.copyOf(target), overwrite);
    }
    List<TableWrites.Filled> filled = writes.run(rows);
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      int place = i;
      LakeTable table = tables.get(i);
      Replaced change =
          overwrites
              .get(i)
              .commit(runId, filled.stream().filter(file -> file.table() == place).toList());
      replaced.put(table.name(), change);
      touched.merge(table.name(), new Audit.Touched(table, days), Audit.Touched::then);
      long snapshot = table(table).currentSnapshot().snapshotId();
      written.add(new Written(table.name(), change.after(), snapshot));
    }
    return written;
  }

  /** Writes the partitions of the days anew without the rows that are to be replaced. */
  private void leaveOthers(LakeTable table, UtcDays days, Selection selection) {
    UtcDays rewritten = TableOverwrite.rewritten(table, days);
    Dataset<Row> others =
        read(table, rewritten, Selection.ALL)
            .where(functions.not(replaced(table, days, selection)));
    try {
      writer(table, others).overwrite(table.inDays(rewritten));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
  }

  private static Column replaced(LakeTable table, UtcDays days, Selection selection) {
    return selection.condition(table).map(table.inDays(days)::and).orElse(table.inDays(days));
  }

  @Override
  public Written append(LakeTable table, List<Row> rows) {
    Table target = ensure(table);
    return append(table, target, List.of(TableFile.of(target, table, rows)));
  }

  @Override
  public Written append(LakeTable table, JavaRDD<Row> rows) {
    Table target = ensure(table);
    Table inTasks = SerializableTable.copyOf(target);
    return append(
        table,
        target,
        rows.mapPartitions(
                part -> {
                  List<Row> own = new ArrayList<>();
                  part.forEachRemaining(own::add);
                  return own.isEmpty()
                      ? Collections.<DataFile>emptyIterator()
                      : List.of(TableFile.of(inTasks, table, own)).iterator();
                })
            .collect());
  }

  private Written append(LakeTable table, Table target, List<DataFile> files) {
    // Iceberg's own threads end as soon as the process is asked to; the ledger is written after.
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      AppendFiles append = target.newAppend();
      files.forEach(append::appendFile);
      append.set(RUN_ID, runId).scanManifestsWith(threads).commit();
    } finally {
      threads.shutdown();
    }
    touched.putIfAbsent(table.name(), new Audit.Touched(table, null));
    return TableOverwrite.written(runId, target, table, 0);
  }

  @Override
  public Written append(LakeTable table, Dataset<Row> rows) {
    Table target = ensure(table);
    try {
      writer(table, rows.select(columns(table))).append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
    touched.putIfAbsent(table.name(), new Audit.Touched(table, null));
    return TableOverwrite.written(runId, target, table, 0);
  }

  /** Returns the data files of the current snapshot, absolute, sorted; empty if never written. */
  public List<String> dataFiles(LakeTable table) {
    FileRows.Asked all = FileRows.Asked.of(table, List.of(), null, null, Selection.ALL);
    return exists(table) ? FileRows.files(table(table), all).stream().sorted().toList() : List.of();
  }

  /**
   * Writes the rows of a day for readers that know no Iceberg.
   *
   * @param mostCsvRows comma-separated values are written if the files of the day hold no more rows
   * @return how many rows; none if the table was never written
   */
  public long export(LakeTable table, LocalDate day, Path parquet, Path csv, long mostCsvRows) {
    return exists(table) ? DayExport.write(table(table), table, day, parquet, csv, mostCsvRows) : 0;
  }

  /** Returns how many rows the files have that hold some days; no file is opened. */
  public long mostRows(LakeTable table, UtcDays days) {
    return exists(table) ? DayExport.mostRows(table(table), table, days) : 0;
  }

  private DataFrameWriterV2<Row> writer(LakeTable table, Dataset<Row> rows) {
    return rows.writeTo(name(table)).option("snapshot-property." + RUN_ID, runId);
  }

  /**
   * Creates the table, or brings it to this version: columns that it lacks, comments, and columns
   * that may be null now.
   */
  Table ensure(LakeTable table) {
    if (exists(table)) {
      Table existing = table(table);
      TableShape.refresh(table, existing);
      return existing;
    }
    TableShape.create(catalog, identifier(table), table);
    return table(table);
  }

  private static Column[] columns(LakeTable table) {
    return table.columns().stream().map(column -> col(column.name())).toArray(Column[]::new);
  }

  private Table table(LakeTable table) {
    return catalog.loadTable(identifier(table));
  }

  private static TableIdentifier identifier(LakeTable table) {
    return TableIdentifier.of(NAMESPACE, table.name());
  }

  private static String name(LakeTable table) {
    return CATALOG + "." + NAMESPACE + "." + table.name();
  }
}
