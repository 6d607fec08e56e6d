package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Files that no snapshot of a table knows: what a run wrote that did not publish it. */
final class Leftovers {
  /** Clocks of storage and driver may differ by this. */
  private static final Duration SLACK = Duration.ofDays(1);

  private Leftovers() {}

  /**
   * Removes them; a file system that cannot list keeps them.
   *
   * @param from when the run began
   * @param before files written later stay: they may be those of another run
   * @return how many
   */
  static int remove(Table table, Instant from, Instant before) {
    List<String> files = find(table, from, before);
    files.forEach(table.io()::deleteFile);
    return files.size();
  }

  /** Returns them, written within the instants; none where the file system cannot list. */
  static List<String> find(Table table, Instant from, Instant before) {
    List<String> written = new ArrayList<>();
    if (table.io() instanceof SupportsPrefixOperations files) {
      StoredFiles.below(files, table.location())
          .forEach(
              file -> {
                Instant at = Instant.ofEpochMilli(file.createdAtMillis());
                // Storage may know whole seconds only.
                if (at.plusSeconds(1).isAfter(from) && at.isBefore(before)) {
                  written.add(file.location());
                }
              });
    }
    if (!written.isEmpty()) {
      Set<String> known = known(table, from.minus(SLACK));
      written.removeIf(
          file -> known.contains(path(file)) || !file.matches(".*\\.(parquet|avro|json)"));
    }
    return written;
  }

  /** A file that is young is not of an old snapshot. */
  private static Set<String> known(Table table, Instant from) {
    TableMetadata metadata = ((BaseTable) table).operations().current();
    Set<String> known = new HashSet<>();
    known.add(path(metadata.metadataFileLocation()));
    metadata.previousFiles().forEach(file -> known.add(path(file.file())));
    Set<Long> old = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.timestampMillis() < from.toEpochMilli()) {
        old.add(snapshot.snapshotId());
      }
    }
    Set<String> read = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (!old.contains(snapshot.snapshotId())) {
        known.add(path(snapshot.manifestListLocation()));
        for (ManifestFile manifest : snapshot.allManifests(table.io())) {
          known.add(path(manifest.path()));
          // Of a snapshot that was ended nobody knows how young it was.
          if (!old.contains(manifest.snapshotId()) && read.add(manifest.path())) {
            known.addAll(files(table, manifest));
          }
        }
      }
    }
    return known;
  }

  private static Set<String> files(Table table, ManifestFile manifest) {
    Set<String> files = new HashSet<>();
    try (ManifestReader<DataFile> reader =
        ManifestFiles.read(manifest, table.io(), table.specs())) {
      reader.forEach(file -> files.add(path(file.location())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Returns the path without scheme and host, which some name and others leave out. */
  private static String path(String location) {
    return new Path(location).toUri().getPath();
  }
}
