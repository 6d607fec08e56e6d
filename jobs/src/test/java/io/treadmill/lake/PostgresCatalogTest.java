package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static io.treadmill.lake.SmallTable.row;
import static io.treadmill.lake.SmallTable.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.PostgresServer;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL as the catalog: what differs from SQLite. */
class PostgresCatalogTest {
  private static PostgresServer server;

  private static final LakeTable DAYS = SmallTable.of("days", LakeTable.Partition.DAY);
  private static final LakeTable ADDED = SmallTable.of("added", LakeTable.Partition.NONE);

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  private IcebergLake open(String uri, String run) {
    return IcebergLake.open(SparkForTests.withLake(folder, Map.of("lake.catalog.uri", uri)), run);
  }

  private void assertRefused(String uri, ExitCode code, String... words) {
    assertThatThrownBy(() -> open(uri, "r"))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .message()
        .contains(words);
  }

  @Test
  void tablesMoveTogetherAndTheSecondOfTwoRunsIsRefused() throws SQLException {
    String uri = server.newDatabase("publishing");
    write(uri, "first", 1).publish();
    IcebergLake stale = write(uri, "stale", 2);
    IcebergLake fresh = write(uri, "fresh", 3);
    assertThat(values(open(uri, "reader").read(DAYS))).containsExactly(1L);
    fresh.publish();
    assertThatThrownBy(stale::publish)
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
    IcebergLake reader = open(uri, "reader");
    assertThat(values(reader.read(DAYS))).containsExactly(3L);
    assertThat(values(reader.read(ADDED))).containsExactly(1L, 3L);
  }

  /** Replaces the day, adds to the ledger, and does not publish. */
  private IcebergLake write(String uri, String run, long value) {
    SparkSession spark = SparkForTests.withLake(folder, Map.of("lake.catalog.uri", uri));
    IcebergLake lake = IcebergLake.open(spark, run);
    lake.overwrite(
        DAYS,
        UtcDays.of(DAY),
        Selection.ALL,
        spark.createDataFrame(List.of(row(DAY, value)), DAYS.schema()));
    lake.append(ADDED, List.of(row(DAY, value)));
    return lake;
  }

  private StagingCatalog catalog(String uri) {
    return Sessions.catalog(SparkForTests.settings(folder, Map.of("lake.catalog.uri", uri)));
  }

  @Test
  void aReaderOfTwoTablesSeesWholeRunsOnly() throws Exception {
    String uri = server.newDatabase("reading");
    List<LakeTable> tables = List.of(ADDED, SmallTable.of("other", LakeTable.Partition.NONE));
    IcebergLake lake = new IcebergLake(null, catalog(uri), "run");
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Set<String> seen = new TreeSet<>();
    int count = 20;
    Polls polls = new Polls();
    try {
      tables.forEach(table -> lake.append(table, List.of(row(DAY, 0))));
      lake.publish();
      Future<?> nights =
          writer.submit(
              () -> {
                for (int night = 1; night <= count; night++) {
                  for (LakeTable table : tables) {
                    lake.append(table, List.of(row(DAY, night)));
                  }
                  lake.publish();
                  polls.awaitWholeOne();
                }
                return null;
              });
      StagingCatalog reader = catalog(uri);
      while (!nights.isDone()) {
        reader.refresh();
        List<String> rows =
            tables.stream()
                .map(table -> TableIdentifier.of(IcebergLake.NAMESPACE, table.name()))
                .map(name -> reader.loadTable(name).currentSnapshot().summary())
                .map(summary -> summary.get("total-records"))
                .toList();
        assertThat(rows).hasSize(2).containsOnly(rows.get(0));
        seen.add(rows.get(0));
        polls.ended();
      }
      nights.get();
    } finally {
      writer.shutdownNow();
    }
    assertThat(seen).as("rows after each night").hasSizeGreaterThanOrEqualTo(count);
  }

  @Test
  void processesThatMakeTheSameTablesAtTheSameTimeDoNotHurtOneAnother() throws Exception {
    String uri = server.newDatabase("beginning");
    List<StagingCatalog> catalogs = new ArrayList<>();
    int count = 8;
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<StagingCatalog>> opens = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        opens.add(() -> catalog(uri));
      }
      for (Future<StagingCatalog> opened : threads.invokeAll(opens)) {
        catalogs.add(opened.get());
      }
      List<Callable<IcebergLake>> first = new ArrayList<>();
      for (StagingCatalog catalog : catalogs) {
        first.add(
            () -> {
              IcebergLake lake = new IcebergLake(null, catalog, "run");
              lake.ensure(ADDED);
              return lake;
            });
      }
      for (Future<IcebergLake> made : threads.invokeAll(first)) {
        assertThat(made.get().exists(ADDED)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aDatabaseThatIsNotThereOrHasNoDriverIsTold() {
    assertRefused(
        "jdbc:postgresql://127.0.0.1:1/nowhere?user=x", ExitCode.STORAGE, "127.0.0.1:1", "refused");
    assertRefused(server.uri("nowhere"), ExitCode.STORAGE, "nowhere", "does not exist");
    assertRefused(
        "jdbc:mysql://127.0.0.1:1/x?password=secret", ExitCode.USAGE, "no driver", "PostgreSQL");
  }

  @Test
  void aLakeThatMovedIsRelocatedInItsDatabase() throws Exception {
    String uri = server.newDatabase("moving");
    write(uri, "one", 1).publish();
    Path moved = folder.resolve("moved");
    Files.createDirectories(moved);
    Files.move(folder.resolve("treadmill"), moved.resolve("treadmill"));
    Map<String, String> catalog = Map.of("lake.catalog.uri", uri);
    assertThatThrownBy(() -> IcebergLake.open(SparkForTests.withLake(moved, catalog), "two"))
        .hasMessageContaining("lake relocate");
    assertThat(Sessions.move(SparkForTests.settings(moved, catalog)).relocate().tables())
        .isEqualTo(2);
    IcebergLake there = IcebergLake.open(SparkForTests.withLake(moved, catalog), "two");
    assertThat(values(there.read(DAYS))).containsExactly(1L);
  }
}
