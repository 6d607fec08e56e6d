package io.treadmill.jobs.batch;

import static io.treadmill.jobs.batch.PlantedRuns.DAY;
import static io.treadmill.jobs.batch.PlantedRuns.row;
import static io.treadmill.jobs.batch.PlantedRuns.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Polls;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run published is taken back, all its tables or none. */
class RollbackTest {
  private static final LakeTable FIRST = LakeTables.PRICE_DISCOVERY;
  private static final LakeTable SECOND = LakeTables.BOOK_BALANCE;
  private static final UtcDays DAYS = UtcDays.of(DAY);

  @TempDir Path folder;

  private static Map<LakeTable, List<Row>> rows(long number) {
    return Map.of(
        FIRST, List.of(row(FIRST, values("n", number))),
        SECOND, List.of(row(SECOND, values("held_steps", (int) number, "relative_residual", 0.0))));
  }

  /** The number that the rows of each table hold, 0 if there are none. */
  private static List<Long> numbers(IcebergLake lake) {
    List<Long> numbers = new ArrayList<>();
    for (Row row : lake.read(FIRST).collectAsList()) {
      numbers.add(row.getAs("n"));
    }
    for (Row row : lake.read(SECOND).collectAsList()) {
      numbers.add((long) row.<Integer>getAs("held_steps"));
    }
    return numbers.isEmpty() ? List.of(0L, 0L) : numbers;
  }

  private List<Long> numbers() {
    return numbers(IcebergLake.open(SparkForTests.withLake(folder), "reader"));
  }

  /** The runs that computed days and were not taken back. */
  private static List<String> used(Workspace workspace) {
    return workspace.ledger().told().stream()
        .filter(row -> row.job().equals("planted") && row.state() == State.DONE)
        .map(Told::runId)
        .toList();
  }

  @Test
  void allTablesGoBackAndTheDaysAreToBeDoneAgain() {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, rows(1));
    runs.run(UtcDays.of(DAY), rows(2));
    assertThat(Rollbacks.plan(runs.open(), List.of("run-2")))
        .extracting(table -> table.table() + " " + table.rowsNow() + " " + table.rowsThen())
        .containsExactly("book_balance 1 1", "price_discovery 1 1");
    assertThat(numbers()).as("a plan changes nothing").containsExactly(2L, 2L);
    Rollbacks.run(runs.open(), List.of("run-2"));
    assertThat(numbers()).containsExactly(1L, 1L);
    assertThat(used(runs.open())).as("run-1 computed the day").containsExactly("run-1");
    Rollbacks.run(runs.open(), List.of("run-1"));
    assertThat(numbers()).containsExactly(0L, 0L);
    assertThat(used(runs.open())).as("nobody did").isEmpty();
    assertThat(runs.open().ledger().unfinished()).as("both ended, before they were").isEmpty();
    assertThat(runs.seen(LakeTables.RUNS))
        .filteredOn(row -> row.getAs("state").equals("rolled_back"))
        .extracting(row -> row.getAs("run_id") + ": " + row.getAs("message"))
        .containsExactlyInAnyOrder(
            "run-2: taken back by run run-4", "run-1: taken back by run run-6");
    runs.run(DAYS, rows(3));
    assertThat(numbers()).containsExactly(3L, 3L);
  }

  @Test
  void aRunWhoseTablesALaterOneWroteIsTakenBackWithThatOnly() {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, rows(1));
    runs.run(DAYS, rows(2));
    runs.run(DAYS, Map.of(FIRST, rows(3).get(FIRST)));
    assertThatThrownBy(() -> Rollbacks.run(runs.open(), List.of("run-2")))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(
            "later runs wrote price_discovery too (name them as well: --run run-3");
    assertThat(numbers()).containsExactly(3L, 2L);
    Rollbacks.run(runs.open(), List.of("run-2", "run-3"));
    assertThat(numbers()).containsExactly(1L, 1L);
    assertThatThrownBy(() -> Rollbacks.run(runs.open(), List.of("run-3")))
        .hasMessageContaining("Cannot roll back run-3: no table holds results of it");
  }

  @Test
  void runsThatMadeTheTablesAreTakenBackOnceHoweverOftenTheyAreNamed() {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, Map.of(FIRST, rows(1).get(FIRST)));
    runs.run(DAYS, rows(2));
    Rollbacks.run(runs.open(), List.of("run-1", "run-2", "run-1"));
    assertThat(numbers()).containsExactly(0L, 0L);
    assertThat(runs.seen(LakeTables.RUNS))
        .filteredOn(row -> row.getAs("state").equals("rolled_back"))
        .extracting(row -> row.<String>getAs("run_id"))
        .containsExactlyInAnyOrder("run-1", "run-2");
    assertThatThrownBy(() -> Rollbacks.run(runs.open(), List.of("run-1")))
        .hasMessageContaining("Cannot roll back run-1: no table holds results of it");
  }

  @Test
  void aRollbackThatComesSecondToATableChangesNothing() {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, rows(1));
    runs.run(DAYS, rows(2));
    Workspace back = runs.open();
    back.lake().take(Rollbacks.plan(back, List.of("run-2")));
    runs.run(DAYS, rows(4));
    assertThatThrownBy(() -> back.lake().publish())
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
    assertThat(numbers()).containsExactly(4L, 4L);
  }

  @Test
  void aReaderNeverSeesOneTableBeforeAndTheOtherAfter() throws Exception {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, rows(1));
    AtomicBoolean isOver = new AtomicBoolean();
    Polls read = new Polls();
    SparkSession session = SparkForTests.withLake(folder);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<List<List<Long>>> polls =
          reader.submit(
              () -> {
                List<List<Long>> all = new ArrayList<>();
                SparkSession.setActiveSession(session);
                while (!isOver.get()) {
                  IcebergLake lake = IcebergLake.open(session, "reader");
                  lake.refresh();
                  all.add(numbers(lake));
                  read.ended();
                }
                return all;
              });
      for (int i = 0; i < 5; i++) {
        Workspace workspace = runs.open();
        runs.run(workspace, DAYS, rows(2 + i));
        read.awaitWholeOne();
        Rollbacks.run(runs.open(), List.of(workspace.runId()));
        read.awaitWholeOne();
      }
      isOver.set(true);
      assertThat(polls.get())
          .allSatisfy(seen -> assertThat(seen.get(0)).isEqualTo(seen.get(1)))
          .contains(List.of(1L, 1L), List.of(2L, 2L), List.of(6L, 6L));
    } finally {
      isOver.set(true);
      reader.shutdownNow();
    }
  }

  @Test
  void aRunThatEmptiedATableIsTakenBackToo() {
    PlantedRuns runs = new PlantedRuns(folder, Map.of());
    runs.run(DAYS, rows(1));
    Workspace emptying = runs.open();
    emptying.publishing(
        "planted",
        DAYS,
        Selection.ALL,
        () ->
            emptying
                .lake()
                .overwrite(
                    FIRST,
                    DAYS,
                    Selection.ALL,
                    emptying.spark().createDataFrame(List.of(), FIRST.schema())));
    assertThat(runs.seen(FIRST)).isEmpty();
    Rollbacks.run(runs.open(), List.of("run-2"));
    assertThat(numbers()).containsExactly(1L, 1L);
  }
}
