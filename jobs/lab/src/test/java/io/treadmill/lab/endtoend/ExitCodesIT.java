package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.batch.RunLock;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each ending has its exit code and a message that says what, where, which rule, what to do. */
class ExitCodesIT {
  private static final List<String> ONE_DAY = List.of("--from", DAY_1, "--to", DAY_1);

  private static final int LEVELS = 10;
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @Test
  void anUnknownOptionIsWrongUse() {
    assertEnding(
        2, Commands.run("backfill", "--form", DAY_1), "Unknown option", "'--form'", "--help");
  }

  @Test
  void aMissingOptionIsWrongUse() {
    assertEnding(2, Commands.run("backfill", "--from", DAY_1), "Missing required option", "--to");
  }

  @Test
  void anUnknownSettingIsNamedWithTheNearest() {
    assertEnding(
        2,
        Commands.run("config", "show", "--set", "heatmap.step-bps=50"),
        "Unknown setting: heatmap.step-bps",
        "did you mean heatmap.step-bp?",
        "treadmill config show");
  }

  @Test
  void aSettingOutOfRangeIsNamedWithItsRule() {
    assertEnding(
        2,
        Commands.run("config", "show", "--set", "heatmap.step-bp=15"),
        "Invalid heatmap.step-bp: 15",
        "must be a multiple of 10",
        "from --set");
  }

  @Test
  void aBucketWithTheSqliteCatalogIsRefused() {
    assertEnding(
        2,
        Commands.run("backfill", "--from", DAY_1, "--to", DAY_1, "--lake", "s3a://bucket/lake"),
        "Invalid lake.uri: s3a://bucket/lake",
        "SQLite catalog",
        "lake.one-host-writes=true");
  }

  @Test
  void aDayThatIsNoneIsWrongUse() {
    assertEnding(
        2,
        Commands.run("backfill", "--from", "2026-02-30", "--to", DAY_1),
        "Invalid --from: 2026-02-30",
        "2026-01-31");
    assertEnding(
        2,
        Commands.run("backfill", "--from", DAY_1, "--to", "2026-01-01"),
        "Invalid --to: 2026-01-01",
        "must not be before --from " + DAY_1);
  }

  @Test
  void anUnknownJobIsWrongUse() {
    assertEnding(
        2,
        Commands.run("run", "barz", "--from", DAY_1, "--to", DAY_1),
        "Unknown job: barz",
        "one of bars, realised, ");
  }

  @Test
  void theLakeThatIsNotThereIsMissingInput() {
    Place nowhere = new Place(folder.resolve("archive"), folder.resolve("lake"));
    assertEnding(3, nowhere.run("sql", "SELECT 1"), "no folder", "lake", "--lake");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void aDayThatIsNotInTheArchiveIsMissingInput() {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    assertEnding(
        3,
        place.run("run", "bars", "--from", "2025-01-01", "--to", "2025-01-02"),
        "Cannot compute bars",
        "2025-01-01..2025-01-02",
        place.archive().toString(),
        "treadmill ingest");
  }

  @Test
  void aQueryThatIsWrongIsWrongUse() {
    Place place = SampleMarket.shared();
    assertEnding(
        2, place.run("sql", "SELECT opne FROM bars_5m"), "Cannot run the query", "opne", "tables");
    assertEnding(2, place.run("sql", "SELEC 1"), "Invalid query", "SELECT");
    assertEnding(2, place.run("sql", "SELECT * FROM nowhere"), "Cannot run the query", "nowhere");
    assertEnding(
        2,
        place.run("sql", "SELECT * FROM bars_5m VERSION AS OF 7"),
        "Cannot run the query",
        "snapshot");
    assertEnding(2, place.run("sql", "SELECT 1 / 0"), "Cannot run the query", "ivision");
    assertEnding(
        2,
        place.run("sql", "SELECT count(*) FROM bars_5m WHERE CAST(symbol AS INT) = 1"),
        "Cannot run the query",
        "CAST_INVALID_INPUT");
    assertEnding(2, place.run("sql", "SELECT 1 +"), "Cannot run the query", "Syntax error");
    assertEnding(2, place.run("tables", "bars_7m"), "Unknown table: bars_7m", "bars_5m");
  }

  @Test
  void damagedVendorFilesAreRefusedByName() throws IOException {
    Path source =
        SampleMarket.tardis(DAY_1).stream()
            .filter(f -> f.toString().contains("_trades_"))
            .findFirst()
            .orElseThrow();
    byte[] gzip = Files.readAllBytes(source);
    Path truncated =
        Files.write(folder.resolve(source.getFileName()), Arrays.copyOf(gzip, gzip.length / 2));
    assertEnding(
        3,
        importing("tardis", truncated),
        truncated.toString(),
        "ends too early",
        "fetch it again");

    Path zip =
        SampleMarket.binance(DAY_1).stream()
            .filter(f -> f.toString().contains("um/daily/trades"))
            .findFirst()
            .orElseThrow();
    Path copy = folder.resolve(SampleMarket.SAMPLES.relativize(zip).toString());
    Files.createDirectories(copy.getParent());
    byte[] bytes = Files.readAllBytes(zip);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(copy, bytes);
    assertEnding(3, importing("binance", copy), copy.toString(), "damaged");

    Path checked =
        folder.resolve("checked").resolve(SampleMarket.SAMPLES.relativize(zip).toString());
    Files.createDirectories(checked.getParent());
    Files.copy(zip, checked);
    Files.writeString(
        checked.resolveSibling(checked.getFileName() + ".CHECKSUM"),
        "0".repeat(64) + "  " + checked.getFileName() + "\n");
    Ended strict = importing("binance", checked, "--set", "ingest.strict-checksum=true");
    assertEnding(3, strict, checked.toString(), "checksum");
  }

  @Test
  void aLetterInAPriceNamesFileRowValueAndRule() throws IOException {
    Path file = folder.resolve("binance_trades_" + DAY_1 + "_BTCUSDT.csv");
    Files.writeString(
        file,
        """
        exchange,symbol,timestamp,local_timestamp,id,side,price,amount
        binance-futures,BTCUSDT,1772409609722938,1772409609726438,1,buy,84000.5,1
        binance-futures,BTCUSDT,1772409619837316,1772409619840816,2,buy,84O01.5,2
        """);
    assertEnding(3, importing("tardis", file), file.toString(), "line 3", "84O01.5", "price");
  }

  @Test
  void parquetWithoutARequiredColumnIsRefusedByName() throws IOException, SQLException {
    Path trades = Files.createDirectories(folder.resolve("archive/trades"));
    Path file = trades.resolve("others.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT 'binance' AS venue, 'linear_perp' AS product, 'BTCUSDT' AS symbol,"
              + " TIMESTAMPTZ '2026-03-02 00:00:01+00' AS ts, 'buy' AS side, 1.0 AS amount_base) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    assertEnding(3, bars(place), file.toString(), "price", "archive.columns.trades");
  }

  @Test
  void oneFlippedBitInAColumnThatIsReadIsFound() throws IOException {
    Path archive = folder.resolve("archive");
    copy(SampleMarket.shared().archive(), archive);
    Path file;
    try (Stream<Path> files = Files.walk(archive.resolve("trades"))) {
      file =
          files
              .filter(
                  f ->
                      f.toString().contains("linear_perp")
                          && f.toString().contains(DAY_1)
                          && f.toString().endsWith(".parquet"))
              .findFirst()
              .orElseThrow();
    }
    flipBitOf("price", file);
    Place place = new Place(archive, folder.resolve("lake"));
    assertEnding(6, bars(place), file.getFileName().toString(), "has sha256", "import again");
    Files.write(file, new byte[0]);
    assertEnding(6, bars(place), file.getFileName().toString(), "has 0 bytes", "import again");
  }

  @Test
  void aLakeThatCannotBeWrittenIsStorage() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "not a folder");
    Place place = SampleMarket.shared().withLake(notAFolder.resolve("lake"));
    assertEnding(6, bars(place), "Cannot make the folder of the lake", notAFolder.toString());
  }

  @Test
  void aDiskThatIsFullAtTenLevelsIsStorageAndTheRunWorksOnceItIsNot()
      throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Place place = SampleMarket.shared().withLake(disk.resolve("lake"));
    mount(disk, "size=1g");
    bars(place).done();
    Map<String, List<String>> rows = place.rows();
    FileStore store = Files.getFileStore(disk);
    long used = store.getTotalSpace() - store.getUnallocatedSpace();
    for (int level = 0; level < LEVELS; level++) {
      system("umount", "-l", disk.toString());
      mount(disk, "size=" + Math.max(8 * PAGE, used * level / LEVELS));
      Ended full = bars(place);
      assertThat(full.code()).as("%d of %d: %s", level, LEVELS, full.err()).isEqualTo(6);
      assertThat(full.err()).containsPattern("No space left on device|disk is full");
      assertThat(full.err()).contains("treadmill: ", disk.toString()).doesNotContain("\tat ");
      mount(disk, "remount,size=1g");
      bars(place).done();
      assertThat(place.rows()).as("level %d", level).isEqualTo(rows);
    }
  }

  private static void mount(Path disk, String options) throws IOException, InterruptedException {
    assumeThat(system("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()))
        .as("mounting a small disk is permitted")
        .isZero();
  }

  /** A disk that a test left is no more in the way of its folder. */
  @AfterEach
  void unmount() throws IOException, InterruptedException {
    system("umount", "-l", folder.resolve("disk").toString());
  }

  @Test
  void aReadOnlyDiskIsStorage() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    mount(disk, "ro,size=200k");
    Place place = SampleMarket.shared().withLake(disk.resolve("lake"));
    assertEnding(6, bars(place), disk.toString(), "Read-only file system");
  }

  @Test
  void aCatalogThatCannotBeUsedIsStorageAndOneThatThereIsNotIsWrongUse() throws IOException {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    assertEnding(
        2,
        bars(place, "--set", "lake.catalog.type=jdbcc"),
        "Invalid lake.catalog.type: jdbcc",
        "jdbc, rest");
    assertEnding(
        2, bars(place, "--set", "lake.catalog.type=org.example.None"), "Cannot open the catalog");
    assertEnding(
        2,
        bars(place, "--set", "lake.catalog.uri=jdbc:nowhere://127.0.0.1:1/lake"),
        "no driver for it",
        "jdbc:nowhere");
    assertEnding(
        6,
        bars(
            place,
            "--set",
            "lake.catalog.type=rest",
            "--set",
            "lake.catalog.uri=http://127.0.0.1:1",
            "--set",
            "lake.catalog.properties.rest.client.max-retries=1"),
        "Cannot reach the storage",
        "127.0.0.1:1");
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertEnding(
        6,
        bars(place, "--set", "spark.properties.spark.local.dir=" + file),
        "what Spark shuffles",
        file.toString());
  }

  @Test
  void daysThatNoMarketHasAndMastersThatThereAreNotAreWrongUse() {
    for (String day : List.of("9999-12-31", "0001-01-01", "2100-01-01")) {
      assertEnding(
          2, Commands.run("backfill", "--from", day, "--to", day), "Invalid --from: " + day);
    }
    assertEnding(2, Commands.run("nightly", "--date", "9999-12-31"), "Invalid --date", "2099");
    assertEnding(
        2, Commands.run("sql", "SELECT 1", "--master", "foo"), "Invalid spark.master: foo");
    assertEnding(
        2,
        Commands.run("sql", "SELECT 1", "--archive", "/a/b", "--lake", "/a/c/../b/"),
        "another place than lake.uri");
  }

  @Test
  void aMasterThatTheSparkOfTheBuildDoesNotKnowIsWrongUse() {
    List<String> words = new ArrayList<>(List.of("run", "bars", "--from", DAY_1, "--to", DAY_1));
    words.addAll(SampleMarket.shared().withLake(folder.resolve("lake")).options());
    words.replaceAll(word -> word.startsWith("local[") ? "yarn" : word);
    assertEnding(
        2, Commands.run(words.toArray(String[]::new)), "Cannot start Spark on yarn", "SPARK_HOME");
  }

  @Test
  void aSecondWriterIsToldToWait() {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    var settings = SettingsFile.load(null, Map.of("lake.uri", place.lake().toString())).settings();
    RunLock lock = RunLock.take(settings);
    try {
      assertEnding(5, bars(place), "another run holds", place.lake().toString(), "run again");
    } finally {
      lock.close();
    }
  }

  private static void assertEnding(int code, Ended ended, String... words) {
    assertThat(ended.err()).contains(words);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err()).contains("treadmill: ").doesNotContain("\tat ").doesNotContain("null");
  }

  private Ended importing(String vendor, Path file, String... more) {
    return new Place(folder.resolve("archive"), folder.resolve("lake"))
        .run(
            Stream.concat(Stream.of("ingest", vendor, file.toString()), Stream.of(more))
                .toArray(String[]::new));
  }

  private static Ended bars(Place place, String... more) {
    return place.run(
        Stream.of(List.of("run", "bars"), ONE_DAY, List.of(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  /** Flips one bit in the middle of the values of a column. */
  private static void flipBitOf(String column, Path file) throws IOException {
    ColumnChunkMetaData chunk;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      chunk =
          reader.getFooter().getBlocks().get(0).getColumns().stream()
              .filter(c -> c.getPath().toDotString().equals(column))
              .findFirst()
              .orElseThrow();
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long place = chunk.getStartingPos() + chunk.getTotalSize() / 2;
      bytes.seek(place);
      int value = bytes.read();
      bytes.seek(place);
      bytes.write(value ^ 0x04);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static int system(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }
}
