package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import io.treadmill.lake.ExclusiveFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/**
 * Where a session on this machine keeps what it shuffles: a folder of its own among those of all
 * sessions of the user. One that died leaves its folder, and the next removes it: a lock tells.
 */
final class ScratchFolder extends SparkListener {
  private static final String LOCK = ".lock";

  private final Path folder;
  private final FileChannel lock;

  private ScratchFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes a new folder, after it removed those of the dead.
   *
   * @param place where local folders may be; null: the temporary folder of the system
   * @throws UserError if it cannot be written (exit 6)
   */
  static ScratchFolder take(String place) {
    Path all =
        Path.of(place == null ? System.getProperty("java.io.tmpdir") : place)
            .resolve("treadmill-scratch-" + System.getProperty("user.name"));
    Path own = all.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(all);
      removeDead(all);
      FileChannel lock = ExclusiveFile.take(lock(own));
      Files.createDirectory(own);
      return new ScratchFolder(own, lock);
    } catch (IOException e) {
      throw UserError.storage(
          ("Cannot write the folder for what Spark shuffles, %s: %s (it must be writable: set"
                  + " TMPDIR, or spark.properties.spark.local.dir to another)")
              .formatted(all, Failures.reason(e)),
          e);
    }
  }

  private static Path lock(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  private static void removeDead(Path all) throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(all)) {
      folders = found.filter(Files::isDirectory).toList();
    }
    for (Path folder : folders) {
      try (FileChannel dead = ExclusiveFile.take(lock(folder))) {
        if (dead != null) {
          remove(folder);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    FileUtils.deleteDirectory(folder.toFile());
    Files.deleteIfExists(lock(folder));
  }

  Path path() {
    return folder;
  }

  /** Spark has ended. */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    try (lock) {
      remove(folder);
    } catch (IOException e) {
      // Spark removes its files too, at the same time; what stays is removed by the next session.
    }
  }
}
