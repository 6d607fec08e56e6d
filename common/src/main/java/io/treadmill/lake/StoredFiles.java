package io.treadmill.lake;

import io.treadmill.conf.Settings.LakeSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The files below a folder. On a local disk Hadoop starts a process for each file that it lists, to
 * ask for its permissions, which nobody wants to know.
 */
final class StoredFiles {
  private StoredFiles() {}

  /**
   * Returns them; sums that Hadoop keeps beside files are none.
   *
   * @throws UncheckedIOException of a FileNotFoundException if there is no such folder
   */
  static Iterable<FileInfo> below(SupportsPrefixOperations files, String folder) {
    if (!LakeSettings.isLocal(folder)) {
      return files.listPrefix(folder);
    }
    Path path = Path.of(new org.apache.hadoop.fs.Path(folder).toUri().getPath());
    if (!Files.exists(path)) {
      throw new UncheckedIOException(new FileNotFoundException(folder));
    }
    List<FileInfo> found = new ArrayList<>();
    try {
      Files.walkFileTree(path, new Visitor(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<FileInfo> found;

    Visitor(List<FileInfo> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".") || !name.endsWith(".crc")) {
        found.add(new FileInfo(file.toString(), of.size(), of.lastModifiedTime().toMillis()));
      }
      return FileVisitResult.CONTINUE;
    }

    /** What is removed meanwhile is not there. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
