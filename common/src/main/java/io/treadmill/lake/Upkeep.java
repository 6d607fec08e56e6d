package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps the files of the tables few; rows never change. What a reader may still read, who began
 * before, stays.
 */
public final class Upkeep {
  /** Files younger than this are never taken for orphans: a run may be at work that wrote them. */
  private static final Duration YOUNG = Duration.ofDays(2);

  private final StagingCatalog catalog;

  Upkeep(StagingCatalog catalog) {
    this.catalog = catalog;
  }

  /** Returns the upkeep of a catalog that is read without a session. */
  public static Upkeep of(StagingCatalog catalog) {
    return new Upkeep(catalog);
  }

  /**
   * What was done to a table, or would be.
   *
   * @param table name of the table
   * @param snapshots snapshots that ended
   * @param files files that were removed, or made one
   */
  public record Done(String table, long snapshots, long files) {}

  /**
   * Files of a table.
   *
   * @param table its name
   * @param rows rows of the current snapshot
   * @param dataFiles data files of it
   * @param dataBytes their bytes
   * @param snapshots snapshots that can be read
   * @param oldest instant of the oldest; null without any
   * @param files all files on the storage; -1 if it cannot list
   * @param bytes their bytes
   */
  public record TableFiles(
      String table,
      long rows,
      long dataFiles,
      long dataBytes,
      int snapshots,
      Instant oldest,
      long files,
      long bytes) {}

  /** Returns the files of each table, in order of names. */
  public List<TableFiles> files() {
    return tables().stream().map(this::files).toList();
  }

  private TableFiles files(TableIdentifier name) {
    Table table = catalog.loadTable(name);
    Snapshot current = table.currentSnapshot();
    Map<String, String> summary = current == null ? Map.of() : current.summary();
    int snapshots = 0;
    Instant oldest = null;
    for (Snapshot snapshot : table.snapshots()) {
      Instant at = Instant.ofEpochMilli(snapshot.timestampMillis());
      oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
      snapshots++;
    }
    long files = -1;
    long bytes = 0;
    if (table.io() instanceof SupportsPrefixOperations listing) {
      files = 0;
      for (var file : StoredFiles.below(listing, table.location())) {
        files++;
        bytes += file.size();
      }
    }
    return new TableFiles(
        name.name(),
        number(summary, "total-records"),
        number(summary, "total-data-files"),
        number(summary, "total-files-size"),
        snapshots,
        oldest,
        files,
        bytes);
  }

  private static long number(Map<String, String> summary, String key) {
    return Long.parseLong(summary.getOrDefault(key, "0"));
  }

  private List<TableIdentifier> tables() {
    return catalog.listTables(Namespace.of(IcebergLake.NAMESPACE)).stream()
        .sorted(DatabasePublication.BY_NAME)
        .toList();
  }

  /**
   * Makes one file of the small ones where a day, a month or a ledger has many. Staged: published
   * with the run.
   *
   * @param least files of a day, month or ledger from which it pays
   */
  public List<Done> compact(SparkSession spark, String runId, int least, boolean isDryRun) {
    List<Done> done = new ArrayList<>();
    for (TableIdentifier name : tables()) {
      Table table = catalog.loadTable(name);
      long many = filesOfParts(table, least);
      if (many > 0 && !isDryRun) {
        RewriteDataFiles.Result result =
            SparkActions.get(spark)
                .rewriteDataFiles(table)
                .binPack()
                .option("min-input-files", Integer.toString(least))
                .snapshotProperty(IcebergLake.RUN_ID, runId)
                .execute();
        many = result.rewrittenDataFilesCount();
      }
      if (many > 0) {
        done.add(new Done(name.name(), 0, many));
      }
    }
    return done;
  }

  /** Returns how many data files the partitions have that have at least so many. */
  private static long filesOfParts(Table table, int least) {
    Snapshot current = table.currentSnapshot();
    if (current == null || number(current.summary(), "total-data-files") < least) {
      return 0;
    }
    Map<String, Long> parts = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(
          task -> parts.merge(task.spec().partitionToPath(task.file().partition()), 1L, Long::sum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts.values().stream().filter(files -> files >= least).mapToLong(Long::longValue).sum();
  }

  /**
   * Ends the snapshots that were replaced before an instant, and removes the files that only they
   * know. Each table is changed by a commit of its own, at once.
   *
   * @param keptFrom what was current then, or later, can still be read
   */
  public List<Done> expire(Instant keptFrom, boolean isDryRun) {
    List<Done> done = new ArrayList<>();
    Map<String, Instant> published = published();
    for (TableIdentifier name : tables()) {
      // Read by this catalog first: a damaged file is named.
      Snapshot kept = currentAt(catalog.loadTable(name), keptFrom, published);
      if (kept == null || kept.parentId() == null) {
        continue;
      }
      Table table = isDryRun ? catalog.loadTable(name) : catalog.published(name);
      AtomicLong files = new AtomicLong();
      ExpireSnapshots expire =
          table
              .expireSnapshots()
              .expireOlderThan(kept.timestampMillis())
              .deleteWith(
                  file -> {
                    files.incrementAndGet();
                    table.io().deleteFile(file);
                  });
      long snapshots = expire.apply().size();
      if (snapshots > 0) {
        if (!isDryRun) {
          expire.commit();
        }
        done.add(new Done(name.name(), snapshots, files.get()));
      }
    }
    if (!isDryRun) {
      catalog.refresh();
    }
    return done;
  }

  /** Returns when each run ended: what it staged was published then. */
  private Map<String, Instant> published() {
    Map<String, Instant> published = new HashMap<>();
    new RunLedger(IcebergLake.ofLedgers(catalog))
        .told().stream()
            .filter(row -> row.state() == RunLedger.State.DONE)
            .forEach(
                row ->
                    published.merge(row.runId(), row.finished(), (a, b) -> a.isAfter(b) ? a : b));
    return published;
  }

  /** Returns the snapshot that was current at an instant; null if the table is younger. */
  private static Snapshot currentAt(Table table, Instant instant, Map<String, Instant> published) {
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null
        && (snapshot.timestampMillis() > instant.toEpochMilli()
            || published
                .getOrDefault(snapshot.summary().get(IcebergLake.RUN_ID), Instant.MIN)
                .isAfter(instant))) {
      snapshot = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }
    return snapshot;
  }

  /**
   * Removes the files that no snapshot of a table knows.
   *
   * @param before files written later stay
   * @param now present
   * @throws UserError if that is less than two days ago (exit 2)
   */
  public List<Done> orphans(Instant before, Instant now, boolean isDryRun) {
    if (before.isAfter(now.minus(YOUNG))) {
      throw UserError.usage(
          "Invalid upkeep.orphan-days: files of the last two days may be those of a run at work");
    }
    return orphans(before, isDryRun);
  }

  /** As above, for who knows that no run is at work. */
  public List<Done> orphans(Instant before, boolean isDryRun) {
    List<Done> done = new ArrayList<>();
    for (TableIdentifier name : tables()) {
      List<String> files = Leftovers.find(catalog.loadTable(name), Instant.EPOCH, before);
      if (!files.isEmpty()) {
        if (!isDryRun) {
          files.forEach(((BaseTable) catalog.loadTable(name)).io()::deleteFile);
        }
        done.add(new Done(name.name(), 0, files.size()));
      }
    }
    return done;
  }
}
