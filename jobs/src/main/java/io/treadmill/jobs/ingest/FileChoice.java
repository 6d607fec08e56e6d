package io.treadmill.jobs.ingest;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.FileOrigin;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.market.contract.Register;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * What a file is taken for. Of a named vendor the name of the file decides; else its first lines
 * do, and its name where they say nothing.
 *
 * @param file what is read; null if nothing is
 * @param reason why it is not read; null if it is
 * @param isRefused true if it should have been read, so that the import ends with a failure
 */
record FileChoice(SourceFile file, String reason, boolean isRefused) {
  private static FileChoice taken(SourceFile file) {
    return new FileChoice(file, null, false);
  }

  private static FileChoice refused(String reason) {
    return new FileChoice(null, reason, true);
  }

  private static FileChoice leftOut(String reason) {
    return new FileChoice(null, reason, false);
  }

  /** Decides. */
  static FileChoice of(
      FileStatus status, IngestRequest request, Register register, Configuration conf) {
    FileName name =
        FileName.of(
            FirstLines.plain(status.getPath()),
            status.getLen(),
            1_000 * status.getModificationTime());
    return request.vendor().equals(Vendors.AUTO)
        ? auto(name, FirstLines.origins(status.getPath(), conf), request, register)
        : named(name, status, request, register, conf);
  }

  private static FileChoice named(
      FileName name,
      FileStatus status,
      IngestRequest request,
      Register register,
      Configuration conf) {
    Vendor vendor = Vendors.of(request.vendor());
    try {
      Optional<SourceFile> source = vendor.detect(name, request, register);
      return source.isPresent()
          ? taken(source.get())
          : leftOut("its name is none of the supported kinds of " + vendor.name());
    } catch (UserError e) {
      return refused(FirstLines.withStranger(reason(e), status.getPath(), vendor.name(), conf));
    }
  }

  private static FileChoice auto(
      FileName name, List<FileOrigin> origins, IngestRequest request, Register register) {
    Set<Vendor> vendors = new LinkedHashSet<>();
    for (FileOrigin origin : origins) {
      if (origin.isImported()) {
        vendors.add(Vendors.of(origin.vendor()));
      }
    }
    if (origins.isEmpty()) {
      vendors.addAll(Vendors.toldByName());
    }
    String refusal = null;
    for (Vendor vendor : vendors) {
      try {
        Optional<SourceFile> source = vendor.detect(name, request, register);
        if (source.isPresent()) {
          return taken(source.get());
        }
      } catch (UserError e) {
        refusal = refusal == null ? reason(e) : refusal;
      }
    }
    if (refusal != null) {
      return refused(refusal);
    }
    if (origins.isEmpty()) {
      return leftOut("of no vendor that is known, by name and first lines");
    }
    FileOrigin origin = origins.get(0);
    return leftOut(
        origin.isImported()
            ? "%s %s by its first lines, of a kind or name that is not read"
                .formatted(origin.vendor(), origin.kind())
            : "%s %s, not read yet".formatted(origin.vendor(), origin.kind()));
  }

  /** The message without what the file's name already says; a wrong option ends the import. */
  private static String reason(UserError error) {
    if (error.exitCode() != ExitCode.INPUT) {
      throw error;
    }
    return error.getMessage().replaceFirst("^Cannot import [^:]*: ", "");
  }
}
