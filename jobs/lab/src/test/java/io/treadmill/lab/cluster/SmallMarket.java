package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.Processes.Ended;
import io.treadmill.lab.simulate.SimulatedSymbol;
import io.treadmill.lab.simulate.Simulator;
import io.treadmill.lab.simulate.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** One simulated day of one symbol, imported once, and the rows that a local run gives. */
final class SmallMarket {
  static final String DAY = "2026-03-02";

  private static SmallMarket shared;

  private final Path folder;
  private final ResultRows expected;

  private SmallMarket() throws IOException, InterruptedException {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "small-market");
    Simulator.write(
        new Simulator.Request(
            World.named("base"),
            List.of(SimulatedSymbol.of("BTCUSDT", 0)),
            LocalDate.parse(DAY),
            1,
            1,
            7,
            500,
            24,
            files()),
        line -> {});
    try (Processes processes = new Processes(folder.resolve("logs"))) {
      succeed(processes, "ingest", "binance", perpetual().toString());
      succeed(
          processes, "nightly", "--date", DAY, "--out", folder.resolve("local.html").toString());
    }
    expected = ResultRows.ofLocal(lake());
  }

  /** Returns the market that all tests of this process share. */
  static synchronized SmallMarket shared() throws IOException, InterruptedException {
    if (shared == null) {
      shared = new SmallMarket();
    }
    return shared;
  }

  private void succeed(Processes processes, String... command)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--lake", lake().toString(), "--master", "local[2]"));
    arguments.addAll(List.of("--archive", archive().toString()));
    Ended ended = processes.submit("treadmill", arguments);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  /** Returns a folder of its own for a test. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Returns the vendor files. */
  private Path files() {
    return folder.resolve("files");
  }

  /** Returns the files of the perpetual contract. */
  Path perpetual() {
    return files().resolve("binance/data/futures/um");
  }

  /** Returns the imported archive. */
  Path archive() {
    return folder.resolve("archive");
  }

  private Path lake() {
    return folder.resolve("lake");
  }

  /** Returns the rows of a nightly run of {@link #DAY} on {@code local[2]}. */
  ResultRows expected() {
    return expected;
  }
}
