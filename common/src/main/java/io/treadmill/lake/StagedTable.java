package io.treadmill.lake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table as a run sees it: what the catalog held when the run looked at it first, and on top of it
 * what the run has written since. Commits stay in memory; {@link StagingCatalog#publish} moves
 * them.
 */
final class StagedTable implements TableOperations {
  private volatile TableOperations catalog;
  private volatile TableMetadata published;
  private volatile TableMetadata staged;

  /**
   * Stages on top of a table.
   *
   * @param catalog the table in the catalog; null if there is none
   * @param published what the run sees of it
   */
  StagedTable(TableOperations catalog, TableMetadata published) {
    this.catalog = catalog;
    this.published = published;
    this.staged = published;
  }

  TableOperations catalog() {
    return catalog;
  }

  TableMetadata published() {
    return published;
  }

  boolean isChanged() {
    return staged != published;
  }

  @Override
  public TableMetadata current() {
    return staged;
  }

  @Override
  public TableMetadata refresh() {
    return current();
  }

  @Override
  public synchronized void commit(TableMetadata base, TableMetadata metadata) {
    if (base != staged) {
      throw new CommitFailedException("Another job of the run wrote the table meanwhile");
    }
    staged = metadata;
  }

  /** Returns the snapshots of the run, the oldest first. */
  private List<Snapshot> own() {
    Set<Long> known = new HashSet<>();
    published.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
    return staged.snapshots().stream()
        .filter(snapshot -> !known.contains(snapshot.snapshotId()))
        .toList();
  }

  /**
   * What the run made of the files of a table.
   *
   * @param added files that it added and did not replace itself
   * @param removed files that were published and that it replaced
   */
  record ChangedFiles(List<DataFile> added, List<DataFile> removed) {}

  private SnapshotChanges changes(Snapshot snapshot) {
    return changes(new BaseTable(this, staged.location()), snapshot);
  }

  /** Returns what a snapshot of a table added and removed. */
  static SnapshotChanges changes(Table table, Snapshot snapshot) {
    return SnapshotChanges.builderFor(table).snapshot(snapshot).build();
  }

  /** Returns the files that the run added and replaced. */
  ChangedFiles changedFiles() {
    Map<String, DataFile> added = new TreeMap<>();
    Map<String, DataFile> removed = new TreeMap<>();
    for (Snapshot snapshot : own()) {
      SnapshotChanges changes = changes(snapshot);
      changes.addedDataFiles().forEach(file -> added.put(file.location(), file));
      for (DataFile file : changes.removedDataFiles()) {
        if (added.remove(file.location()) == null) {
          removed.put(file.location(), file);
        }
      }
    }
    return new ChangedFiles(List.copyOf(added.values()), List.copyOf(removed.values()));
  }

  /** Removes the files that the run wrote: nobody else knows them. */
  void discard() {
    Set<Long> ids = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (Snapshot snapshot : own()) {
      ids.add(snapshot.snapshotId());
      files.add(snapshot.manifestListLocation());
      changes(snapshot).addedDataFiles().forEach(file -> files.add(file.location()));
      snapshot.allManifests(io()).stream()
          .filter(manifest -> ids.contains(manifest.snapshotId()))
          .forEach(manifest -> files.add(manifest.path()));
    }
    files.forEach(io()::deleteFile);
  }

  /**
   * Puts what was staged on top of what another has published meanwhile. No job may be at work.
   *
   * @return false if both changed rows, and these rows were replaced or taken back, not only added
   */
  boolean addTo(TableOperations fresh) {
    List<Snapshot> own = own();
    boolean isTakenBack =
        own.isEmpty() && !isSame(staged.currentSnapshot(), published.currentSnapshot());
    if (isTakenBack || !staged.schema().sameSchema(fresh.current().schema())) {
      return false;
    }
    if (isSame(published.currentSnapshot(), fresh.current().currentSnapshot())) {
      putOn(fresh, own);
      return true;
    }
    if (!own.stream().allMatch(snapshot -> snapshot.operation().equals(DataOperations.APPEND))) {
      return false;
    }
    List<DataFile> files = new ArrayList<>();
    own.forEach(snapshot -> changes(snapshot).addedDataFiles().forEach(files::add));
    catalog = fresh;
    published = fresh.current();
    staged = published;
    if (!own.isEmpty()) {
      AppendFiles append = new BaseTable(this, staged.location()).newAppend();
      files.forEach(append::appendFile);
      String run = own.get(0).summary().get(IcebergLake.RUN_ID);
      if (run != null) {
        append.set(IcebergLake.RUN_ID, run);
      }
      append.commit();
    }
    return true;
  }

  /** The rows are what they were: old snapshots ended, or the table was made meanwhile. */
  private void putOn(TableOperations fresh, List<Snapshot> own) {
    TableMetadata.Builder next =
        TableMetadata.buildFrom(fresh.current()).setProperties(staged.properties());
    own.forEach(next::addSnapshot);
    if (!own.isEmpty()) {
      next.setBranchSnapshot(staged.currentSnapshot().snapshotId(), SnapshotRef.MAIN_BRANCH);
    }
    catalog = fresh;
    published = fresh.current();
    staged = next.build();
  }

  static boolean isSame(Snapshot one, Snapshot other) {
    return one == null ? other == null : other != null && one.snapshotId() == other.snapshotId();
  }

  @Override
  public FileIO io() {
    return catalog().io();
  }

  @Override
  public EncryptionManager encryption() {
    return catalog().encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return catalog().metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return catalog().locationProvider();
  }
}
