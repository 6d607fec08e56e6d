package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveImport;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** An archive and a lake in a folder, and imports of small files into them. */
public final class SmallImport {
  static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  static final UtcDays DAYS = new UtcDays(DAY.minusDays(1), DAY.plusDays(2));

  /** Tables of what was imported, and the columns that two equal imports share. */
  private static final Map<LakeTable, String> TABLES =
      Map.of(
          LakeTables.SOURCE_FILES,
          "concat_ws(' ', vendor, symbol, sha256, status, rows_read, rows_accepted)",
          LakeTables.RECONCILIATION,
          "concat_ws(' ', dataset, symbol, day, rows_in, rows_accepted, rows_duplicate)",
          LakeTables.COVERAGE,
          "concat_ws(' ', dataset, symbol, day, status, row_count)");

  /** No two imports have one id. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  final Path folder;

  /** Uses a folder. */
  public SmallImport(Path folder) {
    this.folder = folder;
  }

  Path archiveFolder() {
    return folder.resolve("archive");
  }

  Settings settings() {
    Map<String, String> values = new TreeMap<>();
    values.put("archive.uri", archiveFolder().toString());
    values.put("ingest.own-file-rows", "20");
    return SparkForTests.settings(folder.resolve("lake"), values);
  }

  Archive archive() {
    return Archive.open(SparkForTests.get(), settings().archive());
  }

  /** Imports the files of a folder as a process does that starts now, and publishes the tables. */
  IngestResult run(Path files) {
    return run(files, false);
  }

  IngestResult run(Path files, boolean force) {
    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    int run = RUNS.incrementAndGet();
    String runId = "20260701T%06dZ-%08x".formatted(run, run);
    IcebergLake lake = IcebergLake.open(spark, runId);
    lake.finish();
    Archive archive = Archive.open(spark, settings().archive());
    ArchiveImport.removeLeftovers(archive, NOW);
    IngestResult result =
        new Ingest(
                runId,
                List.of(
                    new IngestRequest(
                        "tardis",
                        List.of(files.toString()),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        force,
                        false,
                        null)),
                Session.of(spark),
                archive,
                lake,
                settings(),
                Clock.fixed(NOW.plusSeconds(run), ZoneOffset.UTC),
                line -> {})
            .run();
    lake.publish();
    return result;
  }

  /**
   * Returns the rows of the archive by dataset and day, as a process reads them that starts now.
   */
  SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> result = new TreeMap<>();
    for (ArchiveDataset dataset : List.of(ArchiveDataset.TRADES, ArchiveDataset.LIQUIDATIONS)) {
      for (LocalDate day : DAYS.days()) {
        result.put(
            dataset.folder() + " " + day,
            archive().read(dataset, UtcDays.of(day), Selection.ALL).collectAsList().stream()
                .map(Object::toString)
                .sorted()
                .toList());
      }
    }
    return result;
  }

  /** Returns what the tables of the lake say that is the same for equal imports. */
  SortedMap<String, List<String>> tables() {
    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    IcebergLake lake = IcebergLake.open(spark, "reader");
    SortedMap<String, List<String>> result = new TreeMap<>();
    TABLES.forEach(
        (table, columns) ->
            result.put(
                table.name(),
                lake.read(table).selectExpr(columns).collectAsList().stream()
                    .map(row -> row.getString(0))
                    .distinct()
                    .sorted()
                    .toList()));
    return result;
  }

  /** Returns files of the archive that no list names, and what lies in staging but the lock. */
  List<String> leftovers() throws IOException {
    Archive archive = archive();
    List<String> named =
        Stream.of(ArchiveDataset.TRADES, ArchiveDataset.LIQUIDATIONS)
            .flatMap(dataset -> DAYS.days().stream().map(day -> day(archive, dataset, day)))
            .flatMap(day -> day.files().files().stream().map(file -> day.path(file).toString()))
            .toList();
    try (Stream<Path> all = Files.walk(archiveFolder())) {
      return all.filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> !named.contains(file) && !file.endsWith("/_files.json"))
          .filter(file -> !file.endsWith("/import.lock"))
          .sorted()
          .toList();
    }
  }

  static io.treadmill.lake.ArchiveDay day(Archive archive, ArchiveDataset dataset, LocalDate day) {
    return archive.day(dataset, "hyperliquid", "linear_perp", day);
  }

  /** Writes trades of a symbol, a second apart from the start of a day. */
  static void trades(Path files, String symbol, LocalDate day, int count, double price)
      throws IOException {
    StringBuilder text = new StringBuilder(TARDIS_HEADER);
    for (int i = 0; i < count; i++) {
      long ts = UtcDays.startMicros(day) + i * 1_000_000L;
      text.append("hyperliquid,%s,%d,%d,,buy,%s,0.5\n".formatted(symbol, ts, ts, price + i));
    }
    write(files, "hyperliquid_trades_%s_%s.csv.gz".formatted(day, symbol), gzip(text.toString()));
  }
}
