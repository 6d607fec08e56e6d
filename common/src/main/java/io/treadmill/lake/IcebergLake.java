package io.treadmill.lake;

import static org.apache.spark.sql.functions.col;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  private static final String COMMENT = "comment";

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "format-version", "2",
          "write.parquet.compression-codec", "zstd",
          "write.distribution-mode", "hash",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "10",
          "commit.manifest.min-count-to-merge", "20",
          "commit.retry.num-retries", "30",
          "commit.retry.min-wait-ms", "50",
          "commit.retry.max-wait-ms", "2000");

  private final SparkSession spark;
  private final StagingCatalog catalog;
  private final String runId;
  private final Map<String, Replaced> replaced = new ConcurrentHashMap<>();

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
    StagingCatalog catalog = (StagingCatalog) Spark3Util.loadIcebergCatalog(spark, CATALOG);
    Namespace namespace = Namespace.of(NAMESPACE);
    if (!catalog.namespaceExists(namespace)) {
      catalog.createNamespace(namespace);
    }
    return new IcebergLake(spark, catalog, runId);
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
    replaced.clear();
  }

  /** Forgets what was written and is not published, and looks at the tables anew. */
  public void refresh() {
    catalog.refresh();
    replaced.clear();
  }

  /** Finishes what a run that died began to publish, and looks at the tables anew. */
  public void finish() {
    catalog.finish();
    replaced.clear();
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
  public Dataset<Row> read(LakeTable table, UtcDays days, Selection selection) {
    Dataset<Row> rows = read(table).where(inDays(table, days));
    return selection.condition(table).map(rows::where).orElse(rows);
  }

  @Override
  public Written overwrite(LakeTable table, UtcDays days, Selection selection, Dataset<Row> rows) {
    Table target = ensure(table);
    Snapshot before = target.currentSnapshot();
    // A row outside the days that the run owns would stay when the run is repeated.
    Column owned =
        functions.assert_true(
            inDays(table, days), functions.lit("Row of " + table.name() + " outside " + days));
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
      writer.overwrite(inDays(table, rewritten));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
    Written written = written(table, target, kept);
    replaced.put(table.name(), replaced(target, before, written));
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
      writes.add(table, SerializableTable.copyOf(target), overwrite.touched());
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
      long snapshot = catalog.loadTable(identifier(table)).currentSnapshot().snapshotId();
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
      writer(table, others).overwrite(inDays(table, rewritten));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
  }

  private static Column replaced(LakeTable table, UtcDays days, Selection selection) {
    return selection.condition(table).map(inDays(table, days)::and).orElse(inDays(table, days));
  }

  private static Replaced replaced(Table target, Snapshot before, Written written) {
    Snapshot after = target.snapshot(written.snapshotId());
    Set<String> filled = partitions(target, after.addedDataFiles(target.io()));
    Set<String> lost = new TreeSet<>();
    if (before != null) {
      lost.addAll(partitions(target, after.removedDataFiles(target.io())));
      lost.removeAll(filled);
    }
    long change = rows(after) - (before == null ? 0 : rows(before));
    return new Replaced(written.rows() - change, written.rows(), lost, filled);
  }

  private static long rows(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
  }

  private static Set<String> partitions(Table table, Iterable<DataFile> files) {
    Set<String> result = new TreeSet<>();
    files.forEach(
        file -> {
          String path = table.specs().get(file.specId()).partitionToPath(file.partition());
          result.add(path.substring(path.indexOf('=') + 1));
        });
    return result;
  }

  @Override
  public Written append(LakeTable table, List<Row> rows) {
    Table target = ensure(table);
    target.newAppend().appendFile(TableFile.of(target, table, rows)).set(RUN_ID, runId).commit();
    return written(table, target, 0);
  }

  @Override
  public Written append(LakeTable table, Dataset<Row> rows) {
    Table target = ensure(table);
    try {
      writer(table, rows.select(columns(table))).append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table vanished: " + table.name(), e);
    }
    return written(table, target, 0);
  }

  /** Returns the data files of the current snapshot, absolute, sorted; empty if never written. */
  public List<String> dataFiles(LakeTable table) {
    if (!exists(table)) {
      return List.of();
    }
    return spark
        .table(name(table) + ".files")
        .select("file_path")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private DataFrameWriterV2<Row> writer(LakeTable table, Dataset<Row> rows) {
    return rows.writeTo(name(table)).option("snapshot-property." + RUN_ID, runId);
  }

  /** Finds the snapshot of this run: other writers may have committed after it. */
  private Written written(LakeTable table, Table target, long kept) {
    target.refresh();
    Snapshot snapshot = target.currentSnapshot();
    while (snapshot != null && !runId.equals(snapshot.summary().get(RUN_ID))) {
      snapshot = snapshot.parentId() == null ? null : target.snapshot(snapshot.parentId());
    }
    if (snapshot == null) {
      throw new IllegalStateException("No snapshot of run " + runId + " in " + table.name());
    }
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    return new Written(table.name(), added - kept, snapshot.snapshotId());
  }

  /**
   * Creates the table, or brings it to this version: columns that it lacks, comments, and columns
   * that may be null now.
   */
  Table ensure(LakeTable table) {
    TableIdentifier identifier = identifier(table);
    if (catalog.tableExists(identifier)) {
      Table existing = catalog.loadTable(identifier);
      refresh(table, existing);
      return existing;
    }
    Schema schema = SparkSchemaUtil.convert(table.schema());
    catalog.create(
        identifier,
        builder ->
            builder
                .withPartitionSpec(partitioning(table, schema))
                .withSortOrder(order(table, schema))
                .withProperties(properties(table)),
        schema);
    return catalog.loadTable(identifier);
  }

  private static Map<String, String> properties(LakeTable table) {
    Map<String, String> properties = new HashMap<>(PROPERTIES);
    properties.put(COMMENT, table.comment());
    return properties;
  }

  /** Brings a table that an older version wrote to the columns, comments and properties of this one. */
  private static void refresh(LakeTable table, Table existing) {
    Schema schema = SparkSchemaUtil.convert(table.schema());
    for (Types.NestedField field : schema.columns()) {
      Types.NestedField old = existing.schema().findField(field.name());
      if (old != null && !old.type().equals(field.type())) {
        throw UserError.storage(
            ("Cannot write %s: column %s is %s in the lake and %s in this version; use a new lake or"
                    + " drop the table")
                .formatted(table.name(), field.name(), old.type(), field.type()),
            null);
      }
    }
    UpdateSchema update = existing.updateSchema().unionByNameWith(schema);
    if (!update.apply().sameSchema(existing.schema())) {
      update.commit();
    }
    Map<String, String> properties = properties(table);
    if (!existing.properties().entrySet().containsAll(properties.entrySet())) {
      UpdateProperties changed = existing.updateProperties();
      properties.forEach(changed::set);
      changed.commit();
    }
  }

  private static PartitionSpec partitioning(LakeTable table, Schema schema) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    String day = table.dayColumn();
    return switch (table.partition()) {
      case NONE -> PartitionSpec.unpartitioned();
      case MONTH -> spec.month(day, "month").build();
      case DAY ->
          table.isOwnedByInstant() ? spec.day(day, "ts_day").build() : spec.identity(day).build();
    };
  }

  private static SortOrder order(LakeTable table, Schema schema) {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    table.key().forEach(column -> order.asc(column, NullOrder.NULLS_FIRST));
    return order.build();
  }

  private static Column inDays(LakeTable table, UtcDays days) {
    Column day = col(table.dayColumn());
    return table.isOwnedByInstant()
        ? day.geq(Timestamp.from(days.start())).and(day.lt(Timestamp.from(days.end())))
        : day.geq(java.sql.Date.valueOf(days.from()))
            .and(day.leq(java.sql.Date.valueOf(days.to())));
  }

  private static Column[] columns(LakeTable table) {
    return table.columns().stream().map(column -> col(column.name())).toArray(Column[]::new);
  }

  private static TableIdentifier identifier(LakeTable table) {
    return TableIdentifier.of(NAMESPACE, table.name());
  }

  private static String name(LakeTable table) {
    return CATALOG + "." + NAMESPACE + "." + table.name();
  }
}
