package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.CommandForTests;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Failures;
import io.treadmill.jobs.batch.Failures.Outcome;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.Tasks;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lakes that are copied, moved, emptied or damaged by other means, with real files. */
class LakeMoveTest {
  private static final LakeTable DAYS = SmallTable.of("days", LakeTable.Partition.DAY);
  private static final LakeTable ADDED = SmallTable.of("added", LakeTable.Partition.NONE);
  private static final List<LakeTable> TABLES = List.of(DAYS, ADDED);

  @TempDir Path folder;
  private Path lake;

  @BeforeEach
  void threeRuns() {
    lake = folder.resolve("lake");
    for (int run = 1; run <= 3; run++) {
      write(lake, run);
    }
  }

  private static void write(Path lake, long value) {
    SparkSession spark = SparkForTests.withLake(lake);
    IcebergLake open = IcebergLake.open(spark, "run" + value);
    open.overwrite(
        DAYS,
        UtcDays.of(DAY.plusDays(value % 2)),
        Selection.ALL,
        spark.createDataFrame(List.of(row(value)), DAYS.schema()));
    open.append(ADDED, List.of(row(value)));
    open.publish();
  }

  private static Row row(long value) {
    return SmallTable.row(DAY.plusDays(value % 2), value);
  }

  /** The values of every snapshot of every table. */
  private static SortedMap<String, List<List<Long>>> history(Path lake) {
    SparkSession spark = SparkForTests.withLake(lake);
    IcebergLake.open(spark, "reader");
    SortedMap<String, List<List<Long>>> history = new TreeMap<>();
    for (LakeTable table : TABLES) {
      String name = "lake.treadmill." + table.name();
      List<Row> snapshots =
          spark
              .sql("SELECT snapshot_id FROM " + name + ".snapshots ORDER BY committed_at")
              .collectAsList();
      List<List<Long>> values = new ArrayList<>();
      for (Row snapshot : snapshots) {
        values.add(
            SmallTable.values(
                spark.sql("SELECT * FROM " + name + " VERSION AS OF " + snapshot.getLong(0))));
      }
      history.put(table.name(), values);
    }
    return history;
  }

  private static final List<List<Long>> REPLACED =
      List.of(List.of(1L), List.of(1L, 2L), List.of(2L, 3L));
  private static final List<List<Long>> ALL_ADDED =
      List.of(List.of(1L), List.of(1L, 2L), List.of(1L, 2L, 3L));

  private static void assertWhole(Path lake) {
    assertThat(history(lake))
        .isEqualTo(new TreeMap<>(Map.of("days", REPLACED, "added", ALL_ADDED)));
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Files.createDirectories(to.resolve(file.toString()).getParent());
      Files.copy(from.resolve(file), to.resolve(file));
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static CommandForTests command(String... words) {
    return CommandForTests.run(words);
  }

  private static void assertRefused(Path lake, ExitCode code, String... words) {
    try (SecondTries again = new SecondTries()) {
      assertThatThrownBy(() -> history(lake))
          .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(code))
          .message()
          .contains(words);
      assertThat(again.count()).as("second tries").isZero();
    }
  }

  @Test
  void aCatalogThatKeepsTablesElsewhereIsToldThatItsLakeCannotBeCopied() {
    TableIdentifier table = TableIdentifier.of("treadmill", "days");
    assertThat(LakeRoot.ofTable(table, "s3://b/lake/treadmill/days/metadata/1.json"))
        .hasToString("s3://b/lake");
    assertThatThrownBy(() -> LakeRoot.ofTable(table, "s3://b/treadmill.db/days/metadata/1.json"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("keeps days in s3://b/treadmill.db/days/metadata/1.json");
  }

  @Test
  void aPlainCopyIsRefusedAndBecomesALakeOfItsOwn() throws IOException {
    Path copy = folder.resolve("copy of it");
    copy(lake, copy);
    List<Path> original = files(lake);
    assertRefused(
        copy, ExitCode.USAGE, copy.toString(), "files of", " in " + lake, "lake relocate --lake");
    CommandForTests ended = command("lake", "relocate", "--lake", copy.toString());
    assertThat(ended).isEqualTo(new CommandForTests(0, ended.text()));
    assertThat(ended.text()).contains("2 tables with 6 data files", copy.toString());
    write(copy, 4);
    assertThat(files(lake)).as("the original").isEqualTo(original);
    assertWhole(lake);
    delete(lake);
    assertThat(history(copy).get("added")).hasSize(4).last().isEqualTo(List.of(1L, 2L, 3L, 4L));
    assertThat(history(copy).get("days").subList(0, 3)).isEqualTo(REPLACED);
  }

  @Test
  void aMovedLakeIsRelocatedAsOftenAsItMovesAndKeepsNoFileThatNamesAnotherPlace()
      throws IOException {
    Path moved = folder.resolve("moved/deep");
    Files.createDirectories(moved.getParent());
    int count = files(lake).size();
    for (int i = 0; i < 2; i++) {
      Files.move(lake, moved);
      assertRefused(moved, ExitCode.USAGE, "copied or moved");
      assertThat(command("lake", "relocate", "--lake", moved.toString()).code()).isZero();
      assertWhole(moved);
      lake = moved;
      moved = folder.resolve("again");
    }
    assertThat(files(lake).size()).as("older metadata is gone").isLessThan(count);
    assertThat(files(lake).stream().map(Path::toString))
        .noneMatch(file -> file.matches(".*moved-.*moved-.*"));
    CommandForTests again = command("lake", "relocate", "--lake", lake.toString());
    assertThat(again.text()).contains("nothing to do");
  }

  @Test
  void aLakeOfWhichAFileIsMissingIsNotRelocated() throws IOException {
    Path moved = folder.resolve("moved");
    Files.move(lake, moved);
    Path file =
        files(moved).stream()
            .filter(path -> path.toString().matches("treadmill/days/data/.*parquet"))
            .findFirst()
            .orElseThrow();
    Path away = folder.resolve("away");
    Files.move(moved.resolve(file), away);
    CommandForTests ended = command("lake", "relocate", "--lake", moved.toString());
    assertThat(ended.code()).isEqualTo(6);
    assertThat(ended.text()).contains(moved.resolve(file) + " is not there", "catalog was not");
    assertRefused(moved, ExitCode.USAGE, "copied or moved");
    Files.move(away, moved.resolve(file));
    assertThat(command("lake", "relocate", "--lake", moved.toString()).code()).isZero();
    assertWhole(moved);
  }

  @Test
  void aCopyByTheCommandReadsAlone() throws IOException {
    Path copy = folder.resolve("backup");
    CommandForTests ended =
        command("lake", "copy", "--lake", lake.toString(), "--to", copy.toString());
    assertThat(ended.text()).contains("2 tables, 6 data files");
    assertThat(ended.code()).isZero();
    CommandForTests again =
        command("lake", "copy", "--lake", lake.toString(), "--to", copy.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.text()).contains("must be a folder that is empty");
    delete(lake);
    assertWhole(copy);
    write(copy, 4);
    assertThat(history(copy).get("days")).last().isEqualTo(List.of(3L, 4L));
  }

  @Test
  void aCopyThatBrokeOffIsNoLake() throws IOException {
    Path copy = folder.resolve("backup");
    command("lake", "copy", "--lake", lake.toString(), "--to", copy.toString());
    Files.delete(copy.resolve("catalog.db"));
    assertRefused(copy, ExitCode.USAGE, "knows no table");
    CommandForTests nowhere =
        command("lake", "copy", "--lake", folder + "/no", "--to", folder + "/b");
    assertThat(nowhere.code()).isEqualTo(3);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void aLinkToALakeIsThatLake() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), lake);
    assertWhole(link);
    write(link, 4);
    assertThat(history(lake).get("added")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCatalogThatIsLostOrEmptiedIsRefusedOverFilesOfTables(boolean isEmptied)
      throws IOException, SQLException {
    if (isEmptied) {
      try (Connection catalog =
          DriverManager.getConnection("jdbc:sqlite:" + lake.resolve("catalog.db"))) {
        catalog.createStatement().executeUpdate("DELETE FROM iceberg_tables");
      }
    } else {
      Files.delete(lake.resolve("catalog.db"));
    }
    List<Path> before = files(lake.resolve("treadmill"));
    assertRefused(lake, ExitCode.USAGE, "knows no table", lake + "/treadmill/", "from its backup");
    assertThat(files(lake.resolve("treadmill"))).isEqualTo(before);
  }

  @Test
  void aTableThatWasMadeAndNeverPublishedIsNoReasonToRefuse() throws IOException {
    Path fresh = folder.resolve("fresh");
    SparkSession spark = SparkForTests.withLake(fresh);
    IcebergLake.open(spark, "dies").append(ADDED, List.of(row(1)));
    Files.delete(fresh.resolve("catalog.db"));
    write(fresh, 2);
    assertThat(history(fresh).get("added")).isEqualTo(List.of(List.of(2L)));
  }

  /** A file of the current state of a table: its metadata, or what that names. */
  private Path current(String pattern) {
    List<Path> all =
        files(lake).stream()
            .filter(file -> file.toString().matches("treadmill/days/metadata/" + pattern))
            .toList();
    return lake.resolve(
        all.stream()
            .max(Comparator.comparing(file -> lake.resolve(file).toFile().lastModified()))
            .orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.*metadata.json", "snap-.*avro", "(?!snap).*avro"})
  void aLostOrDamagedMetadataFileIsNamedAtOnce(String pattern) throws IOException {
    Path file = current(pattern);
    Path crc = file.resolveSibling("." + file.getFileName() + ".crc");
    byte[] bytes = Files.readAllBytes(file);
    Path away = folder.resolve("away");
    Files.move(file, away);
    assertNamed(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 0x10;
    Files.write(file, flipped);
    assertNamed(file);
    // A copy by other means has no checksums beside the files.
    Files.delete(crc);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed(file);
    Files.write(file, new byte[0]);
    assertNamed(file);
    Files.move(away, file, StandardCopyOption.REPLACE_EXISTING);
    assertWhole(lake);
  }

  private void assertNamed(Path file) {
    try (SecondTries again = new SecondTries()) {
      assertThatThrownBy(
              () -> {
                SparkSession spark = SparkForTests.withLake(lake);
                IcebergLake.open(spark, "reader").read(DAYS).collectAsList();
              })
          .satisfies(
              e -> {
                Outcome ending = Failures.of(e);
                assertThat(ending.message()).contains(file.getFileName().toString());
                assertThat(ending.exitCode()).as(ending.message()).isEqualTo(ExitCode.STORAGE);
              });
      assertThat(again.count()).as("second tries").isZero();
    }
  }

  @Test
  void aSecondTryIsCounted() {
    try (SecondTries again = new SecondTries()) {
      assertThatThrownBy(
              () ->
                  Tasks.foreach("file")
                      .retry(1)
                      .exponentialBackoff(1, 1, 10, 1)
                      .run(
                          file -> {
                            throw new UncheckedIOException(new IOException("damaged"));
                          }))
          .hasMessageContaining("damaged");
      assertThat(again.count()).isEqualTo(1);
    }
  }
}
