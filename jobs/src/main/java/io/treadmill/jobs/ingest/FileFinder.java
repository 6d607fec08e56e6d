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
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists the files of a request and says what they are, by name and folder alone. A file of which
 * that cannot be said is refused alone.
 */
final class FileFinder {
  private final Vendor vendor;
  private final IngestRequest request;
  private final Register register;
  private final List<SourceFile> found = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /**
   * A file that is not read.
   *
   * @param file what is known of it; its kind is unknown
   * @param reason why, and what to do
   */
  record Refused(SourceFile file, String reason) {}

  FileFinder(Vendor vendor, IngestRequest request, Register register) {
    this.vendor = vendor;
    this.request = request;
    this.register = register;
  }

  /**
   * Returns the files, sorted by path.
   *
   * @throws UserError if a path is not there, or no file of the vendor is in any
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
          refuse(
              status,
              "its name is none of the supported kinds of %s (docs/vendors.md lists the names)"
                  .formatted(vendor.name()));
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
    try {
      FileName name =
          FileName.of(path(file), file.getLen(), 1_000 * file.getModificationTime());
      Optional<SourceFile> source = vendor.detect(name, request, register);
      source.ifPresent(found::add);
      return source.isPresent();
    } catch (UserError e) {
      if (e.exitCode() != ExitCode.INPUT) {
        throw e;
      }
      refuse(file, e.getMessage());
      return true;
    }
  }

  private static String path(FileStatus file) {
    URI uri = file.getPath().toUri();
    return uri.getScheme() == null || "file".equals(uri.getScheme())
        ? uri.getPath()
        : file.getPath().toString();
  }

  private void refuse(FileStatus file, String reason) {
    refused.add(
        new Refused(
            SourceFile.unknown(path(file), file.getLen(), vendor.name(), request.venue()),
            reason.replaceFirst("^Cannot import [^:]*: ", "")));
  }

  /** Returns the files of which the name says too little, or a kind that is not read. */
  List<Refused> refused() {
    return refused;
  }

  /** Returns a line on files that were left out; nothing if there are none. */
  Optional<String> note() {
    return skipped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d %s of no kind that %s reads, left out: %s"
                .formatted(
                    skipped.size(),
                    skipped.size() == 1 ? "file is" : "files are",
                    vendor.name(),
                    sample()));
  }

  private String sample() {
    return String.join(", ", skipped.subList(0, Math.min(3, skipped.size())))
        + (skipped.size() > 3 ? ", .." : "");
  }
}
