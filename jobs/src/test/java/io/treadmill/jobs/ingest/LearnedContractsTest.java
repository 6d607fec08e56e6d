package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import learns of contracts counts for it and for all that comes later. */
class LearnedContractsTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 6, 11), LocalDate.of(2026, 6, 14));
  private static final String LIST =
      "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"NEWCOIN-USDT-SWAP\",\"ctVal\":\"%s\","
          + "\"ctMult\":\"1\",\"ctType\":\"linear\",\"settleCcy\":\"USDT\"}]}";

  @TempDir Path folder;
  private SparkSession spark;
  private Settings settings;
  private Archive archive;
  private IcebergLake lake;

  @BeforeEach
  void open() {
    spark = SparkForTests.withLake(folder.resolve("lake"));
    settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    archive = Archive.open(spark, settings.archive());
    lake = IcebergLake.open(spark, "r");
  }

  private IngestResult run(String runId, IngestRequest request) {
    return Ingest.run(
        runId,
        List.of(request),
        spark,
        archive,
        lake,
        settings,
        Clock.fixed(NOW, ZoneOffset.UTC),
        line -> {});
  }

  private List<Double> amounts() {
    return archive.read(ArchiveDataset.TRADES, DAYS, Selection.ALL).orderBy("ts").collectAsList().stream()
        .map(row -> row.<Double>getAs("amount"))
        .toList();
  }

  /** The trades lie before the list in the folder, by name and by order of requests. */
  @Test
  void aListInTheFolderIsReadBeforeTheFilesThatNeedIt() throws IOException {
    String trade =
        "instrument_name,trade_id,side,price,size,created_time\nNEWCOIN-USDT-SWAP,1,buy,2,10,%d\n"
            .formatted(T0);
    String stem = "NEWCOIN-USDT-SWAP-trades-2026-06-12";
    Path files = folder.resolve("files");
    write(files, "a/" + stem + ".zip", zip(stem + ".csv", trade));
    write(files, "z/okx_instruments_2026-06-01.json", LIST.formatted(7));
    IngestResult result = run("r1", IngestRequest.of("auto", List.of(files.toString())));
    assertThat(result.count(Status.ACCEPTED)).as("%s", result.files()).isEqualTo(2);
    assertThat(amounts()).containsExactly(70.0);
    assertThat(result.notes().get(0)).startsWith("taken for");
    assertThat(run("r2", IngestRequest.of("auto", List.of(files.toString()))).count(Status.UNCHANGED))
        .isEqualTo(2);
  }
}
