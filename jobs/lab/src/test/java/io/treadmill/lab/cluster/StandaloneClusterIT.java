package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.Processes.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A standalone master with two workers, each a process. */
@Tag("sweep")
class StandaloneClusterIT {
  private static SmallMarket market;
  private static Processes processes;
  private static Path folder;
  private static String master;

  @BeforeAll
  static void startTheCluster() throws IOException, InterruptedException {
    market = SmallMarket.shared();
    folder = market.folder("cluster");
    processes = new Processes(folder.resolve("logs"));
    int port = Processes.freePort();
    master = "spark://127.0.0.1:" + port;
    Process leader =
        processes.spark(
            "master.Master",
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
    Processes.awaitPort(port, leader);
    for (String name : List.of("first", "second")) {
      List<String> place = List.of("--host", "127.0.0.1", "--webui-port", "0", "--work-dir");
      List<String> size = List.of(folder.resolve(name).toString(), "--cores", "1", "-m", "1g");
      processes.spark(
          "worker.Worker", Stream.of(place, size, List.of(master)).flatMap(List::stream).toList());
    }
  }

  @AfterAll
  static void stopTheCluster() {
    if (processes != null) {
      processes.close();
    }
  }

  @Test
  void aNightlyRunOnTwoWorkersGivesTheRowsOfALocalRun() throws IOException, InterruptedException {
    Path lake = folder.resolve("lake");
    Ended ended =
        processes.submit(
            "treadmill",
            List.of(
                "nightly",
                "--date",
                SmallMarket.DAY,
                "--archive",
                market.archive().toString(),
                "--lake",
                lake.toString(),
                "--master",
                master,
                "--out",
                folder.resolve("report.html").toString()));

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ResultRows.ofLocal(lake).byTable())
        .isNotEmpty()
        .isEqualTo(market.expected().byTable());
    // The work was done over there: both workers had an executor.
    for (String worker : List.of("first", "second")) {
      try (Stream<Path> applications = Files.list(folder.resolve(worker))) {
        assertThat(applications).anyMatch(path -> path.getFileName().toString().startsWith("app-"));
      }
    }
  }
}
