package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A market of which one symbol has nearly all trades takes at most twice the time of an even one.
 */
@Tag("sweep")
class SkewIT {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final int TRADES = 2_000_000;
  private static final int SYMBOLS = 20;
  private static final int CORES = 4;
  private static final int REPEATS = 2;
  private static final int HEAP_MEGABYTES = 1024;

  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();

  /** A market, and the best times of its runs. */
  private final class Market {
    private final Path own;
    private final Path files;
    private final int[] trades;
    private double ingestSeconds = Double.POSITIVE_INFINITY;
    private double barsSeconds = Double.POSITIVE_INFINITY;
    private int runs;
    private Place last;

    Market(String name, int[] trades) throws IOException {
      this.own = Files.createDirectories(folder.resolve(name));
      this.files = Files.createDirectories(own.resolve("files"));
      this.trades = trades;
      for (int i = 0; i < trades.length; i++) {
        write(files, symbol(i), trades[i]);
      }
    }

    void run(boolean isAdaptive) throws IOException, InterruptedException {
      Path events = Files.createDirectories(own.resolve("events" + runs));
      last = new Place(own.resolve("archive" + runs), own.resolve("lake" + runs));
      runs++;
      long start = System.nanoTime();
      launch("ingest", "tardis", files.toString());
      ingestSeconds = Math.min(ingestSeconds, (System.nanoTime() - start) / 1e9);
      launch(
          "run",
          "bars",
          "--from",
          DAY.toString(),
          "--to",
          DAY.toString(),
          "--set",
          "spark.properties.spark.sql.adaptive.enabled=" + isAdaptive,
          "--set",
          "spark.properties.spark.eventLog.enabled=true",
          "--set",
          "spark.properties.spark.eventLog.compress=false",
          "--set",
          "spark.properties.spark.eventLog.dir=" + events.toUri());
      barsSeconds = Math.min(barsSeconds, longestWay(events));
    }

    private void launch(String... words) throws IOException, InterruptedException {
      Path log = Files.createTempFile(own, "log", ".txt");
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--archive", last.archive().toString()));
      all.addAll(List.of("--lake", last.lake().toString(), "--master", "local[" + CORES + "]"));
      int code = Children.code(children.start(log, HEAP_MEGABYTES, all));
      assertThat(code).as(Files.readString(log)).isZero();
    }

    /** Returns the number of trades in the bars of each symbol. */
    SortedMap<String, Long> counted() {
      SortedMap<String, Long> counts = new TreeMap<>();
      try (Workspace workspace = last.read()) {
        workspace
            .lake()
            .read(LakeTables.BARS_5M)
            .collectAsList()
            .forEach(
                row ->
                    counts.merge(row.getAs("symbol"), row.<Long>getAs("trade_count"), Long::sum));
      }
      return counts;
    }

    SortedMap<String, Long> expected() {
      SortedMap<String, Long> counts = new TreeMap<>();
      IntStream.range(0, trades.length).forEach(i -> counts.put(symbol(i), (long) trades[i]));
      return counts;
    }
  }

  @Test
  void oneSymbolWithNearlyAllTradesTakesAtMostTwiceTheTime()
      throws IOException, InterruptedException {
    int[] even = new int[SYMBOLS];
    Arrays.fill(even, TRADES / SYMBOLS);
    int[] uneven = new int[SYMBOLS];
    Arrays.fill(uneven, TRADES / 20 / (SYMBOLS - 1));
    uneven[0] = TRADES / 20 * 19;
    Market uniform = new Market("uniform", even);
    Market skewed = new Market("skewed", uneven);
    List<Map<String, List<String>>> rows = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      boolean isAdaptive = i % 2 == 0;
      uniform.run(isAdaptive);
      skewed.run(isAdaptive);
      rows.add(skewed.last.rows());
    }
    System.out.printf(
        "import: even %.2f s, uneven %.2f s; bars on %d cores: even %.2f s, uneven %.2f s%n",
        uniform.ingestSeconds,
        skewed.ingestSeconds,
        CORES,
        uniform.barsSeconds,
        skewed.barsSeconds);
    assertThat(uniform.counted()).isEqualTo(uniform.expected());
    assertThat(skewed.counted()).isEqualTo(skewed.expected());
    assertThat(rows).as("planned in either way").containsOnly(rows.get(0));
    assertThat(skewed.ingestSeconds).isLessThan(2 * uniform.ingestSeconds);
    assertThat(skewed.barsSeconds).isLessThan(2 * uniform.barsSeconds);
  }

  /**
   * Returns how long the stages of a run take one after the other on so many cores, in seconds of
   * processor time, which other work of the machine does not lengthen: a stage takes its longest
   * task, or its share of all if that is more.
   */
  private static double longestWay(Path events) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<Integer, List<Double>> stages = new TreeMap<>();
    List<Path> logs;
    try (Stream<Path> all = Files.walk(events)) {
      logs = all.filter(Files::isRegularFile).toList();
    }
    for (Path log : logs) {
      for (String line : Files.readAllLines(log)) {
        if (line.contains("\"SparkListenerTaskEnd\"")) {
          JsonNode task = json.readTree(line);
          double seconds = task.get("Task Metrics").get("Executor CPU Time").asDouble() / 1e9;
          stages
              .computeIfAbsent(task.get("Stage ID").asInt(), any -> new ArrayList<>())
              .add(seconds);
        }
      }
    }
    assertThat(stages).isNotEmpty();
    return stages.values().stream()
        .mapToDouble(
            tasks ->
                Math.max(
                    tasks.stream().mapToDouble(one -> one).max().getAsDouble(),
                    tasks.stream().mapToDouble(one -> one).sum() / CORES))
        .sum();
  }

  private static String symbol(int number) {
    return "X" + (char) ('A' + number) + "USDT";
  }

  /** Trades evenly over the day, rising ids, prices in a range of 15 %. */
  private static void write(Path files, String symbol, int trades) throws IOException {
    Path file = files.resolve("binance-futures_trades_%s_%s.csv".formatted(DAY, symbol));
    long start = UtcDays.startMicros(DAY);
    long step = 86_400_000_000L / trades;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n");
      for (int i = 0; i < trades; i++) {
        long ts = start + i * step;
        out.write("binance-futures," + symbol + ',' + ts + ',' + (ts + 7) + ',' + (1_000L + i));
        out.write(i % 3 == 0 ? ",buy," : ",sell,");
        out.write((60_000 + (i / 7) % 9_000) + ".5,0.00" + (1 + i % 9) + '\n');
      }
    }
  }
}
