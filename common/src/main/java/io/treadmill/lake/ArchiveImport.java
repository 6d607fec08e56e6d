package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An import at work on an archive. On a local path it is the only one, by a lock that the system
 * frees when the process ends; on an object store two that meet on a day are told apart when they
 * publish it. It notes in staging which days it will write, so that what it leaves when it dies is
 * found by the next.
 */
public final class ArchiveImport implements Closeable {
  private static final String LOCK = "import.lock";
  private static final String DAYS = ".days";

  /** Where no lock tells, an import that began later may be at work still. */
  private static final Duration LONGEST_IMPORT = Duration.ofDays(2);

  private final Archive archive;
  private final FileSystem fs;
  private final Path staging;
  private final FileChannel lock;

  private ArchiveImport(Archive archive, FileSystem fs, Path staging, FileChannel lock) {
    this.archive = archive;
    this.fs = fs;
    this.staging = staging;
    this.lock = lock;
  }

  /**
   * Begins an import, after it removed what others left that died.
   *
   * @throws UserError if another import is at work (exit 5) or the archive cannot be written (6)
   */
  public static ArchiveImport begin(Archive archive, String runId, Instant now) {
    FileSystem fs = archive.fileSystem();
    FileChannel lock = null;
    if (isLocal(fs)) {
      lock = take(archive);
      if (lock == null) {
        throw UserError.busy(
            "Cannot import into the archive %s: another import is at work (wait for it and import again)"
                .formatted(archive.uri()));
      }
    }
    ArchiveImport begun = new ArchiveImport(archive, fs, archive.staging(runId), lock);
    try {
      begun.removeDead(now);
      return begun;
    } catch (RuntimeException e) {
      begun.free();
      throw e;
    }
  }

  /**
   * Removes what imports left that died, if no import is at work.
   *
   * @return how many files
   */
  public static int removeLeftovers(Archive archive, Instant now) {
    FileSystem fs = archive.fileSystem();
    if (ArchiveStore.list(fs, archive.staging("").getParent()).stream()
        .noneMatch(FileStatus::isDirectory)) {
      return 0;
    }
    FileChannel lock = isLocal(fs) ? take(archive) : null;
    if (isLocal(fs) && lock == null) {
      return 0;
    }
    ArchiveImport nobody = new ArchiveImport(archive, fs, archive.staging("none"), lock);
    try {
      return nobody.removeDead(now);
    } finally {
      nobody.free();
    }
  }

  private static boolean isLocal(FileSystem fs) {
    return fs.getUri().getScheme().equals("file");
  }

  private static FileChannel take(Archive archive) {
    java.nio.file.Path folder =
        java.nio.file.Path.of(new Path(archive.uri(), Archive.STAGING).toUri().getPath());
    try {
      Files.createDirectories(folder);
      return ExclusiveFile.take(folder.resolve(LOCK));
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot write the archive %s: %s (its folder must be writable)"
              .formatted(archive.uri(), e),
          e);
    }
  }

  /** Notes the days of a dataset that will be written, before the first part of them is. */
  public void note(ArchiveDataset dataset, Collection<ArchiveDay> days) {
    String text = days.stream().map(ArchiveDay::place).collect(Collectors.joining("\n"));
    try {
      fs.mkdirs(staging);
      Path file = new Path(staging, dataset.folder() + DAYS);
      ArchiveStore.put(fs, file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the parts in staging after all that they were for is published. */
  public void clear() {
    delete(staging);
  }

  /** Ends the import; removes what it wrote and did not publish. */
  @Override
  public void close() {
    try {
      // Without a lock others import into the same days: what is not its own may be theirs.
      removeOf(staging, lock == null ? Instant.MIN : Instant.MAX);
    } finally {
      free();
    }
  }

  private int removeDead(Instant now) {
    Instant before = lock == null ? now.minus(LONGEST_IMPORT) : Instant.MAX;
    int removed = 0;
    for (FileStatus folder : ArchiveStore.list(fs, staging.getParent())) {
      if (folder.isDirectory()
          && !folder.getPath().equals(staging)
          && lastWrite(folder).isBefore(before)) {
        removed += removeOf(folder.getPath(), before);
      }
    }
    return removed;
  }

  /** Object stores have no time of a folder: that of its newest file counts. */
  private Instant lastWrite(FileStatus folder) {
    return ArchiveStore.list(fs, folder.getPath()).stream()
        .map(FileStatus::getModificationTime)
        .max(Comparator.naturalOrder())
        .map(Instant::ofEpochMilli)
        .orElse(Instant.ofEpochMilli(folder.getModificationTime()));
  }

  /** Removes the staging folder of an import, and the parts that it left in its days. */
  private int removeOf(Path folder, Instant before) {
    String suffix = "-" + folder.getName() + ".parquet";
    int removed = 0;
    for (FileStatus file : ArchiveStore.list(fs, folder)) {
      if (file.getPath().getName().endsWith(DAYS)) {
        removed +=
            lines(file.getPath()).parallelStream()
                .map(place -> new ArchiveDay(fs, new Path(archive.uri(), place)))
                .mapToInt(
                    day ->
                        day.removeLeftovers(
                            part ->
                                part.getPath().getName().endsWith(suffix)
                                    || lock != null
                                    || Instant.ofEpochMilli(part.getModificationTime())
                                        .isBefore(before)))
                .sum();
      }
    }
    delete(folder);
    return removed;
  }

  private List<String> lines(Path file) {
    try (InputStream in = fs.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(Path folder) {
    try {
      fs.delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void free() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
