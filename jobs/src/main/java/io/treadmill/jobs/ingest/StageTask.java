package io.treadmill.jobs.ingest;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.QualityFlag;
import io.treadmill.market.contract.Register;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads one file into staging, on an executor.
 *
 * @param staging folder of the import
 * @param runId id of the run
 * @param nowMicros the time of the run: no row is later than a day after it
 * @param strictChecksum refuse a file whose vendor checksum does not match
 * @param register what is known of symbols
 */
record StageTask(
    String staging, String runId, long nowMicros, boolean strictChecksum, Register register)
    implements Serializable {
  private static final int MAX_CHECKSUM_BYTES = 4096;

  /**
   * Returns what became of the file; a damaged file is told, not thrown.
   *
   * @param isEnding tells that nobody waits for the result
   */
  StagedFile stage(
      SourceFile file,
      StatedContract stated,
      int number,
      Configuration conf,
      BooleanSupplier isEnding)
      throws IOException {
    Path source = new Path(file.path());
    FileSystem sourceFs = ArchiveStore.of(source, conf);
    String checksum = checksum(sourceFs, file);
    Path folder = new Path(staging, "file-" + number);
    FileSystem fs = ArchiveStore.of(folder, conf);
    boolean mismatch = checksum.equals("mismatched");
    int quality = mismatch ? QualityFlag.CHECKSUM_MISMATCH.mask() : 0;
    try (StageSink sink = new StageSink(fs, folder, file, runId, nowMicros, quality, isEnding)) {
      if (mismatch && strictChecksum) {
        return sink.result(
            checksum,
            "sha256 "
                + file.sha256()
                + " is not that of its .CHECKSUM file (fetch both again, or set"
                + " ingest.strict-checksum=false)");
      }
      String refusal = null;
      try {
        Vendor vendor = Vendors.of(file.vendor());
        String read =
            new SourceInput(sourceFs, source, entry -> isOfKind(vendor, file, entry))
                .read(() -> vendor.format(new FileContracts(register, stated, file)), sink);
        if (!read.equals(file.sha256())) {
          refusal = "the file changed while it was read (import it again)";
        }
      } catch (RefusedFile e) {
        refusal = FirstLines.withStranger(e.getMessage(), source, file.vendor(), conf);
      } catch (UncheckedIOException | CancellationException e) {
        throw e;
      } catch (RuntimeException e) {
        // A fault of a reader must not hold back the other files.
        refusal = "it cannot be read: " + e + " (a fault of the reader: please report it)";
      }
      return sink.result(checksum, refusal);
    }
  }

  /** Returns true if an entry of a zip is named as the zip is: the same kind and symbol. */
  private boolean isOfKind(Vendor vendor, SourceFile file, String entry) {
    String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    IngestRequest request =
        IngestRequest.of(vendor.name(), List.of(), file.venue(), file.product(), file.symbol());
    try {
      return vendor
          .detect(FileName.of(folder + entry, 0), request, register)
          .filter(found -> found.kind().equals(file.kind()))
          .filter(found -> Objects.equals(found.symbol(), file.symbol()))
          .isPresent();
    } catch (UserError e) {
      return false;
    }
  }

  /** Compares the vendor's checksum file, {@code sha256 name}, if it lies beside. */
  private static String checksum(FileSystem fs, SourceFile file) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream in = fs.open(new Path(file.path() + ".CHECKSUM"))) {
      text.write(in.readNBytes(MAX_CHECKSUM_BYTES));
    } catch (FileNotFoundException e) {
      return "none";
    }
    String stated = text.toString(StandardCharsets.UTF_8).strip().split("\\s+")[0];
    return stated.toLowerCase(Locale.ROOT).equals(file.sha256()) ? "matched" : "mismatched";
  }
}
