package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.QualityFlag;
import io.treadmill.market.contract.Register;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

  /** Returns what became of the file; a damaged file is told, not thrown. */
  StagedFile stage(SourceFile file, StatedContract stated, int number, Configuration conf)
      throws IOException {
    Path source = new Path(file.path());
    FileSystem sourceFs = ArchiveStore.of(source, conf);
    String checksum = checksum(sourceFs, file);
    Path folder = new Path(staging, "file-" + number);
    FileSystem fs = ArchiveStore.of(folder, conf);
    boolean mismatch = checksum.equals("mismatched");
    int quality = mismatch ? QualityFlag.CHECKSUM_MISMATCH.mask() : 0;
    try (StageSink sink = new StageSink(fs, folder, file, runId, nowMicros, quality)) {
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
        FileFormat format =
            Vendors.of(file.vendor()).format(file, new FileContracts(register, stated, file));
        String read = new SourceInput(sourceFs, source).read(format, sink);
        if (!read.equals(file.sha256())) {
          refusal = "the file changed while it was read (import it again)";
        }
      } catch (RefusedFile e) {
        refusal = e.getMessage();
      }
      return sink.result(checksum, refusal);
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
