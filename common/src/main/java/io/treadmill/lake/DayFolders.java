package io.treadmill.lake;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folders of a dataset: {@code venue=/product=/day=}, of which the last holds files. */
final class DayFolders {
  private DayFolders() {}

  /** Returns the folders in a folder whose names begin so. */
  static Stream<Path> in(FileSystem fs, Path folder, String prefix) {
    return ArchiveStore.list(fs, folder).stream()
        .filter(file -> file.isDirectory() && file.getPath().getName().startsWith(prefix))
        .map(FileStatus::getPath);
  }

  /** Returns true if a folder is that of one of some days. */
  static boolean isOf(Path folder, UtcDays days) {
    String text = folder.getName().substring("day=".length());
    try {
      return days.contains(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw UserError.input(
          "Invalid folder of the archive: " + folder + " (must be day=YYYY-MM-DD)");
    }
  }

  /** Returns venue, product and day of the path of a file in a folder of a day. */
  static List<String> place(String path) {
    List<String> parts = List.of(path.split("/"));
    return parts.subList(parts.size() - 4, parts.size() - 1).stream()
        .map(part -> part.substring(part.indexOf('=') + 1))
        .toList();
  }
}
