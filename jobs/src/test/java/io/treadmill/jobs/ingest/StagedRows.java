package io.treadmill.jobs.ingest;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The rows that staging made of a file, as text. */
final class StagedRows {
  private StagedRows() {}

  /** Stages a file by its name and the rules of symbols alone. */
  static StagedFile stage(String vendor, Path file) throws IOException {
    return VendorFiles.stage(IngestRequest.of(vendor, List.of(file.toString())), Register.RULES);
  }

  /** Stages a file whose amounts are in a unit that the user says. */
  static StagedFile stage(String vendor, Path file, String amountUnit) throws IOException {
    return VendorFiles.stage(
        new IngestRequest(
            vendor,
            List.of(file.toString()),
            null,
            null,
            null,
            null,
            amountUnit,
            null,
            false,
            false,
            null),
        Register.RULES);
  }

  /** Returns columns of the rows in order of symbol and time, joined by blanks; null is a dash. */
  static List<String> of(StagedFile file, ArchiveDataset dataset, String... columns) {
    String[] paths =
        file.parts().stream()
            .filter(part -> part.dataset() == dataset)
            .map(StagedPart::path)
            .toArray(String[]::new);
    StringBuilder all = new StringBuilder("concat_ws(' '");
    for (String column : columns) {
      all.append(", coalesce(cast(").append(column).append(" as string), '-')");
    }
    return SparkForTests.get()
        .read()
        .schema(dataset.schema())
        .parquet(paths)
        .orderBy("symbol", "ts")
        .selectExpr(all.append(")").toString())
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
