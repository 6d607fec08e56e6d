package io.treadmill.lab.bench;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.statistics.Statistics;
import io.treadmill.lab.validate.NullMarket;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures the statistics of generated symbols: what one costs, and how the cost grows with their
 * number. Reading and writing are left out.
 */
public final class StatisticsBench {
  private static final int LEAST_DAYS = 10;
  private static final double NANOS = 1e9;

  /** CPU seconds and rows of one symbol. */
  private record Cost(double cpuSeconds, long rows) implements Serializable {}

  private StatisticsBench() {}

  /**
   * Returns a table of wall time and CPU for 1, 10, 100 .. symbols and the most.
   *
   * @param symbols most symbols, at least 1
   * @param days days of each, at least 10
   * @throws UserError if a number is out of its range
   */
  public static String run(int symbols, int days, int threads, Progress progress) {
    check(symbols >= 1, "--symbols", symbols, 1);
    check(days >= LEAST_DAYS, "--days", days, LEAST_DAYS);
    check(threads >= 1, "--threads", threads, 1);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("treadmill bench")
            .set("spark.ui.enabled", "false");
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d days of 5 min bars a symbol, %d threads; the first row is the first run of the"
                    + " process%n%n| symbols | wall s | CPU s | CPU s a symbol | rows |%n"
                    + "|---|---|---|---|---|%n",
                days,
                threads));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      table.append(row(spark, 1, days));
      for (int count = 1; count < 10 * symbols; count *= 10) {
        int some = Math.min(count, symbols);
        progress.tell("bench: " + some + " symbols");
        table.append(row(spark, some, days));
      }
    }
    return table.toString();
  }

  private static void check(boolean holds, String option, int value, int least) {
    if (!holds) {
      throw UserError.usage(
          "Invalid " + option + ": " + value + " (must be at least " + least + ")");
    }
  }

  /** Returns the row of a number of symbols, a task each. */
  static String row(JavaSparkContext spark, int symbols, int days) {
    List<Long> seeds = LongStream.rangeClosed(1, symbols).boxed().toList();
    long start = System.nanoTime();
    List<Cost> costs = spark.parallelize(seeds, symbols).map(seed -> compute(seed, days)).collect();
    double wall = (System.nanoTime() - start) / NANOS;
    double cpu = costs.stream().mapToDouble(Cost::cpuSeconds).sum();
    return String.format(
        Locale.ROOT,
        "| %d | %.1f | %.1f | %.1f | %,d |%n",
        symbols,
        wall,
        cpu,
        cpu / symbols,
        costs.stream().mapToLong(Cost::rows).sum());
  }

  private static Cost compute(long seed, int days) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    AssetMarkets markets = NullMarket.withMap(seed, days);
    UtcDays all = new UtcDays(NullMarket.FIRST_DAY, NullMarket.FIRST_DAY.plusDays(days - 1L));
    long rows = Statistics.compute(markets, all).size();
    return new Cost(
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / NANOS, rows);
  }
}
