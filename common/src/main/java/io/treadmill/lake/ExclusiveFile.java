package io.treadmill.lake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that one process holds at a time; the system frees it when that ends, however it ends. */
public final class ExclusiveFile {
  private ExclusiveFile() {}

  /**
   * Takes a file, and makes it if it is not there.
   *
   * @return the hold on it, until it is closed; null if another has it
   * @throws IOException if it cannot be written
   */
  public static FileChannel take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This process has it.
      channel.close();
      return null;
    }
    channel.close();
    return null;
  }
}
