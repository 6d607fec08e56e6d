package io.treadmill.jobs.ingest;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.FileOrigin;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.market.contract.Register;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists the files of a request and says what each is taken for. A file of which that cannot be said
 * is refused alone.
 */
final class FileFinder {
  /** Most files left out whose first lines are looked at, for the hint. */
  private static final int MOST_LOOKED_AT = 50;

  private final IngestRequest request;
  private final Register register;
  private final Configuration conf;
  private final boolean isAuto;
  private final List<SourceFile> found = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * A file that is not read.
   *
   * @param file what is known of it; its kind is unknown
   * @param reason why, and what to do
   */
  record Refused(SourceFile file, String reason) {}

  /**
   * A file that is passed over.
   *
   * @param path the file
   * @param reason why
   */
  private record LeftOut(Path path, String reason) {}

  FileFinder(IngestRequest request, Register register, Configuration conf) {
    this.request = request;
    this.register = register;
    this.conf = conf;
    this.isAuto = request.vendor().equals(Vendors.AUTO);
  }

  /**
   * Returns the files, sorted by path.
   *
   * @throws UserError if a path is not there, or no file of the vendor is in any
   */
  List<SourceFile> find() {
    if (!isAuto) {
      Vendors.of(request.vendor());
    }
    for (String text : request.paths()) {
      try {
        Path path = new Path(text);
        FileSystem fs = ArchiveStore.of(path, conf);
        FileStatus status = fs.getFileStatus(path);
        if (status.isDirectory()) {
          walk(fs, path);
        } else {
          addNamed(status);
        }
      } catch (FileNotFoundException e) {
        throw UserError.input("Cannot import " + text + ": no such file or folder", e);
      } catch (IllegalArgumentException e) {
        throw UserError.usage("Invalid path or option: " + e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (found.isEmpty() && refused.isEmpty()) {
      throw UserError.input(
          "Cannot import %s: no file of %s in it%s"
              .formatted(
                  String.join(" ", request.paths()),
                  isAuto ? "a known vendor" : request.vendor(),
                  leftOut.isEmpty()
                      ? ""
                      : isAuto ? "\n" + String.join("\n", notes()) : ", other files: " + sample()));
    }
    found.sort(Comparator.comparing(SourceFile::path));
    return found.stream().distinct().toList();
  }

  private void walk(FileSystem fs, Path folder) throws IOException {
    List<FileStatus> children = new ArrayList<>(List.of(fs.listStatus(folder)));
    children.sort(null);
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_") || name.endsWith(".CHECKSUM")) {
        continue;
      }
      if (child.isDirectory()) {
        walk(fs, child.getPath());
      } else {
        FileChoice choice = FileChoice.of(child, request, register, conf);
        if (choice.file() == null && !choice.isRefused()) {
          leftOut.add(new LeftOut(child.getPath(), choice.reason()));
        } else {
          add(child, choice);
        }
      }
    }
  }

  /** A file that the user names is refused where one in a folder is passed over. */
  private void addNamed(FileStatus status) {
    FileChoice choice = FileChoice.of(status, request, register, conf);
    if (choice.file() == null && !choice.isRefused() && !isAuto) {
      String reason =
          FirstLines.stranger(status.getPath(), request.vendor(), conf)
              .map(origin -> origin.told(FirstLines.plain(status.getPath())))
              .orElse(choice.reason() + " (`treadmill ingest --list` prints the names)");
      refuse(status, reason);
    } else {
      add(status, choice);
    }
  }

  private void add(FileStatus status, FileChoice choice) {
    if (choice.file() == null) {
      refuse(status, choice.reason());
    } else {
      found.add(choice.file());
    }
  }

  private void refuse(FileStatus file, String reason) {
    refused.add(
        new Refused(
            SourceFile.unknown(
                FirstLines.plain(file.getPath()), file.getLen(), request.vendor(), request.venue()),
            reason));
  }

  /** Returns the files of which the name says too little, or a kind that is not read. */
  List<Refused> refused() {
    return refused;
  }

  /** Returns lines on files that were left out. */
  List<String> notes() {
    if (leftOut.isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    if (isAuto) {
      Map<String, List<Path>> byReason =
          leftOut.stream()
              .collect(
                  Collectors.groupingBy(
                      LeftOut::reason,
                      TreeMap::new,
                      Collectors.mapping(LeftOut::path, Collectors.toList())));
      byReason.forEach(
          (reason, paths) -> notes.add("left out, %s: %s".formatted(reason, sample(paths))));
      return notes;
    }
    notes.add(
        "%d %s of no kind that %s reads, left out: %s"
            .formatted(
                leftOut.size(),
                leftOut.size() == 1 ? "file is" : "files are",
                request.vendor(),
                sample()));
    return notes;
  }

  private String sample() {
    return sample(leftOut.stream().map(LeftOut::path).toList()) + strangers();
  }

  /** Says whose the files left out are, where they look like those of another vendor. */
  private String strangers() {
    String told =
        isAuto
            ? ""
            : leftOut.stream()
                .limit(MOST_LOOKED_AT)
                .flatMap(file -> FirstLines.stranger(file.path(), request.vendor(), conf).stream())
                .collect(
                    Collectors.groupingBy(FileOrigin::vendor, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(
                    of ->
                        "%d look like files of %s (%s)"
                            .formatted(
                                of.getValue(),
                                of.getKey(),
                                Vendors.names().contains(of.getKey())
                                    ? "treadmill ingest " + of.getKey()
                                    : "not read yet"))
                .collect(Collectors.joining(", "));
    return told.isEmpty()
        ? ""
        : "; %s; `treadmill ingest auto` takes each for what it is".formatted(told);
  }

  private static String sample(List<Path> paths) {
    return paths.stream().limit(3).map(Path::getName).collect(Collectors.joining(", "))
        + (paths.size() > 3 ? ", .. (%d files)".formatted(paths.size()) : "");
  }
}
