package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static io.treadmill.lake.SmallTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.PostgresServer;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Sessions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that opens two tables again and again while nights are published. */
class ReaderPollsTest {
  private static final int NIGHTS = 20;
  private static final List<LakeTable> TABLES =
      List.of(
          SmallTable.of("first", LakeTable.Partition.NONE),
          SmallTable.of("second", LakeTable.Partition.NONE));

  @TempDir Path folder;

  @Test
  @Tag("sweep")
  void tenThousandOfSqliteSeeWholeRuns() throws Exception {
    poll(10_000, Map.of());
  }

  @Test
  @Tag("sweep")
  void tenThousandOfPostgresSeeWholeRuns() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      poll(10_000, Map.of("lake.catalog.uri", server.newDatabase("polls")));
    }
  }

  @Test
  @Tag("sweep")
  void tenThousandOfARestServerSeeWholeRuns() throws Exception {
    pollOfRest(10_000);
  }

  @Test
  void aFewOfARestServerSeeWholeRuns() throws Exception {
    pollOfRest(100);
  }

  private void pollOfRest(int polls) throws Exception {
    try (RestServer server = new RestServer(folder)) {
      poll(polls, Map.of("lake.catalog.type", "rest", "lake.catalog.uri", server.uri()));
    }
  }

  private StagingCatalog catalog(Map<String, String> settings) {
    return Sessions.catalog(SparkForTests.settings(folder, settings));
  }

  private void poll(int least, Map<String, String> settings) throws Exception {
    StagingCatalog own = catalog(settings);
    Namespace namespace = Namespace.of(IcebergLake.NAMESPACE);
    if (!own.namespaceExists(namespace)) {
      own.createNamespace(namespace);
    }
    IcebergLake made = new IcebergLake(null, own, "night 0");
    TABLES.forEach(table -> made.append(table, List.of(row(DAY, 0))));
    made.publish();
    AtomicInteger polls = new AtomicInteger();
    Set<String> seen = new TreeSet<>();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> nights =
          writer.submit(
              () -> {
                for (int night = 1; night <= NIGHTS; night++) {
                  IcebergLake lake = made.ofRun("night " + night);
                  for (LakeTable table : TABLES) {
                    lake.append(table, List.of(row(DAY, night)));
                  }
                  lake.publish();
                  while (polls.get() < (long) least * night / NIGHTS) {
                    Thread.sleep(1);
                  }
                }
                return null;
              });
      StagingCatalog reader = catalog(settings);
      while (!nights.isDone()) {
        reader.refresh();
        List<String> runs = TABLES.stream().map(table -> run(reader, table)).toList();
        assertThat(runs).hasSize(2).containsOnly(runs.get(0));
        seen.add(runs.get(0));
        polls.incrementAndGet();
      }
      nights.get();
    } finally {
      writer.shutdownNow();
    }
    System.out.printf("%d polls of two tables, %d runs seen%n", polls.get(), seen.size());
    assertThat(polls.get()).isGreaterThanOrEqualTo(least);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(NIGHTS);
  }

  private static String run(StagingCatalog reader, LakeTable table) {
    Snapshot snapshot =
        reader.loadTable(TableIdentifier.of(IcebergLake.NAMESPACE, table.name())).currentSnapshot();
    return snapshot.summary().get(IcebergLake.RUN_ID)
        + " of "
        + snapshot.summary().get("total-records");
  }
}
