package io.treadmill.jobs.batch;

import static io.treadmill.jobs.batch.PlantedRuns.DAY;
import static io.treadmill.jobs.batch.PlantedRuns.row;
import static io.treadmill.jobs.batch.PlantedRuns.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.PlantedRuns.Planted;
import io.treadmill.jobs.batch.Verification.Found;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.DayChange;
import io.treadmill.lake.DayChange.OfColumn;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days that are computed again, to verify what is published or to replace it: what differs. */
class VerificationTest {
  private static final LakeTable TABLE = LakeTables.PRICE_DISCOVERY;
  private static final LakeTable OTHER = LakeTables.BOOK_BALANCE;
  private static final UtcDays DAYS = UtcDays.of(DAY);

  @TempDir Path folder;

  private PlantedRuns runs;
  private Path input;
  private Map<LakeTable, List<Row>> computes;

  @BeforeEach
  void oneDayIsPublished() throws IOException {
    runs =
        new PlantedRuns(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    Path day =
        Files.createDirectories(
            folder.resolve("archive/klines/venue=binance/product=linear_perp/day=" + DAY));
    input = Files.writeString(day.resolve("of-others.parquet"), "one");
    computes =
        Map.of(
            TABLE, List.of(discovery("a", 1, 0.25), discovery("b", 2, 0.5), discovery("c", 3, 1)),
            OTHER, List.of(row(OTHER, values("relative_residual", 0.0))));
    compute(Reprocess.FAILED);
  }

  private static Row discovery(String pair, long n, double share) {
    return row(TABLE, values("pair", pair, "n", n, "component_share", share));
  }

  /** A job of the ledger that writes what the test says. */
  private final class Computing implements Job {
    @Override
    public Plan plan() {
      return new Plan("score", "A test", Set.of(ArchiveDataset.KLINES), Set.of(), computes.keySet());
    }

    @Override
    public RunReport run(RunContext run) {
      return new Planted(computes).run(run);
    }
  }

  private void compute(Reprocess reprocess) {
    new Batch(runs.open(), Options.inSteps(false, reprocess, 31))
        .run(List.of(new Computing()), DAYS, Selection.ALL);
  }

  private Found verify() {
    return Verification.of(runs.open(), List.of(new Computing()), DAY);
  }

  /** By other means than a run. */
  private void plant(Row... rows) {
    Workspace workspace = runs.open();
    workspace
        .lake()
        .overwrite(
            TABLE,
            DAYS,
            Selection.ALL,
            workspace.spark().createDataFrame(Arrays.asList(rows), TABLE.schema()));
    workspace.lake().publish();
  }

  private static List<String> counts(List<DayChange> changes) {
    return changes.stream()
        .map(
            table ->
                "%s %s: %d same, %d changed, %d added, %d removed"
                    .formatted(
                        table.table(),
                        table.day(),
                        table.same(),
                        table.changed(),
                        table.added(),
                        table.removed()))
        .toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      return all.filter(Files::isRegularFile)
          .map(file -> file + " " + file.toFile().length() + " " + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  private static void assertEnds(Found found, ExitCode code, String... said) {
    assertThatThrownBy(() -> found.check(DAY))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(code))
        .hasMessageContainingAll(said);
  }

  @Test
  void aDayThatIsComputedTheSameAgainIsVerifiedAndNothingIsLeftBehind() throws IOException {
    List<String> before = files();
    Found found = verify();
    assertThat(counts(found.tables()))
        .containsExactlyInAnyOrder(
            "book_balance 2026-03-02: 1 same, 0 changed, 0 added, 0 removed",
            "price_discovery 2026-03-02: 3 same, 0 changed, 0 added, 0 removed");
    assertThatCode(() -> found.check(DAY)).doesNotThrowAnyException();
    assertThat(files()).isEqualTo(before);
    assertThat(runs.told).anyMatch(line -> line.startsWith("verifying score of 2026-03-02 as run"));
  }

  @Test
  void aValueThatWasChangedIsFoundAndNamedAndNothingIsLeftBehind() throws IOException {
    plant(discovery("a", 1, 0.25), discovery("b", 7, 0.75), discovery("d", 3, 1));
    List<String> before = files();
    Found found = verify();
    assertThat(counts(found.tables()))
        .contains("price_discovery 2026-03-02: 1 same, 1 changed, 1 added, 1 removed");
    DayChange table = found.tables().get(found.tables().size() - 1);
    assertThat(table.columns()).containsOnlyKeys("n", "component_share");
    assertThat(table.columns().get("n")).extracting(OfColumn::rows, OfColumn::greatest)
        .containsExactly(1L, 5.0);
    assertThat(table.columns().get("component_share").greatest()).isEqualTo(0.25);
    assertThat(table.columns().get("component_share").example())
        .contains("pair=b", ": 0.75 -> 0.5");
    assertEnds(
        found,
        ExitCode.CHECK_FAILED,
        "1 of 2 tables differ, the first is price_discovery: ",
        "pair=b",
        "--reprocess completed");
    assertThat(files()).isEqualTo(before);
    assertThat(runs.seen(TABLE)).as("what is published stays").hasSize(3);
  }

  @Test
  void aDayWhoseInputsChangedIsNotComparedAndTheInputIsNamed() throws IOException {
    Files.writeString(input, "another");
    Found found = verify();
    assertThat(found.tables()).isEmpty();
    assertEnds(
        found,
        ExitCode.INPUT,
        "score: its inputs are no longer those of run run-1: klines/binance/linear_perp ",
        " -> ");
    assertThat(Verification.of(runs.open(), List.of(Jobs.named("asset")), DAY).refused())
        .containsExactly("asset: no run in the ledger computed 2026-03-02");
  }

  @Test
  void aRunUnderOtherSettingsIsNotCompared() {
    PlantedRuns others =
        new PlantedRuns(
            folder.resolve("lake"),
            new TreeMap<>(
                Map.of(
                    "archive.uri",
                    folder.resolve("archive").toString(),
                    "statistics.history-days",
                    "30")));
    assertEnds(
        Verification.of(others.open(), List.of(new Computing()), DAY),
        ExitCode.INPUT,
        "run run-1 had other settings: statistics.history-days was 365 and is 30");
  }

  @Test
  void whatAReprocessingChangedIsKeptAndTold() {
    assertThat(runs.seen(LakeTables.REPROCESS_CHANGES)).as("the first time is no change").isEmpty();
    computes =
        Map.of(
            TABLE, List.of(discovery("a", 1, 0.25), discovery("c", 9, 0.5), discovery("d", 4, 1)),
            OTHER, computes.get(OTHER));
    compute(Reprocess.COMPLETED);
    List<String> rows = new ArrayList<>();
    runs.seen(LakeTables.REPROCESS_CHANGES)
        .forEach(
            row ->
                rows.add(
                    Stream.of(
                            "run_id",
                            "run_before",
                            "table_name",
                            "day",
                            "column",
                            "rows_changed",
                            "rows_same",
                            "rows_added",
                            "rows_removed",
                            "greatest_change")
                        .map(name -> String.valueOf(row.<Object>getAs(name)))
                        .collect(java.util.stream.Collectors.joining(" "))));
    Collections.sort(rows);
    assertThat(rows)
        .containsExactly(
            "run-2 run-1 book_balance 2026-03-02 null 0 1 0 0 null",
            "run-2 run-1 price_discovery 2026-03-02 component_share 1 null null null 0.5",
            "run-2 run-1 price_discovery 2026-03-02 n 1 null null null 6.0",
            "run-2 run-1 price_discovery 2026-03-02 null 1 1 1 1 null");
    assertThat(runs.told)
        .anyMatch(
            line ->
                line.startsWith(
                    "computed again: 1 day; of 1 tables 1 rows changed, 1 came, 1 are gone,"
                        + " most in price_discovery of 2026-03-02, for example gone: "));
    compute(Reprocess.COMPLETED);
    assertThat(runs.told).contains("computed again: 1 day, all rows as they were");
  }
}
