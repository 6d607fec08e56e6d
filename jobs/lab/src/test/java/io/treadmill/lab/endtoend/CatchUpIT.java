package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is planned is what is done; nights that were missed are caught up. */
@TestMethodOrder(OrderAnnotation.class)
class CatchUpIT {
  private static final String FIRST = "2026-03-02";
  private static final String SECOND = "2026-03-03";
  private static final String EMPTY = "2026-03-04";
  private static final String LAST = "2026-03-05";

  @TempDir static Path folder;

  private static Place place;

  private static Ended plan(String from, String to) {
    Ended plan = place.run("plan", "--from", from, "--to", to, "--detailed-exitcode");
    assertThat(SparkSession.getDefaultSession().isDefined()).as("no session").isFalse();
    return plan;
  }

  private static Ended nightly(String day, String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of("nightly", "--date", day, "--out", folder.resolve("report.html").toString()));
    args.addAll(List.of(more));
    return place.run(args.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void aPlanNamesJobsDaysReasonsFilesAndTimeAndStartsNoSpark() throws Exception {
    place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    Path files = folder.resolve("files");
    MadeUpBars.write(files, "AAAUSDT", FIRST, SECOND, LAST);
    place.run("ingest", "ccxt", files.toString()).done();
    Ended first = plan(FIRST, FIRST);
    assertThat(first.code()).isEqualTo(10);
    assertThat(first.out())
        .contains("bars            1 days        1 files", "no run to estimate the time by")
        .contains("  2026-03-02  new");
    nightly(FIRST).done();
    Ended none = plan(FIRST, FIRST);
    assertThat(none.code()).as(none.out()).isZero();
    assertThat(none.out()).isEqualTo("nothing to do: 2026-03-02, all venues, all symbols\n");
    Ended json = place.run("plan", "--from", FIRST, "--to", SECOND, "--format", "json").done();
    JsonNode bars = new ObjectMapper().readTree(json.out()).at("/jobs/0");
    assertThat(bars.get("job").asText()).isEqualTo("bars");
    assertThat(bars.get("days")).hasToString("{\"2026-03-03\":\"new\"}");
    assertThat(bars.get("files").asInt()).isEqualTo(1);
    assertThat(bars.get("bytes").asLong()).isPositive();
    assertThat(bars.get("seconds").asDouble()).isPositive();
  }

  @Test
  @Order(2)
  void missedNightsAreCaughtUpOldestFirstWithinTheLimit() {
    Ended limited = nightly(LAST, "--set", "nightly.catch-up-days=0");
    assertThat(limited.code()).isEqualTo(3);
    assertThat(limited.err())
        .contains("1 night before it still missing, from 2026-03-03; 0 caught up now");
    Ended done = nightly(LAST, "--set", "nightly.catch-up-days=1").done();
    assertThat(done.out())
        .contains("missed night 2026-03-03: 1 of 1")
        .contains("missed night 2026-03-04: no trades and no klines of it are in the archive")
        .contains("bars_5m                             288 rows");
    assertThat(ledger())
        .contains("2026-03-02,batch", "2026-03-03,catch-up", "2026-03-05,batch")
        .doesNotContain("2026-03-04");
    Place whole = place.withLake(folder.resolve("whole"));
    whole.run("backfill", "--from", FIRST, "--to", LAST).done();
    assertSame(whole.rows());
  }

  @Test
  @Order(3)
  void anInputThatChangedIsPlannedThroughAllJobsThatStandOnIt() throws Exception {
    Path changed = Files.createDirectories(folder.resolve("changed"));
    MadeUpBars.write(changed, "AAAUSDT", SECOND);
    Path file;
    try (var files = Files.list(changed)) {
      file = files.findFirst().orElseThrow();
    }
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 20));
    place.run("ingest", "ccxt", changed.toString(), "--replace").done();
    Ended plan = plan(LAST, LAST);
    assertThat(plan.code()).as(plan.err()).isEqualTo(10);
    assertThat(plan.out())
        .containsPattern("2026-03-03  klines/binance/linear_perp [0-9a-f]{6} -> [0-9a-f]{6}")
        .containsPattern("heatmap .*\n  2026-03-03  bars changed")
        .containsPattern("heatmap .*about .* s");
    Ended night = nightly(LAST).done();
    assertThat(night.err()).contains("bars: computing 2026-03-03: 2026-03-03: klines/");
    assertThat(plan(LAST, LAST).code()).as("what was planned is done").isZero();
  }

  private static List<String> ledger() {
    return place
        .run(
            "sql",
            "SELECT from_day, job FROM runs WHERE state = 'started' AND from_day IS NOT NULL"
                + " ORDER BY started_ts",
            "--format",
            "csv")
        .done()
        .out()
        .lines()
        .toList();
  }

  private static void assertSame(Map<String, List<String>> expected) {
    Map<String, List<String>> rows = place.rows();
    rows.remove("coverage");
    expected.remove("coverage");
    expected.forEach(
        (table, own) ->
            assertThat(rows.get(table))
                .as(table)
                .isEqualTo(
                    // Only the backfill was asked for the day without bars.
                    own.stream().filter(row -> !row.contains("," + EMPTY)).toList()));
  }
}
