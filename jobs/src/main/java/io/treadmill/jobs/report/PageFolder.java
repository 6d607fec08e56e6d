package io.treadmill.jobs.report;

import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder of pages. A file whose bytes would stay the same is left alone, so that who copies the
 * folder to a server copies what changed. Threads may write different files at once.
 */
final class PageFolder {
  private final Path root;
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  PageFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** Returns how many files were new or differed. */
  int written() {
    return written.get();
  }

  /** Returns how many files were left as they were. */
  int left() {
    return left.get();
  }

  /** Returns the size of all files, those that were left among them. */
  long bytes() {
    return bytes.get();
  }

  /**
   * Writes a file, if it is not there with the same bytes.
   *
   * @param name path from the folder
   * @throws UserError if it cannot be written (exit 6)
   */
  void put(String name, String text) {
    put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file of bytes, if it is not there with the same. */
  void put(String name, byte[] content) {
    Path file = root.resolve(name);
    try {
      bytes.addAndGet(content.length);
      if (Files.isRegularFile(file)
          && Files.size(file) == content.length
          && Arrays.equals(Files.readAllBytes(file), content)) {
        left.incrementAndGet();
        return;
      }
      Files.createDirectories(file.getParent());
      replace(file, content);
      written.incrementAndGet();
    } catch (IOException e) {
      throw UserError.storage("Cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Takes a file that was written beside its place, if the one there differs; without one, what is
   * there is removed.
   *
   * @return its size; -1 without one
   */
  long move(Path part, String name) {
    Path file = root.resolve(name);
    try {
      if (!Files.exists(part)) {
        Files.deleteIfExists(file);
        return -1;
      }
      long size = Files.size(part);
      bytes.addAndGet(size);
      if (Files.isRegularFile(file) && Files.mismatch(part, file) < 0) {
        Files.delete(part);
        left.incrementAndGet();
      } else {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        written.incrementAndGet();
      }
      return size;
    } catch (IOException e) {
      throw UserError.storage("Cannot write " + file + ": " + e, e);
    }
  }

  /** A reader never sees half a file: it is written under another name and moved. */
  static void replace(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
