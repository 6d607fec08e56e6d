package io.treadmill.lab.cluster;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The rows of result tables, read without Spark: Iceberg names the current files, DuckDB reads
 * them.
 *
 * @param byTable rows as text, sorted, by name of the table; tables that do not exist are left out
 */
record ResultRows(SortedMap<String, List<String>> byTable) {

  /** Reads a local lake with its own catalog. */
  static ResultRows ofLocal(Path lake) {
    return of(lake.resolve("catalog.db"), lake.toString(), new Configuration(), path -> path);
  }

  /**
   * Reads a lake.
   *
   * @param catalog SQLite file
   * @param warehouse URI of the tables
   * @param conf how to reach them
   * @param local turns the URI of a data file into a path that DuckDB reads
   */
  static ResultRows of(
      Path catalog, String warehouse, Configuration conf, UnaryOperator<String> local) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    try (JdbcCatalog iceberg = new JdbcCatalog()) {
      iceberg.setConf(conf);
      iceberg.initialize(
          IcebergLake.CATALOG,
          Map.of(
              "uri",
              "jdbc:sqlite:" + catalog,
              "warehouse",
              warehouse,
              "jdbc.schema-version",
              "V1",
              "io-impl",
              "org.apache.iceberg.hadoop.HadoopFileIO"));
      for (String table : tables()) {
        TableIdentifier identifier = TableIdentifier.of(IcebergLake.NAMESPACE, table);
        if (iceberg.tableExists(identifier)) {
          List<String> files = new ArrayList<>();
          try (CloseableIterable<FileScanTask> tasks =
              iceberg.loadTable(identifier).newScan().planFiles()) {
            tasks.forEach(task -> files.add(local.apply(task.file().location())));
          }
          rows.put(table, rows(files));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ResultRows(rows);
  }

  /** Returns the rows of the tables that one job writes. */
  ResultRows of(String job) {
    SortedMap<String, List<String>> some = new TreeMap<>(byTable);
    some.keySet()
        .retainAll(
            Jobs.named(job).plan().writes().stream()
                .map(LakeTable::name)
                .collect(Collectors.toSet()));
    return new ResultRows(some);
  }

  private static List<String> tables() {
    return Jobs.all().stream()
        .map(job -> job.plan().writes())
        .flatMap(Collection::stream)
        .map(LakeTable::name)
        .distinct()
        .toList();
  }

  private static List<String> rows(List<String> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    String list =
        files.stream()
            .map(file -> "'" + file.replaceFirst("^file:", "") + "'")
            .collect(Collectors.joining(","));
    List<String> result = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT CAST(t AS VARCHAR) FROM read_parquet([" + list + "]) t ORDER BY 1")) {
      while (rows.next()) {
        result.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read " + files, e);
    }
    return result;
  }
}
