package io.treadmill.jobs.ingest;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.market.contract.Register;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the files of a request and says what they are, by name and folder alone. */
final class FileFinder {
  private final Vendor vendor;
  private final IngestRequest request;
  private final Register register;
  private final List<FileResult> refused = new ArrayList<>();
  private final List<SourceFile> found = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  FileFinder(Vendor vendor, IngestRequest request, Register register) {
    this.vendor = vendor;
    this.request = request;
    this.register = register;
  }

  /**
   * Returns the files, sorted by path.
   *
   * @throws UserError if a path is not there, a named file is none of the vendor's, or a folder
   *     holds no file of the vendor
   */
  List<SourceFile> find(Configuration conf) {
    for (String text : request.paths()) {
      try {
        Path path = new Path(text);
        FileSystem fs = ArchiveStore.of(path, conf);
        FileStatus status = fs.getFileStatus(path);
        if (status.isDirectory()) {
          walk(fs, path);
        } else if (!add(status)) {
          throw UserError.input(
              ("Cannot import %s: its name is none of the supported kinds of %s "
                      + "(docs/vendors.md lists the names)")
                  .formatted(text, vendor.name()));
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
                  vendor.name(),
                  skipped.isEmpty() ? "" : ", other files: " + sample()));
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
      } else if (!add(child)) {
        skipped.add(name);
      }
    }
  }

  private boolean add(FileStatus file) {
    String path =
        file.getPath().toUri().getScheme() == null
                || "file".equals(file.getPath().toUri().getScheme())
            ? file.getPath().toUri().getPath()
            : file.getPath().toString();
    try {
      Optional<SourceFile> source =
          vendor.detect(FileName.of(path, file.getLen()), request, register);
      source.ifPresent(found::add);
      return source.isPresent();
    } catch (UserError e) {
      if (e.exitCode() != ExitCode.INPUT) {
        throw e;
      }
      refused.add(new FileResult(path, Status.REFUSED, 0, 0, 0, 0, e.getMessage()));
      return true;
    }
  }

  /** Returns the files of the vendor whose place or name does not say enough. */
  List<FileResult> refused() {
    return refused;
  }

  /** Returns a line on files that were left out; nothing if there are none. */
  Optional<String> note() {
    return skipped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            skipped.size() + " files are no supported kind of " + vendor.name() + ": " + sample());
  }

  private String sample() {
    return String.join(", ", skipped.subList(0, Math.min(3, skipped.size())))
        + (skipped.size() > 3 ? ", .." : "");
  }
}
