package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.CommandForTests;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final Instant START = Instant.parse("2026-03-04T01:00:00Z");

  @TempDir Path folder;

  private static RunLedger.Entry entry(
      String run, String job, State state, UtcDays days, int minute, String message) {
    return new RunLedger.Entry(
        run,
        job,
        state,
        days,
        Selection.ALL,
        new TreeMap<>(),
        new TreeMap<>(),
        "c0ffee",
        List.of(),
        message,
        START.plusSeconds(60L * minute),
        START.plusSeconds(60L * minute + (state == State.STARTED ? 0 : 30)));
  }

  private void ledger(RunLedger.Entry... entries) {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r");
    RunLedger ledger = new RunLedger(spark, lake);
    List.of(entries).forEach(ledger::add);
    ledger.write();
    lake.publish();
  }

  private CommandForTests status(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "status";
    words[1] = "--lake";
    words[2] = folder.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return CommandForTests.run(words);
  }

  @Test
  void runsTheirEndsAndWhatToDoNextAreTold() {
    UtcDays days = new UtcDays(DAY, DAY.plusDays(1));
    ledger(
        entry("run1", "batch", State.STARTED, days, 0, null),
        entry("run1", "bars", State.DONE, days, 1, null),
        entry("run1", "batch", State.DONE, days, 2, null));
    CommandForTests first = status();
    assertThat(first.code()).as(first.text()).isZero();
    assertThat(first.text())
        .containsPattern("run1 +batch +done +2026-03-02 +2026-03-03 +2026-03-04T01:02:00Z +30.0")
        .doesNotContain("bars ")
        .contains("treadmill backfill --from 2026-03-04 --to " + yesterday());
    ledger(
        entry("run2", "batch", State.STARTED, UtcDays.of(DAY.plusDays(2)), 10, null),
        entry("run2", "score", State.FAILED, UtcDays.of(DAY.plusDays(2)), 11, "no law\nat all"),
        entry("run2", "batch", State.FAILED, UtcDays.of(DAY.plusDays(2)), 12, "no law\nat all"),
        entry("run3", "ingest", State.STARTED, null, 13, null));
    assertThat(status().text())
        .containsPattern("run2 +batch +failed .* no law\n")
        .containsPattern("run3 +ingest +running or dead")
        .contains("run run3 began and did not end", "treadmill recover")
        .contains("published nothing", "backfill --from 2026-03-04 --to 2026-03-04");
    assertThat(status("--run", "run2", "--format", "csv").text())
        .contains("run2,score,failed,2026-03-04,2026-03-04,")
        .doesNotContain("run1", "next");
    assertThat(status("--date", "2026-03-03", "--format", "json").text())
        .contains("\"run\":\"run1\"", "{\"next\":\"")
        .doesNotContain("\"run\":\"run2\"");
  }

  private static LocalDate yesterday() {
    return LocalDate.now(Clock.systemUTC()).minusDays(1);
  }

  @Test
  void aTableSaysHowFarItIsFilled() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r");
    LocalDate last = yesterday().minusDays(4);
    // One row of each table, at the end of the last day where an instant owns it.
    for (var table : List.of(LakeTables.VOLUME_PROFILE_5M, LakeTables.VOLUME_SHARE)) {
      var row =
          spark
              .range(1)
              .select(
                  table.columns().stream()
                      .map(
                          column ->
                              (column.name().equals(table.dayColumn())
                                      ? column.type().spark().equals(DataTypes.TimestampType)
                                          ? functions.lit(
                                              Timestamp.from(
                                                  last.plusDays(1)
                                                      .atStartOfDay()
                                                      .toInstant(ZoneOffset.UTC)
                                                      .minusMillis(1)))
                                          : functions.lit(Date.valueOf(last))
                                      : functions.lit("1"))
                                  .cast(column.type().spark())
                                  .as(column.name()))
                      .toArray(Column[]::new));
      lake.overwrite(
          table,
          UtcDays.of(last),
          Selection.ALL,
          spark.createDataFrame(row.collectAsList(), table.schema()));
    }
    lake.publish();
    assertThat(status().text())
        .containsPattern("volume_profile_5m +" + last + " +4 +1\n")
        .containsPattern("volume_share +" + last + " +4 +1\n")
        .contains("no days were computed yet");
  }

  @Test
  void doctorNamesWhatWouldEndARun() throws Exception {
    String[] words = {
      "doctor", "--lake", folder.resolve("lake").toString(), "--archive", folder.toString()
    };
    CommandForTests fresh = CommandForTests.run(words);
    assertThat(fresh.text())
        .containsPattern("ok +java +17")
        .containsPattern("warn +lake +no folder")
        .containsPattern("ok +archive +" + folder + " can be written")
        .containsPattern("ok +catalog +none yet");
    assertThat(fresh.code()).isZero();
    assertThat(folder.resolve("lake")).doesNotExist();
    Path lake = Files.createDirectories(folder.resolve("lake"));
    Files.writeString(lake.resolve("catalog.db"), "not a database, but long enough to be read as one");
    CommandForTests broken = CommandForTests.run(words);
    assertThat(broken.text()).containsPattern("fail +catalog +Cannot use the catalog");
    assertThat(broken.code()).isEqualTo(6);
  }
}
