package io.treadmill.jobs.ingest;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.market.contract.Register;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Writes small vendor files and stages them without Spark. */
final class VendorFiles {
  static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");
  static final String TARDIS_HEADER =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n";

  /** When the files were written, as far as the import knows. */
  static final long WRITTEN = 1_782_000_000_000_000L;

  private static final Configuration CONF = new Configuration();

  private VendorFiles() {}

  static Path write(Path folder, String name, String text) throws IOException {
    return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path folder, String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Returns what staging makes of a file, after the gate of 1 %. */
  static StagedFile stage(String vendor, Path file) throws IOException {
    return stage(vendor, file, 1.0);
  }

  static StagedFile stage(String vendor, Path file, double maxQuarantinePercent)
      throws IOException {
    return Accounts.gate(stageOnly(vendor, file, false), maxQuarantinePercent);
  }

  static StagedFile stageOnly(String vendor, Path file, boolean strictChecksum) throws IOException {
    return stageOnly(
        IngestRequest.of(vendor, List.of(file.toString())), Register.RULES, strictChecksum);
  }

  /** Returns what staging makes of a file whose instrument the options say, after the gate. */
  static StagedFile stage(String vendor, Path file, String venue, String product, String symbol)
      throws IOException {
    IngestRequest request =
        IngestRequest.of(vendor, List.of(file.toString()), venue, product, symbol);
    return stage(request, Register.RULES);
  }

  /** Stages the one file of a request. */
  static StagedFile stage(IngestRequest request, Register register) throws IOException {
    return Accounts.gate(stageOnly(request, register, false), 1.0);
  }

  private static StagedFile stageOnly(
      IngestRequest request, Register register, boolean strictChecksum) throws IOException {
    Path file = Path.of(request.paths().get(0));
    SourceFile source =
        Vendors.of(request.vendor())
            .detect(FileName.of(file.toString(), Files.size(file), WRITTEN), request, register)
            .orElseThrow();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toString());
    SourceFile hashed = source.withSha256(ArchiveStore.sha256(ArchiveStore.of(path, CONF), path));
    Path staging = file.getParent().resolve("staging-" + file.getFileName());
    long now = NOW.getEpochSecond() * 1_000_000L;
    return new StageTask(staging.toString(), "r", now, strictChecksum, register)
        .stage(hashed, request.stated(), 0, CONF, () -> false);
  }

  /** Returns an expression of each row of a dataset, by time. */
  static List<String> rows(StagedFile file, ArchiveDataset dataset, String expression) {
    return rows(file, dataset, List.of("ts", "symbol"), expression);
  }

  /** Returns an expression of each row of a dataset, in an order. */
  static List<String> rows(
      StagedFile file, ArchiveDataset dataset, List<String> order, String expression) {
    String[] paths =
        file.parts().stream()
            .filter(part -> part.dataset() == dataset)
            .map(StagedPart::path)
            .toArray(String[]::new);
    return SparkForTests.get()
        .read()
        .schema(dataset.schema())
        .parquet(paths)
        .orderBy(order.stream().map(functions::col).toArray(Column[]::new))
        .selectExpr(expression)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
