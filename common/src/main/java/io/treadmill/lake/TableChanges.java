package io.treadmill.lake;

import io.treadmill.lake.ChangeTask.Files;
import io.treadmill.lake.ChangeTask.Read;
import io.treadmill.lake.StagedTable.ChangedFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What is staged of tables, held against what is published, row by row. Only files that were
 * written anew are read, in one Spark job without a plan.
 */
final class TableChanges {
  private final Map<FileIO, FileIO> stores = new IdentityHashMap<>();
  private final Map<String, Read> tables = new HashMap<>();
  private final List<Files> work = new ArrayList<>();

  /** Adds a table, of which some days are compared, if it was written. */
  void add(
      LakeTable table, StagingCatalog catalog, TableIdentifier identifier, Set<LocalDate> days) {
    ChangedFiles files = catalog.changedFiles(identifier);
    if (files == null) {
      return;
    }
    Table staged = catalog.loadTable(identifier);
    FileIO io = stores.computeIfAbsent(staged.io(), any -> SerializableTable.copyOf(staged).io());
    // Columns that others added are not compared.
    Schema own = staged.schema().select(table.columns().stream().map(TableColumn::name).toList());
    tables.put(table.name(), new Read(table, io, own, days));
    SortedMap<String, Files> partitions = new TreeMap<>();
    add(partitions, table, staged, files.removed(), false);
    add(partitions, table, staged, files.added(), true);
    work.addAll(partitions.values());
  }

  private static void add(
      SortedMap<String, Files> partitions,
      LakeTable table,
      Table staged,
      Collection<DataFile> files,
      boolean isAfter) {
    for (DataFile file : files) {
      String path = staged.specs().get(file.specId()).partitionToPath(file.partition());
      Files of =
          partitions.computeIfAbsent(
              path, any -> new Files(table.name(), new ArrayList<>(), new ArrayList<>()));
      (isAfter ? of.after() : of.before()).add(file.location());
    }
  }

  /** Returns how each day of each table differs, in order; nothing of days without files. */
  List<DayChange> read(SparkSession spark) {
    if (work.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(work.size(), 4 * context.defaultParallelism());
    return context
        .parallelize(work, tasks)
        .flatMap(new ChangeTask(context.broadcast(tables)))
        .collect()
        .stream()
        .sorted(Comparator.comparing(DayChange::table).thenComparing(DayChange::day))
        .toList();
  }
}
