package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static io.treadmill.lake.SmallTable.row;
import static io.treadmill.lake.SmallTable.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.Upkeep.Done;
import io.treadmill.lake.Upkeep.TableFiles;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  private static final LakeTable DAYS = SmallTable.of("days", LakeTable.Partition.DAY);
  private static final LakeTable ADDED = SmallTable.of("added", LakeTable.Partition.NONE);

  @TempDir Path folder;

  private IcebergLake open(String run) {
    return IcebergLake.open(SparkForTests.withLake(folder), run);
  }

  /** One run: the day is replaced by one value, the ledger gets it too; returns when it ended. */
  private Instant write(long value) throws InterruptedException {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "run" + value);
    replace(spark, lake, value);
    lake.append(ADDED, List.of(row(DAY, value)));
    lake.publish();
    // Commits of one millisecond could not be told apart.
    Thread.sleep(5);
    return Clock.systemUTC().instant();
  }

  private static void replace(SparkSession spark, IcebergLake lake, long value) {
    Dataset<Row> rows = spark.createDataFrame(List.of(row(DAY, value)), DAYS.schema());
    lake.overwrite(DAYS, UtcDays.of(DAY), Selection.ALL, rows);
  }

  /** The value of the day in every snapshot that can be read. */
  private List<Long> history() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake.open(spark, "reader");
    List<Long> all = new ArrayList<>();
    for (Row snapshot :
        spark
            .sql("SELECT snapshot_id FROM lake.treadmill.days.snapshots ORDER BY committed_at")
            .collectAsList()) {
      all.addAll(
          values(
              spark.sql("SELECT * FROM lake.treadmill.days VERSION AS OF " + snapshot.getLong(0))));
    }
    return all;
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("treadmill"))) {
      return all.filter(file -> file.toString().matches(".*/" + pattern)).sorted().toList();
    }
  }

  @Test
  void whatWasCurrentSinceAnInstantCanBeReadAndOlderFilesAreGone() throws Exception {
    write(1);
    Path first = files("days/data/.*parquet").get(0);
    Instant afterSecond = write(2);
    IcebergLake began = open("began");
    Dataset<Row> reads = began.read(DAYS);
    Instant afterThird = write(3);
    List<Done> would = open("dry").upkeep().expire(afterSecond, true);
    assertThat(would).containsExactly(new Done("added", 1, 0), new Done("days", 1, 0));
    assertThat(history()).containsExactly(1L, 2L, 3L);
    open("expires").upkeep().expire(afterSecond, false);
    assertThat(history())
        .as("the second was current at the instant, though it was made before")
        .containsExactly(2L, 3L);
    assertThat(values(reads)).as("a reader that began before").containsExactly(2L);
    assertThat(files("days/metadata/snap-.*avro")).hasSize(2);
    assertThat(values(open("all").read(ADDED))).containsExactly(1L, 2L, 3L);
    assertThat(open("again").upkeep().expire(afterSecond, false)).isEmpty();
    // Iceberg removes a data file with the snapshot that took it out of the table.
    open("expires").upkeep().expire(afterThird, false);
    assertThat(first).doesNotExist();
    assertThat(history()).containsExactly(3L);
  }

  @Test
  void whatWasCurrentUntilALongRunWasPublishedCanBeRead() throws Exception {
    write(1);
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake slow = IcebergLake.open(spark, "slow");
    replace(spark, slow, 2);
    Thread.sleep(5);
    Instant staged = Clock.systemUTC().instant();
    RunLedger ledger = new RunLedger(slow);
    Instant published = staged.plusSeconds(60);
    ledger.add(
        new RunLedger.Entry(
            "slow",
            "batch",
            RunLedger.State.DONE,
            UtcDays.of(DAY),
            Selection.ALL,
            DayInputs.none(),
            new TreeMap<>(),
            "c",
            List.of(),
            null,
            staged,
            published));
    ledger.write();
    slow.publish();
    assertThat(open("expires").upkeep().expire(staged, false)).isEmpty();
    assertThat(history())
        .as("the first was current while the run was at work")
        .containsExactly(1L, 2L);
    open("expires").upkeep().expire(published, false);
    assertThat(history()).containsExactly(2L);
  }

  @Test
  void aRunThatStagedBeforeOldSnapshotsEndedIsPublishedOnTopOfThem() throws Exception {
    write(1);
    Instant afterSecond = write(2);
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake slow = IcebergLake.open(spark, "slow");
    replace(spark, slow, 3);
    replace(spark, slow, 4);
    open("expires").upkeep().expire(afterSecond, false);
    slow.publish();
    assertThat(history()).containsExactly(2L, 3L, 4L);
    write(5);
    assertThat(history()).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void manySmallFilesOfALedgerBecomeOne() throws Exception {
    for (int run = 1; run <= 4; run++) {
      write(run);
    }
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "compacts");
    assertThat(lake.upkeep().compact(spark, "compacts", 5, false)).isEmpty();
    assertThat(lake.upkeep().compact(spark, "compacts", 4, true))
        .containsExactly(new Done("added", 0, 4));
    assertThat(lake.dataFiles(ADDED)).hasSize(4);
    assertThat(lake.upkeep().compact(spark, "compacts", 4, false))
        .containsExactly(new Done("added", 0, 4));
    assertThat(open("before").dataFiles(ADDED)).as("not published").hasSize(4);
    lake.publish();
    IcebergLake after = open("after");
    assertThat(after.dataFiles(ADDED)).hasSize(1);
    assertThat(values(after.read(ADDED))).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void filesThatNoTableKnowsGoWhenTheyAreOldEnough() throws Exception {
    write(1);
    write(2);
    Path data = files("days/data/.*parquet").get(0);
    Instant now = Clock.systemUTC().instant();
    Path old = Files.copy(data, data.resolveSibling("old.parquet"));
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(4))));
    Files.setLastModifiedTime(data, FileTime.from(now.minus(Duration.ofDays(4))));
    Path young = Files.copy(data, data.resolveSibling("young.parquet"));
    Upkeep upkeep = open("orphans").upkeep();
    Instant before = now.minus(Duration.ofDays(3));
    assertThat(upkeep.orphans(before, now, true)).containsExactly(new Done("days", 0, 1));
    assertThat(old).exists();
    assertThat(upkeep.orphans(before, now, false)).containsExactly(new Done("days", 0, 1));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(history()).containsExactly(1L, 2L);
    assertThatThrownBy(() -> upkeep.orphans(now.minus(Duration.ofHours(47)), now, false))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("the last two days");
  }

  @Test
  void filesOfRowsWhoseSnapshotEndedAreKnown() throws Exception {
    write(1);
    Instant afterSecond = write(2);
    open("expires").upkeep().expire(afterSecond, false);
    List<Path> before = files("added/data/.*parquet");
    Instant soon = Clock.systemUTC().instant().plusSeconds(5);
    open("orphans").upkeep().orphans(soon, false);
    assertThat(files("added/data/.*parquet")).isEqualTo(before);
    assertThat(values(open("reader").read(ADDED))).containsExactly(1L, 2L);
  }

  @Test
  void metadataThatAReaderOfTheInstantBeforeMayOpenStays() throws Exception {
    write(0);
    IcebergLake began = open("began");
    for (int run = 1; run <= 12; run++) {
      IcebergLake lake = open("run" + run);
      lake.append(ADDED, List.of(row(DAY, run)));
      lake.publish();
    }
    assertThat(values(began.read(ADDED))).containsExactly(0L);
    // Made empty, and one for each run; the table names ten of those before the current one.
    assertThat(files("added/metadata/[^.].*json")).hasSize(14);
    Instant soon = Clock.systemUTC().instant().plusSeconds(5);
    assertThat(open("o").upkeep().orphans(soon, false)).containsExactly(new Done("added", 0, 3));
  }

  @Test
  void filesAreCounted() throws Exception {
    write(1);
    write(2);
    List<TableFiles> tables = open("stats").upkeep().files();
    assertThat(tables).extracting(TableFiles::table).containsExactly("added", "days");
    TableFiles days = tables.get(1);
    assertThat(List.of(days.rows(), days.dataFiles(), (long) days.snapshots()))
        .containsExactly(1L, 1L, 2L);
    List<Path> all = files("days/.*/[^.][^/]*");
    all = all.stream().filter(Files::isRegularFile).toList();
    assertThat(days.files()).isEqualTo(all.size());
    long bytes = 0;
    for (Path file : all) {
      bytes += Files.size(file);
    }
    assertThat(days.bytes()).isEqualTo(bytes);
    assertThat(days.oldest()).isBefore(Clock.systemUTC().instant());
    assertThat(days.dataBytes()).isBetween(400L, 1500L);
  }
}
