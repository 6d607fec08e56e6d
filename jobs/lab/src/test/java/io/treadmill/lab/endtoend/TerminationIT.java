package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run that the system asks to end (a scheduler's limit, an eviction) ends within ten seconds. */
class TerminationIT {
  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();

  @Test
  void theLedgerSaysSoAndNothingIsLeft() throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    Path log = folder.resolve("log.txt");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Process process =
        children.start(
            log,
            Stream.of(
                    List.of("backfill", "--from", DAY_1, "--to", DAY_3, "--log-format", "json"),
                    List.of("--set", "spark.properties.spark.local.dir=" + scratch),
                    place.options())
                .flatMap(List::stream)
                .toList());
    Children.awaitWords(process, log, "bars: ");
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended within ten seconds").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(143);
    List<String> lines = Files.readAllLines(log);
    ObjectMapper json = new ObjectMapper();
    for (String line : lines) {
      assertThat(json.readTree(line).get("event").asText()).isIn("progress", "ended");
    }
    JsonNode last = json.readTree(lines.get(lines.size() - 1));
    assertThat(last.get("event").asText()).isEqualTo("ended");
    assertThat(last.get("exit_code").asInt()).isEqualTo(143);
    assertThat(last.get("retryable").asBoolean()).isTrue();
    assertThat(last.get("message").asText()).contains("was asked to end");
    assertThat(
            place
                .run(
                    "sql", "SELECT state, message FROM runs WHERE job = 'batch'", "--format", "csv")
                .done()
                .out())
        .contains("started,", "failed,", "was asked to end");
    try (Stream<Path> left = Files.walk(scratch)) {
      assertThat(left.filter(Files::isRegularFile)).as("shuffled files").isEmpty();
    }
  }

  /** Heartbeats of 100 ms: ten seconds hold more of them than Spark lets a process miss. */
  @Test
  void aRunThatWasSuspendedGoesOn() throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    Path log = folder.resolve("log.txt");
    Process process =
        children.start(
            log,
            Stream.of(
                    List.of("backfill", "--from", DAY_1, "--to", DAY_3),
                    set("spark.executor.heartbeatInterval=100ms"),
                    set("spark.network.timeout=2s"),
                    set("spark.network.timeoutInterval=1s"),
                    place.options())
                .flatMap(List::stream)
                .toList());
    Children.awaitWords(process, log, "bars: ");
    Children.signal(process, "STOP");
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("suspended").isFalse();
    Children.signal(process, "CONT");
    assertThat(Children.code(process)).as(Files.readString(log)).isZero();
  }

  private static List<String> set(String property) {
    return List.of("--set", "spark.properties." + property);
  }

  @Test
  void whatAKilledSessionShuffledIsRemovedByTheNext() throws Exception {
    Path all = folder.resolve("treadmill-scratch-" + System.getProperty("user.name"));
    Path dead = Files.createDirectories(all.resolve("dead/blockmgr-1/0a"));
    Files.writeString(dead.resolve("shuffle_0_0_0.data"), "rows");
    Place place =
        new Place(folder.resolve("archive"), Files.createDirectory(folder.resolve("lake")));
    place.run("sql", "SELECT 1", "--set", "spark.properties.spark.local.dir=" + folder).done();
    try (Stream<Path> left = Files.list(all)) {
      assertThat(left).isEmpty();
    }
  }
}
