package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backfill that publishes day by day, dies, goes on, and has nothing to do the next time. */
@TestMethodOrder(OrderAnnotation.class)
class BackfillPiecesIT {
  private static final String[] BACKFILL = {
    "backfill", "--from", DAY_1, "--to", DAY_3, "--max-days-per-run", "1"
  };

  @TempDir static Path folder;
  @RegisterExtension final Children children = new Children();

  private static Place place;

  @Test
  @Order(1)
  void theSameCommandGoesOnAfterAKillAndGivesTheTablesOfOneRun() throws Exception {
    place = SampleMarket.shared().withLake(folder.resolve("lake"));
    Path log = folder.resolve("log.txt");
    Process process =
        children.start(log, List.of(with(BACKFILL, place.options().toArray(String[]::new))));
    // The first day is published, and bars of the second are written.
    Children.awaitWords(process, log, "bars: " + DAY_2 + " done");
    Children.kill(process);
    assertThat(log).content().contains(DAY_2 + ": part 2 of 3");
    Ended ended = place.run(BACKFILL).done();
    assertThat(ended.err())
        .contains("had died and published nothing", DAY_2 + ": part 1 of 2", "part 2 of 2")
        .doesNotContain(": " + DAY_1 + " done");
    assertThat(computed())
        .as("a job, a day: computed and published once, but for the day in flight")
        .hasSize(3 * Jobs.all().size())
        .allMatch(row -> row.endsWith(",1"));
    SortedMap<String, List<String>> rows = new TreeMap<>(place.rows());
    SortedMap<String, List<String>> ofOneRun = new TreeMap<>(SampleMarket.shared().rows());
    rows.remove("coverage");
    ofOneRun.remove("coverage");
    assertThat(rows.keySet()).isEqualTo(ofOneRun.keySet());
    ofOneRun.forEach((table, own) -> assertThat(rows.get(table)).as(table).isEqualTo(own));
  }

  @Test
  @Order(2)
  void whatIsDoneIsToldAndNothingIsWritten() throws IOException {
    SortedMap<String, String> before = files();
    Ended again = place.run(BACKFILL).done();
    assertThat(again.out()).isEqualTo("already done\n");
    assertThat(again.err()).contains("already done: 2026-03-02..2026-03-04, all venues");
    Path report = folder.resolve("report.html");
    String[] nightly = {"nightly", "--date", DAY_3, "--out", report.toString()};
    assertThat(place.run(nightly).done().out()).startsWith("already done\n").contains("report (");
    String written = Files.getLastModifiedTime(report).toString();
    assertThat(place.run(nightly).done().out()).isEqualTo("already done\n");
    assertThat(Files.getLastModifiedTime(report)).hasToString(written);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void settingsThatDecideResultsAreNotChangedInPassing() {
    Place bars = place.withLake(folder.resolve("bars"));
    String[] run = {"run", "bars", "--from", DAY_1, "--to", DAY_2};
    String[] changed = with(run, "--set", "statistics.history-days=30");
    bars.run(run).done();
    assertThat(bars.run(with(run, "--set", "report.max-columns=500")).done().out())
        .isEqualTo("already done\n");
    Ended refused = bars.run(changed);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("statistics.history-days was 365 and is 30")
        .contains("treadmill backfill --from " + DAY_1 + " --to " + DAY_2)
        .contains("--reprocess completed")
        .doesNotContain("heatmap.", "\tat ");
    Ended some =
        bars.run(
            "run",
            "bars",
            "--from",
            DAY_2,
            "--to",
            DAY_2,
            "--reprocess",
            "completed",
            "--set",
            "statistics.history-days=30");
    assertThat(some.code()).as("the first day would stay as it is").isEqualTo(2);
    assertThat(bars.run(with(changed, "--reprocess", "completed")).done().err())
        .contains("bars: 2026-03-02..2026-03-03 done");
    assertThat(bars.run(changed).done().out()).isEqualTo("already done\n");
    assertThat(bars.run(run).code()).as("the old settings are the others now").isEqualTo(2);
  }

  @Test
  @Order(4)
  void daysOfARunThatFailedAreLeftIfThatIsAskedForAndComputedAgainIfNot() {
    Place bars = place.withLake(folder.resolve("failed"));
    String[] run = {"run", "bars", "--from", "2026-03-20", "--to", "2026-03-20"};
    assertThat(bars.run(run).code()).isEqualTo(3);
    Ended left = bars.run(with(run, "--reprocess", "none")).done();
    assertThat(left.out()).isEqualTo("already done\n");
    assertThat(left.err()).contains("1 days are left out", "2026-03-20", "--reprocess failed");
    assertThat(bars.run(run).code()).isEqualTo(3);
    assertThat(bars.run(with(run, "--max-days-per-run", "0")).code()).isEqualTo(2);
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  /** Job, day, and how many published rows of the ledger have it. */
  private static List<String> computed() {
    String query =
        "SELECT job, day, count(*) FROM (SELECT job, explode(sequence(from_day, to_day)) AS day"
            + " FROM runs WHERE state = 'done' AND job <> 'batch') GROUP BY job, day";
    return place.run("sql", query, "--format", "csv").done().out().lines().skip(1).toList();
  }

  /** Every file of the lake with its size and the time when it was last written. */
  private static SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> result = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place.lake())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        result.put(
            place.lake().relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    result.remove("treadmill.lock");
    return result;
  }
}
