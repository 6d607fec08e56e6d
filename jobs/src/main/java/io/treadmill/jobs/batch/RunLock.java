package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.lake.ExclusiveFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One writer at a time on a lake whose catalog is a SQLite file: a lock on a file beside it, which
 * the system frees when the process ends, however it ends. Other catalogs settle concurrent commits
 * themselves.
 */
public final class RunLock implements AutoCloseable {
  static final RunLock NONE = new RunLock(null);

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws UserError if another process holds it (exit 5) or the folder cannot be written (exit 6)
   */
  public static RunLock take(Settings settings) {
    if (!settings.lake().catalog().isSqlite()) {
      return NONE;
    }
    Sessions.makeFolder(settings);
    Path file = Sessions.sqliteFile(settings).resolveSibling("treadmill.lock");
    try {
      FileChannel channel = ExclusiveFile.take(file);
      if (channel == null) {
        throw UserError.busy(
            ("Cannot write the lake: another run holds %s (one writer at a time with the "
                    + "SQLite catalog; wait for it and run again)")
                .formatted(file));
      }
      return new RunLock(channel);
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot write the lake: %s: %s (the folder of the catalog must be writable)"
              .formatted(file, Failures.reason(e)),
          e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw UserError.storage("Cannot free the lock of the lake: " + e.getMessage(), e);
    }
  }
}
