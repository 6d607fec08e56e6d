package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.Processes.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application under a plain spark-submit, without the launcher. */
@Tag("sweep")
class SparkSubmitIT {
  private static SmallMarket market;

  @BeforeAll
  static void makeTheMarket() throws IOException, InterruptedException {
    market = SmallMarket.shared();
  }

  @Test
  void barsUnderSparkSubmitHaveTheRowsOfTheLauncher() throws IOException, InterruptedException {
    Path lake = market.folder("submitted").resolve("lake");

    Ended ended = bars(SmallMarket.DAY, lake);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ResultRows.ofLocal(lake).byTable())
        .isNotEmpty()
        .isEqualTo(market.expected().of("bars").byTable());
  }

  @Test
  void aMissingDayUnderSparkSubmitEndsWithThree() throws IOException, InterruptedException {
    Ended ended = bars("2026-02-01", market.folder("missing").resolve("lake"));

    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(3);
    assertThat(ended.output()).contains("2026-02-01").doesNotContain("\tat ");
  }

  private static Ended bars(String day, Path lake) throws IOException, InterruptedException {
    Path app = Processes.HOME.resolve("jobs/target/app");
    String jars;
    try (Stream<Path> files = Files.list(app)) {
      jars = files.map(Path::toString).sorted().collect(Collectors.joining(","));
    }
    try (Processes processes = new Processes(lake.resolveSibling("logs"))) {
      return processes.submit(
          "spark-submit",
          List.of(
              "--master",
              "local[2]",
              "--class",
              "io.treadmill.jobs.Main",
              "--jars",
              jars,
              app.resolve("treadmill-jobs.jar").toString(),
              "run",
              "bars",
              "--from",
              day,
              "--to",
              day,
              "--archive",
              market.archive().toString(),
              "--lake",
              lake.toString()));
    }
  }
}
