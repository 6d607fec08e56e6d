package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Writes what an import did to the lake. */
final class IngestTables {
  private final SparkSession spark;
  private final Lake lake;
  private final String runId;
  private final Timestamp now;

  IngestTables(SparkSession spark, Lake lake, String runId, Timestamp now) {
    this.spark = spark;
    this.lake = lake;
    this.runId = runId;
    this.now = now;
  }

  /** Replaces the coverage of what was published; rows of other datasets and symbols stay. */
  void coverage(Map<ArchiveDataset, Map<CountKey, Count>> published) {
    List<Row> rows = new ArrayList<>();
    published.forEach(
        (dataset, counts) ->
            counts.forEach(
                (key, count) -> {
                  if (key.sourceId() == 0) {
                    rows.add(CoverageRows.row(dataset, key, count.kept));
                  }
                }));
    if (rows.isEmpty()) {
      return;
    }
    TreeSet<java.time.LocalDate> days = new TreeSet<>();
    TreeSet<String> venues = new TreeSet<>();
    TreeSet<String> symbols = new TreeSet<>();
    rows.forEach(
        row -> {
          days.add(row.getDate(4).toLocalDate());
          venues.add(row.getString(0));
          symbols.add(row.getString(2));
        });
    UtcDays range = new UtcDays(days.first(), days.last());
    Selection selection = new Selection(venues.size() == 1 ? venues.first() : null, symbols);
    LakeTable table = LakeTables.COVERAGE;
    Dataset<Row> fresh = spark.createDataFrame(rows, table.schema());
    Column same =
        table.key().stream()
            .map(name -> functions.col("old." + name).equalTo(functions.col("new." + name)))
            .reduce(Column::and)
            .orElseThrow();
    Dataset<Row> all =
        lake.exists(table)
            ? lake.read(table, range, selection)
                .as("old")
                .join(functions.broadcast(fresh).as("new"), same, "left_anti")
                .unionByName(fresh)
            : fresh;
    lake.overwrite(table, range, selection, all);
  }

  /** Adds the rows set aside. */
  void quarantine(List<StagedFile> files) {
    String[] paths =
        files.stream()
            .map(StagedFile::quarantinePath)
            .filter(path -> path != null)
            .toArray(String[]::new);
    if (paths.length > 0) {
      lake.append(
          LakeTables.QUARANTINE,
          spark.read().schema(LakeTables.QUARANTINE.schema()).parquet(paths));
    }
  }

  /** Adds the accounts by file, dataset, symbol and day. */
  void reconciliation(List<StagedFile> files, Map<ArchiveDataset, Map<CountKey, Count>> published) {
    Map<Long, SourceFile> bySource =
        files.stream()
            .collect(
                Collectors.toMap(file -> file.file().sourceId(), StagedFile::file, (a, b) -> a));
    List<Row> rows = new ArrayList<>();
    published.forEach(
        (dataset, counts) ->
            counts.forEach(
                (key, count) -> {
                  SourceFile file = bySource.get(key.sourceId());
                  if (key.sourceId() != 0 && file != null) {
                    rows.add(account(dataset, key, count, file));
                  }
                }));
    for (StagedFile file : files) {
      long bad = file.rowsQuarantined();
      if (file.refusal() == null && bad + file.rowsDuplicate() > 0) {
        rows.add(
            RowFactory.create(
                file.file().sourceId(),
                file.file().path(),
                datasets(file),
                file.file().venue(),
                file.file().product(),
                file.file().symbol(),
                null,
                bad + file.rowsDuplicate(),
                0L,
                bad,
                file.rowsDuplicate(),
                null,
                null,
                runId,
                now));
      }
    }
    append(LakeTables.RECONCILIATION, rows);
  }

  private Row account(ArchiveDataset dataset, CountKey key, Count count, SourceFile file) {
    boolean trades = dataset == ArchiveDataset.TRADES;
    return RowFactory.create(
        key.sourceId(),
        file.path(),
        dataset.folder(),
        key.venue(),
        key.product(),
        key.symbol(),
        Date.valueOf(key.day()),
        count.kept.rows() + count.dropped,
        count.kept.rows(),
        0L,
        count.dropped,
        trades ? count.kept.baseVolume() : null,
        trades ? count.kept.quoteVolume() : null,
        runId,
        now);
  }

  /** Adds one row a file, and one for each version that was replaced. */
  void sourceFiles(List<StagedFile> files, Map<Long, Long> dropped, List<Row> superseded) {
    List<Row> rows = new ArrayList<>();
    superseded.forEach(row -> rows.add(replaced(row)));
    for (StagedFile file : files) {
      rows.add(row(file, dropped.getOrDefault(file.file().sourceId(), 0L)));
    }
    append(LakeTables.SOURCE_FILES, rows);
  }

  private Row row(StagedFile staged, long droppedLater) {
    SourceFile file = staged.file();
    boolean refused = staged.refusal() != null;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (StagedPart part : staged.parts()) {
      for (DayStats stats : part.days().values()) {
        first = Math.min(first, stats.firstTs());
        last = Math.max(last, stats.lastTs());
      }
    }
    return RowFactory.create(
        file.sourceId(),
        file.path(),
        KnownSources.vendor(file),
        datasets(staged),
        file.venue(),
        file.product(),
        file.symbol(),
        file.bytes(),
        file.sha256(),
        staged.checksum(),
        staged.header(),
        staged.timeUnits(),
        staged.rowOrder(),
        staged.rowsRead(),
        refused ? 0L : staged.rowsAccepted() - droppedLater,
        staged.rowsQuarantined(),
        refused ? 0L : staged.rowsDuplicate() + droppedLater,
        first <= last ? CoverageRows.timestamp(first) : null,
        first <= last ? CoverageRows.timestamp(last) : null,
        refused ? "refused" : staged.rowsQuarantined() > 0 ? "partial" : "accepted",
        refused ? staged.refusal() : staged.firstBad(),
        runId,
        now);
  }

  private static String datasets(StagedFile staged) {
    return staged.parts().stream()
        .map(part -> part.dataset().folder())
        .distinct()
        .sorted()
        .collect(Collectors.joining("+"));
  }

  private Row replaced(Row old) {
    Map<String, Object> values = new TreeMap<>();
    for (String name : LakeTables.SOURCE_FILES.schema().fieldNames()) {
      values.put(name, old.getAs(name));
    }
    values.put("status", "superseded");
    values.put("reason", "a later version of the file was imported");
    values.put("run_id", runId);
    values.put("imported_ts", now);
    return RowFactory.create(
        java.util.Arrays.stream(LakeTables.SOURCE_FILES.schema().fieldNames())
            .map(values::get)
            .toArray());
  }

  private void append(LakeTable table, List<Row> rows) {
    if (!rows.isEmpty()) {
      lake.append(table, spark.createDataFrame(rows, table.schema()));
    }
  }
}
