package io.treadmill.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import io.treadmill.market.UtcDays;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * One engine in a process of its own. Reads commands from standard input, one a line: {@code make},
 * {@code run}, {@code sums}; answers each with one line. Processor time is that of the whole
 * process, with its compiler, collector and native threads.
 */
public final class BenchProcess {
  /** Begins each answer, as other code of the process may print too. */
  static final String ANSWER = "bench ";

  private BenchProcess() {}

  /**
   * Serves commands until the input ends.
   *
   * @param args engine, folder, rows, threads, seed, codec
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String folder = args[1];
    long rows = Long.parseLong(args[2]);
    int threads = Integer.parseInt(args[3]);
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BenchEngine engine = engine(args[0], folder, rows, threads)) {
      String line = in.readLine();
      while (line != null) {
        switch (line) {
          case "make" -> {
            BenchArchive.make(
                spark(threads), Path.of(folder), rows, Long.parseLong(args[4]), args[5]);
            out.println(ANSWER + "made");
          }
          case "run" -> out.println(ANSWER + measure(engine));
          case "sums" -> out.println(ANSWER + text(engine.sums()));
          default -> throw new IllegalArgumentException("Unknown command: " + line);
        }
        out.flush();
        line = in.readLine();
      }
    }
  }

  private static BenchEngine engine(String name, String folder, long rows, int threads)
      throws Exception {
    if (name.equals("treadmill")) {
      UtcDays days =
          new UtcDays(
              BenchArchive.FIRST_DAY,
              BenchArchive.FIRST_DAY.plusDays(BenchArchive.days(rows) - 1L));
      return new TreadmillEngine(spark(threads), folder, days);
    }
    if (name.equals(ScanBench.DECODE)) {
      return new DecodeEngine(folder, threads);
    }
    return new DuckDbEngine(folder, threads, BenchQuery.Order.valueOf(name));
  }

  private static SparkSession spark(int threads) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("bench")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.hadoop.parquet.page.verify-checksum.enabled", "true")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  private static String measure(BenchEngine engine) throws Exception {
    long wall = System.nanoTime();
    long processor = processorNanos();
    engine.run();
    return (System.nanoTime() - wall)
        + " "
        + (processorNanos() - processor)
        + " "
        + processorNanos()
        + " "
        + peakKilobytes();
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long peakKilobytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private static String text(List<Double> sums) {
    return String.join(" ", sums.stream().map(String::valueOf).toList());
  }
}
