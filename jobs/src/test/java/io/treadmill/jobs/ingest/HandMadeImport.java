package io.treadmill.jobs.ingest;

import static org.apache.spark.sql.functions.lit;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A month of trades and a day of bars, written by hand and brought through the code of the import:
 * staging, gate, merge, accounts and tables. Only the distribution over a cluster is left out.
 */
final class HandMadeImport {
  static final String HEADER = "id,price,qty,quote_qty,time,is_buyer_maker";
  static final Instant NOW = VendorFiles.NOW;
  private static final long MIDNIGHT = Instant.parse("2026-06-12T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  /** Seven records of two days: one is there twice, two have no price. */
  private static final List<String> TRADES =
      List.of(
          HEADER,
          "1,100,2,200," + MIDNIGHT + ",true",
          "2,101,0.5,50.5," + (MIDNIGHT + 6 * HOUR) + ",false",
          "4,99,1,99," + (MIDNIGHT + 20 * HOUR) + ",false",
          "4,99,1,99," + (MIDNIGHT + 20 * HOUR) + ",false",
          "5,0,1,0," + (MIDNIGHT + 21 * HOUR) + ",false",
          "6,-7,1,-7," + (MIDNIGHT + 22 * HOUR) + ",false",
          "9,102,4,408," + (MIDNIGHT + 49 * HOUR) + ",false");

  /** Two of the 288 bars of a day. */
  private static final List<String> BARS =
      List.of(
          MIDNIGHT + ",10,12,9,11,5," + (MIDNIGHT + 299_999) + ",50,3,2,20,0",
          (MIDNIGHT + 300_000) + ",11,12,9,10,5," + (MIDNIGHT + 599_999) + ",50,3,2,20,0");

  final Path folder;
  final Path trades;
  final MemoryLake lake = new MemoryLake();

  private HandMadeImport(Path folder) throws IOException {
    this.folder = folder;
    this.trades =
        VendorFiles.write(
            folder, "um/trades/BTCUSDT-trades-2026-06.csv", String.join("\n", TRADES) + "\n");
    VendorFiles.write(
        trades.getParent(), trades.getFileName() + ".CHECKSUM", sha256() + "  " + "any name\n");
  }

  /** Imports the files and a third one, which is refused; then another version of the first. */
  static HandMadeImport run() throws IOException {
    HandMadeImport made =
        new HandMadeImport(
            Files.createTempDirectory(Files.createDirectories(Path.of("target")), "import"));
    Path bars =
        VendorFiles.write(
            made.folder, "um/klines/ETHUSDT-5m-2026-06-12.csv", String.join("\n", BARS) + "\n");
    Path refused =
        VendorFiles.write(made.folder, "um/trades/XRPUSDT-trades-2026-06-12.csv", "1,0,1,0,1,x\n");
    List<StagedFile> files =
        List.of(
            VendorFiles.stage("binance", made.trades, 50),
            VendorFiles.stage("binance", bars, 50),
            VendorFiles.stage("binance", refused, 50));
    Map<ArchiveDataset, Map<CountKey, Count>> published = new EnumMap<>(ArchiveDataset.class);
    published.put(ArchiveDataset.TRADES, made.merge(files.get(0), "ts", "trade_id"));
    published.put(ArchiveDataset.KLINES, made.merge(files.get(1), "ts"));
    SparkSession spark = SparkForTests.get();
    IngestTables tables = new IngestTables(new Configuration(), made.lake, "run-7", NOW);
    tables.coverage(published);
    tables.quarantine(files.subList(0, 1));
    tables.reconciliation(files, List.of(), published);
    Map<Long, Long> dropped = Accounts.check(files.subList(0, 2), published);
    tables.sourceFiles(files, dropped, List.of());
    List<Row> before =
        spark
            .createDataFrame(
                made.lake.rows(LakeTables.SOURCE_FILES), LakeTables.SOURCE_FILES.schema())
            .collectAsList();
    new IngestTables(new Configuration(), made.lake, "run-8", NOW.plusSeconds(60))
        .sourceFiles(List.of(), Map.of(), List.of(KnownSources.known(before.get(0))));
    return made;
  }

  /** Returns the sha256 of the file of trades in hex. */
  String sha256() throws IOException {
    return hash(Files.readAllBytes(trades));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first eight bytes of the hash of series and file, as a number of 64 bits. */
  long sourceId() throws IOException {
    String series = "binance/trades/binance/linear_perp/BTCUSDT/";
    String hash = hash((series + sha256()).getBytes(StandardCharsets.UTF_8));
    return new java.math.BigInteger(hash.substring(0, 16), 16).longValue();
  }

  private Map<CountKey, Count> merge(StagedFile file, String... order) throws IOException {
    StagedPart first = file.parts().get(0);
    Iterator<Row> sorted =
        SparkForTests.get()
            .read()
            .schema(first.dataset().schema())
            .parquet(file.parts().stream().map(StagedPart::path).toArray(String[]::new))
            .withColumn("file_key", lit(""))
            .orderBy("day", order)
            .collectAsList()
            .iterator();
    org.apache.hadoop.fs.Path archive =
        new org.apache.hadoop.fs.Path(folder.resolve("archive").toString());
    return new DayMerge(
            first.dataset(),
            ArchiveStore.of(archive, new Configuration()),
            archive.toString(),
            new Revisions.Import(folder.resolve("revisions").toString(), "run-7", 0),
            new Precedence())
        .merge(new Publisher.SparkRows(sorted, first.dataset().columns().size()))
        .counts();
  }

  /** Returns the text of a line of the file of trades, from 1. */
  static String line(int number) {
    return TRADES.get(number - 1);
  }

  /** Returns the size of the file of trades. */
  static long bytes() {
    return TRADES.stream().mapToLong(l -> l.getBytes(StandardCharsets.UTF_8).length + 1L).sum();
  }
}
