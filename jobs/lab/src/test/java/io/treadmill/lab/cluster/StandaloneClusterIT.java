package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.Processes.Ended;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A standalone master with two workers, each a process. */
@Tag("sweep")
class StandaloneClusterIT {
  private static final List<String> WORKERS = List.of("first", "second");

  /** A run whose executors never come up waits for them. */
  private static final int MOST_KILLS = 30;

  private static final List<Process> WORKING = new ArrayList<>();

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
    for (String name : WORKERS) {
      List<String> place = List.of("--host", "127.0.0.1", "--webui-port", "0", "--work-dir");
      List<String> size = List.of(folder.resolve(name).toString(), "--cores", "1", "-m", "1g");
      WORKING.add(
          processes.spark(
              "worker.Worker",
              Stream.of(place, size, List.of(master)).flatMap(List::stream).toList()));
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
    Ended ended = nightly(lake);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ResultRows.ofLocal(lake).byTable())
        .isNotEmpty()
        .isEqualTo(market.expected().byTable());
    // The work was done over there: both workers had an executor.
    for (String worker : WORKERS) {
      try (Stream<Path> applications = Files.list(folder.resolve(worker))) {
        assertThat(applications).anyMatch(path -> path.getFileName().toString().startsWith("app-"));
      }
    }
  }

  /** Enough rows of small files that tasks merge them: two days, so two groups. */
  @Test
  void anImportOnTwoWorkersGivesTheArchiveOfALocalOne() throws IOException, InterruptedException {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (String day : List.of("2026-03-02", "2026-03-03")) {
      for (char symbol = 'A'; symbol < 'A' + 8; symbol++) {
        write(files, "X" + symbol + "USDT", LocalDate.parse(day));
      }
    }
    SortedMap<String, List<String>> there = imported(files, "there", master);
    SortedMap<String, List<String>> here = imported(files, "here", "local[2]");
    assertThat(here).hasSize(2);
    assertThat(there.keySet()).isEqualTo(here.keySet());
    here.forEach(
        (name, rows) -> {
          assertThat(rows).hasSize(64_000);
          assertThat(there.get(name)).as(name).isEqualTo(rows);
        });
  }

  /** 8,000 trades, evenly over the day. */
  private static void write(Path files, String symbol, LocalDate day) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n");
    for (int i = 0; i < 8_000; i++) {
      long ts = UtcDays.startMicros(day) + i * 10_000_000L;
      lines.append("binance-futures,%s,%d,%d,%d,".formatted(symbol, ts, ts + 7, 1_000 + i));
      lines.append("%s,%d.5,0.00%d%n".formatted(i % 3 == 0 ? "buy" : "sell", i / 7, 1 + i % 9));
    }
    Files.writeString(
        files.resolve("binance-futures_trades_%s_%s.csv".formatted(day, symbol)), lines);
  }

  /** Returns the rows of the Parquet files of an import, by folder. */
  private static SortedMap<String, List<String>> imported(Path files, String name, String on)
      throws IOException, InterruptedException {
    Path archive = folder.resolve("archive-" + name);
    Path lake = folder.resolve("lake-" + name);
    List<String> words =
        List.of(
            "ingest",
            "tardis",
            files.toString(),
            "--master",
            on,
            "--archive",
            archive.toString(),
            "--lake",
            lake.toString());
    Ended ended = processes.submit("treadmill", words);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("128,000 read = 128,000 accepted");
    SortedMap<String, List<String>> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(archive)) {
      for (Path file : all.filter(one -> one.toString().endsWith(".parquet")).toList()) {
        assertThat(found.put(archive.relativize(file.getParent()).toString(), rows(file)))
            .as("one file of a day")
            .isNull();
      }
    }
    return found;
  }

  private static List<String> rows(Path file) throws IOException {
    List<TableColumn> columns = ArchiveDataset.TRADES.columns();
    List<String> rows = new ArrayList<>();
    RowBuffer row = new RowBuffer(columns);
    var path = new org.apache.hadoop.fs.Path(file.toString());
    try (RowFile all = new RowFile(new Configuration(), path, columns)) {
      while (all.next(row)) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
          boolean isText = columns.get(i).type() == ColumnType.TEXT;
          values.append(row.isNull(i) ? "-" : isText ? row.text(i) : row.whole(i)).append(' ');
        }
        rows.add(values.toString());
      }
    }
    return rows;
  }

  /**
   * Executors are killed at random times: now and then, which a run bears, and so often that it may
   * give up.
   *
   * @param seconds mean time between two kills
   * @param mustSucceed whether the run may not give up
   */
  @ParameterizedTest
  @CsvSource({"20, true", "4, false"})
  void executorsThatAreKilledLoseNothing(int seconds, boolean mustSucceed)
      throws IOException, InterruptedException {
    Path lake = folder.resolve("killed-" + seconds);
    AtomicInteger kills = new AtomicInteger();
    Thread killer = new Thread(() -> kill(seconds, kills), "killer");
    killer.start();
    Ended ended;
    try {
      ended = nightly(lake);
    } finally {
      killer.interrupt();
      killer.join();
    }
    System.out.printf(
        "a kill each %d s: %d kills, exit code %d%n", seconds, kills.get(), ended.exitCode());

    assertThat(kills.get()).isPositive();
    if (mustSucceed || ended.exitCode() == 0) {
      assertThat(ended.exitCode()).as(ended.output()).isZero();
    } else {
      System.out.println(ended.output());
      assertThat(ended.exitCode()).as(ended.output()).isEqualTo(6);
      assertThat(ended.output()).contains("treadmill: ").doesNotContain("\tat ");
      assertThat(ResultRows.ofLocal(lake).byTable().values()).allMatch(List::isEmpty);
      Ended again = nightly(lake);
      assertThat(again.exitCode()).as(again.output()).isZero();
    }
    assertThat(ResultRows.ofLocal(lake).byTable()).isEqualTo(market.expected().byTable());
  }

  /** Workers have 1 GB each: an executor of two never comes up. */
  @Test
  void aRunForWhichNoExecutorComesUpEnds() throws IOException, InterruptedException {
    Path lake = folder.resolve("none");
    List<String> large =
        List.of(
            "--set",
            "spark.properties.spark.executor.memory=2g",
            "--set",
            "spark.executor-wait-minutes=1");
    Ended ended = nightly(lake, large);
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(6);
    assertThat(ended.output())
        .contains("treadmill: No executor of " + master + " came up in 1 min")
        .doesNotContain("\tat ");
  }

  private static void kill(int seconds, AtomicInteger kills) {
    Random random = new Random(seconds);
    try {
      while (kills.get() < MOST_KILLS) {
        Thread.sleep((long) (1_000 * seconds * (.5 + random.nextDouble())));
        List<ProcessHandle> executors =
            WORKING.stream()
                .flatMap(Process::descendants)
                .filter(one -> one.info().commandLine().orElse("").contains("ExecutorBackend"))
                .toList();
        if (!executors.isEmpty()) {
          executors.get(random.nextInt(executors.size())).destroyForcibly();
          kills.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Ended nightly(Path lake) throws IOException, InterruptedException {
    return nightly(lake, List.of());
  }

  private static Ended nightly(Path lake, List<String> further)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("nightly", "--date", SmallMarket.DAY, "--master", master));
    words.addAll(List.of("--archive", market.archive().toString(), "--lake", lake.toString()));
    words.addAll(List.of("--out", folder.resolve("report.html").toString()));
    words.addAll(further);
    return processes.submit("treadmill", words);
  }
}
