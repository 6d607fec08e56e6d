package io.treadmill.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whether a folder or bucket can be written. */
public final class StorageProbe {
  private StorageProbe() {}

  /**
   * Writes a small file and removes it.
   *
   * @return how far the storage's clock is ahead of ours, as its stamp of the file says
   * @throws IOException if it cannot be written
   */
  public static Duration write(String folder, Configuration conf, Clock clock) throws IOException {
    Path file = new Path(folder, ".treadmill-doctor-" + UUID.randomUUID());
    FileSystem files = file.getFileSystem(conf);
    Instant before = clock.instant();
    try (OutputStream out = files.create(file, false)) {
      out.write(1);
    }
    try {
      return Duration.between(
          before, Instant.ofEpochMilli(files.getFileStatus(file).getModificationTime()));
    } finally {
      files.delete(file, false);
    }
  }
}
