package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.Sessions;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.StagingCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any instant leaves the tables of before or of a whole run. */
class PublishKillsIT {
  private static final String[] RUN = {
    "run", "bars", "--from", DAY_1, "--to", DAY_2, "--reprocess", "completed"
  };
  private static final Set<String> BARS =
      Set.of("audits", "bars_1m", "bars_5m", "reprocess_changes", "volume_profile_5m");

  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();

  @Test
  void tablesMoveTogetherOrNotAndTheNextStartCleansUp() throws Exception {
    kill(2);
  }

  @Test
  @Tag("sweep")
  void norDoTheyAtFiftyMoments() throws Exception {
    kill(50);
  }

  private void kill(int kills) throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    place.run(RUN).done();
    Map<String, List<String>> rows = place.rows();
    Instant began = Clock.systemUTC().instant();
    assertThat(start(place).waitFor()).as(log()).isZero();
    long millis = Duration.between(began, Clock.systemUTC().instant()).toMillis();
    Random random = new Random(5);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    AtomicBoolean isOver = new AtomicBoolean();
    Future<Integer> polls = reader.submit(() -> poll(place, isOver));
    for (int i = 0; i < kills; i++) {
      SortedMap<String, String> before = place.metadata();
      Process process = start(place);
      long until = millis / 3 + random.nextInt((int) millis * 2 / 3);
      boolean ended = process.waitFor(until, TimeUnit.MILLISECONDS);
      Children.kill(process);
      Set<String> moved = new TreeSet<>(before.keySet());
      SortedMap<String, String> after = place.metadata();
      moved.removeIf(table -> before.get(table).equals(after.get(table)));
      moved.remove("runs");
      assertThat(moved).isIn(Set.of(), BARS);
      assertThat(ended).as("a run that ended is published").isIn(false, !moved.isEmpty());
    }
    isOver.set(true);
    reader.shutdown();
    assertThat(polls.get()).as("looks of a reader").isGreaterThan(10 * kills);
    System.out.printf("%d kills, %d looks of a reader%n", kills, polls.get());
    place.run("recover").done();
    assertThat(place.rows()).isEqualTo(rows);
    assertThat(place.run("sql", "SELECT * FROM runs", "--format", "csv").done().out())
        .as("every run that began has an end")
        .satisfies(
            ledger ->
                assertThat(ledger.split(",started,", -1).length)
                    .isEqualTo(ledger.split(",reprocess,(done|failed|died),", -1).length));
  }

  /** Opens the tables of a run again and again; returns how often. */
  private static int poll(Place place, AtomicBoolean isOver) {
    StagingCatalog catalog = Sessions.catalog(place.settings());
    int polls = 0;
    for (; !isOver.get(); polls++) {
      catalog.refresh();
      Set<String> runs = new TreeSet<>();
      for (String table : List.of("bars_1m", "bars_5m", "volume_profile_5m")) {
        runs.add(
            catalog
                .loadTable(TableIdentifier.of(IcebergLake.NAMESPACE, table))
                .currentSnapshot()
                .summary()
                .get("treadmill.run-id"));
      }
      assertThat(runs).as("runs that made the tables").hasSize(1);
    }
    return polls;
  }

  private Process start(Place place) throws IOException {
    List<String> words = new ArrayList<>(List.of(RUN));
    words.addAll(place.options());
    return children.launch(folder.resolve("log.txt"), words);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }
}
