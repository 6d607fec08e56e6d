package io.treadmill.lake;

import io.treadmill.lake.LakeTable.Partition;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.spark.sql.Row;

/**
 * Replaces the rows of some days and instruments of a table by files: whole partitions are written
 * anew, with the rows of theirs that stay.
 */
final class TableOverwrite {
  private static final long MOST_BYTES_THAT_STAY = 32L << 20;
  private static final long FILE_BYTES = 128L << 20;
  private static final int MOST_FILES = 64;

  private final Table target;
  private final Snapshot before;
  private final Expression rewritten;
  private final List<DataFile> old;
  private final boolean someStay;
  private List<DataFile> others;

  TableOverwrite(LakeTable table, Table target, UtcDays days, Selection selection) {
    this.target = target;
    this.before = target.currentSnapshot();
    UtcDays whole = rewritten(table, days);
    this.rewritten = in(table, whole);
    this.someStay = !selection.isWhole(table) || !whole.equals(days);
    this.old = before == null ? List.of() : files();
  }

  /** Returns the files that hold rows of the partitions that are written anew. */
  private List<DataFile> files() {
    target.refresh();
    List<DataFile> found = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files = target.newScan().filter(rewritten).planFiles()) {
      files.forEach(file -> found.add(file.file().copy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Returns the days whose partitions are written anew when rows of some days are replaced. */
  static UtcDays rewritten(LakeTable table, UtcDays days) {
    return table.partition() == Partition.MONTH ? days.wholeMonths() : days;
  }

  /** Returns true if the rows that stay may be many: they are not for one shuffle of objects. */
  boolean isLarge() {
    return someStay
        && old.stream().mapToLong(DataFile::fileSizeInBytes).sum() > MOST_BYTES_THAT_STAY;
  }

  /**
   * Returns how many files a partition gets: as many as those that were written last would have
   * needed, each of {@code write.target-file-size-bytes} of the table, 128 MB if it says nothing.
   * One task writes a file, and one reads it.
   */
  int filesOfPartition() {
    if (before == null || target.spec().isUnpartitioned()) {
      return 1;
    }
    Map<String, String> last = before.summary();
    long bytes = PropertyUtil.propertyAsLong(last, SnapshotSummary.ADDED_FILE_SIZE_PROP, 0);
    int partitions =
        PropertyUtil.propertyAsInt(last, SnapshotSummary.CHANGED_PARTITION_COUNT_PROP, 1);
    long most =
        PropertyUtil.propertyAsLong(
            target.properties(), TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, FILE_BYTES);
    return (int) Math.min(MOST_FILES, 1 + bytes / Math.max(1, partitions) / Math.max(1, most));
  }

  /** Tells that the partitions hold the rows that stay, and no others, by now. */
  void onlyOthersAreLeft() {
    others = files();
  }

  /** Returns the files that may hold rows which stay and must be written with the others. */
  List<DataFile> touched() {
    return someStay && others == null ? List.copyOf(old) : List.of();
  }

  /**
   * Commits the files.
   *
   * @param filled files of the table
   * @return what was replaced
   */
  IcebergLake.Replaced commit(String runId, List<TableWrites.Filled> filled) {
    List<DataFile> files = filled.stream().map(TableWrites.Filled::file).toList();
    OverwriteFiles commit = target.newOverwrite();
    files.forEach(commit::addFile);
    if (others == null) {
      commit.overwriteByRowFilter(rewritten);
    }
    if (others == null && before != null) {
      commit
          .validateFromSnapshot(before.snapshotId())
          .conflictDetectionFilter(rewritten)
          .validateNoConflictingData()
          .validateNoConflictingDeletes();
    }
    commit.set(IcebergLake.RUN_ID, runId).commit();
    List<DataFile> stayed = others == null ? List.of() : others;
    long kept = filled.stream().mapToLong(TableWrites.Filled::kept).sum();
    Set<String> now = partitions(target, files);
    Set<String> lost = partitions(target, old);
    lost.removeAll(now);
    lost.removeAll(partitions(target, stayed));
    return new IcebergLake.Replaced(rows(old) - kept - rows(stayed), rows(files) - kept, lost, now);
  }

  /**
   * Writes rows in the place of those of their keys, and what stays with them, and commits.
   *
   * @return what was replaced
   */
  IcebergLake.Replaced replace(String runId, LakeTable table, List<Row> rows) {
    int[] key = table.key().stream().mapToInt(table::place).toArray();
    Set<List<Object>> keys = new HashSet<>();
    TableFile at = new TableFile(target, table.columns());
    SortedMap<String, List<Row>> anew = new TreeMap<>();
    for (Row row : rows) {
      keys.add(key(row, key));
      anew.computeIfAbsent(at.partition(row), path -> new ArrayList<>()).add(row);
    }
    Predicate<Row> stays = row -> !keys.contains(key(row, key));
    SortedMap<String, List<DataFile>> before = new TreeMap<>();
    long kept = 0;
    for (DataFile file : old) {
      if (file.specId() == target.spec().specId()) {
        String path = target.spec().partitionToPath(file.partition());
        before.computeIfAbsent(path, any -> new ArrayList<>()).add(file);
        anew.computeIfAbsent(path, any -> new ArrayList<>());
      } else {
        // Of an older layout: its rows are of several partitions.
        for (Row row : rows(table, file, stays)) {
          anew.computeIfAbsent(at.partition(row), path -> new ArrayList<>()).add(row);
          kept++;
        }
      }
    }
    List<TableWrites.Filled> filled = new ArrayList<>();
    for (Map.Entry<String, List<Row>> partition : anew.entrySet()) {
      List<Row> all = new ArrayList<>(partition.getValue());
      for (DataFile file : before.getOrDefault(partition.getKey(), List.of())) {
        all.addAll(rows(table, file, stays));
      }
      kept += all.size() - partition.getValue().size();
      if (!all.isEmpty()) {
        filled.add(new TableWrites.Filled(0, TableFile.of(target, table, all), kept));
        kept = 0;
      }
    }
    return commit(runId, filled);
  }

  private List<Row> rows(LakeTable table, DataFile file, Predicate<Row> stays) {
    List<Row> found = new ArrayList<>();
    FileRows.Asked all = new FileRows.Asked(table, table.columns(), null, null, Selection.ALL);
    try (CloseableIterable<Row> rows =
        new FileRows(target::io, target.schema(), all, false).read(file.location())) {
      rows.forEach(
          row -> {
            if (stays.test(row)) {
              found.add(row);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static List<Object> key(Row row, int[] key) {
    return Arrays.stream(key).mapToObj(row::get).toList();
  }

  /** Finds the snapshot of a run: other writers may have committed after it. */
  static Lake.Written written(String runId, Table target, LakeTable table, long kept) {
    target.refresh();
    Snapshot snapshot = target.currentSnapshot();
    while (snapshot != null && !runId.equals(snapshot.summary().get(IcebergLake.RUN_ID))) {
      snapshot = snapshot.parentId() == null ? null : target.snapshot(snapshot.parentId());
    }
    if (snapshot == null) {
      throw new IllegalStateException("No snapshot of run " + runId + " in " + table.name());
    }
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    return new Lake.Written(table.name(), added - kept, snapshot.snapshotId());
  }

  /** Returns what a query replaced that wrote a table. */
  static IcebergLake.Replaced replaced(Table target, Snapshot before, Lake.Written written) {
    Snapshot after = target.snapshot(written.snapshotId());
    SnapshotChanges changes = StagedTable.changes(target, after);
    Set<String> filled = partitions(target, changes.addedDataFiles());
    Set<String> lost = new TreeSet<>();
    if (before != null) {
      lost.addAll(partitions(target, changes.removedDataFiles()));
      lost.removeAll(filled);
    }
    long change = rows(after) - (before == null ? 0 : rows(before));
    return new IcebergLake.Replaced(written.rows() - change, written.rows(), lost, filled);
  }

  /** Returns how many rows a table had. */
  static long rows(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  /** Returns the days, or months, of files of a table. */
  static Set<String> partitions(Table table, Iterable<DataFile> files) {
    Set<String> result = new TreeSet<>();
    for (DataFile file : files) {
      String path = table.specs().get(file.specId()).partitionToPath(file.partition());
      result.add(path.substring(path.indexOf('=') + 1));
    }
    return result;
  }

  /** Returns the condition on rows of days, as files are asked for. */
  static Expression in(LakeTable table, UtcDays days) {
    return in(table.dayColumn(), table.isOwnedByInstant(), days);
  }

  /** Returns the condition on a column that is an instant, or a date. */
  static Expression in(String day, boolean isInstant, UtcDays days) {
    return isInstant
        ? Expressions.and(
            Expressions.greaterThanOrEqual(day, micros(days.from())),
            Expressions.lessThan(day, micros(days.to().plusDays(1))))
        : Expressions.and(
            Expressions.greaterThanOrEqual(day, days.from().toString()),
            Expressions.lessThanOrEqual(day, days.to().toString()));
  }

  private static long micros(LocalDate day) {
    return day.toEpochDay() * 86_400_000_000L;
  }
}
