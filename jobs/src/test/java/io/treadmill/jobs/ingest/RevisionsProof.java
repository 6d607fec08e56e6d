package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A trade that the file of the day and the file of the month tell differently. */
public final class RevisionsProof implements ColumnProof {
  private static final Instant TIME = Instant.parse("2026-06-12T06:00:00Z");

  @Override
  public LakeTable table() {
    return LakeTables.REVISIONS;
  }

  @Override
  public void prove(Proof proof) throws IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "revise");
    StagedFile month = stage(folder, "2026-06", "2,100,1,100,%d,true%n");
    StagedFile day = stage(folder, "2026-06-12", "2,80,1,80,%d,false%n");
    List<Row> rows = merge(folder, month, day);
    assertThat(rows).hasSize(2);
    proof
        .row(rows.get(0))
        .is("dataset", "trades")
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", TIME)
        .is("row_key", "trade_id=2")
        .is("column", "price")
        .is("old_value", 100.0)
        .is("new_value", 80.0)
        .isNull("old_text")
        .isNull("new_text")
        .is("old_source_id", month.file().sourceId())
        .is("new_source_id", day.file().sourceId())
        .is("run_id", "run-9")
        .is("imported_ts", VendorFiles.NOW);
    proof
        .row(rows.get(1))
        .is("column", "side")
        .isNull("old_value")
        .isNull("new_value")
        .is("old_text", "sell")
        .is("new_text", "buy");
  }

  private static StagedFile stage(Path folder, String days, String line) throws IOException {
    String name = "um/trades/BTCUSDT-trades-%s.csv".formatted(days);
    Path file = VendorFiles.write(folder, name, line.formatted(TIME.toEpochMilli()));
    return VendorFiles.stage("binance", file);
  }

  private static List<Row> merge(Path folder, StagedFile... files) throws IOException {
    Precedence precedence = new Precedence();
    Stream.of(files).map(Edition::of).forEach(precedence::add);
    String[] parts =
        Stream.of(files)
            .flatMap(file -> file.parts().stream())
            .map(StagedPart::path)
            .toArray(String[]::new);
    List<Row> sorted =
        SparkForTests.get()
            .read()
            .schema(ArchiveDataset.TRADES.schema())
            .parquet(parts)
            .withColumn("file_key", functions.lit(""))
            .orderBy("source_id")
            .collectAsList();
    var archive = new org.apache.hadoop.fs.Path(folder.resolve("archive").toString());
    Revisions.Import by =
        new Revisions.Import(
            folder.resolve("revisions").toString(),
            "run-9",
            1_000_000L * VendorFiles.NOW.getEpochSecond());
    DayMerge.Result result =
        new DayMerge(
                ArchiveDataset.TRADES,
                ArchiveStore.of(archive, new Configuration()),
                archive.toString(),
                by,
                precedence)
            .merge(
                new Publisher.SparkRows(sorted.iterator(), ArchiveDataset.TRADES.columns().size()));
    return SparkForTests.get()
        .read()
        .schema(LakeTables.REVISIONS.schema())
        .parquet(result.revisions())
        .orderBy("column")
        .collectAsList();
  }
}
