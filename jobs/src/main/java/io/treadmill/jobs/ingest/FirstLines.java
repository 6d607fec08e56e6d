package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.vendors.FileOrigin;
import io.treadmill.jobs.ingest.vendors.FileSignatures;
import io.treadmill.lake.ArchiveStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Tells whose file a file is by what it begins with. */
final class FirstLines {
  private static final int LENGTH = 1 << 14;

  private FirstLines() {}

  /** Returns whose file it can be, the likeliest first; none if its beginning is not known. */
  static List<FileOrigin> origins(Path path, Configuration conf) {
    try {
      return FileSignatures.origins(SourceInput.begin(ArchiveStore.of(path, conf), path, LENGTH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whose file it is if it looks like that of other vendors only. */
  static Optional<FileOrigin> stranger(Path path, String vendor, Configuration conf) {
    List<FileOrigin> origins = origins(path, conf);
    return origins.stream().anyMatch(origin -> origin.vendor().equals(vendor))
        ? Optional.empty()
        : origins.stream().findFirst();
  }

  /** Returns a reason with whose file it is, if it looks like that of other vendors only. */
  static String withStranger(String reason, Path path, String vendor, Configuration conf) {
    return stranger(path, vendor, conf)
        .map(origin -> "%s; %s".formatted(reason, origin.told(plain(path))))
        .orElse(reason);
  }

  /** Returns a path as a user writes it. */
  static String plain(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }
}
