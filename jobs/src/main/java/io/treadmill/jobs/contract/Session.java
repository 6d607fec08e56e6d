package io.treadmill.jobs.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Where a command works: a Spark session, which may be opened when it is first needed, and tasks on
 * pieces of work, which are threads of this process where Spark would have no others.
 */
public final class Session implements AutoCloseable {
  private final Supplier<SparkSession> open;
  private final Configuration hadoop;
  private final int threads;
  private SparkSession spark;
  private volatile boolean isAsked;
  private volatile boolean isFailing;

  private Session(
      Supplier<SparkSession> open, SparkSession spark, Configuration hadoop, int threads) {
    this.open = open;
    this.spark = spark;
    this.hadoop = hadoop;
    this.threads = threads;
  }

  /** Returns one that is open. */
  public static Session of(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    int threads = context.isLocal() ? context.defaultParallelism() : 0;
    return new Session(() -> spark, spark, context.hadoopConfiguration(), threads);
  }

  /** Returns one that is opened by what needs Spark; all other work is done by threads. */
  public static Session later(Supplier<SparkSession> open, Configuration hadoop, int threads) {
    return new Session(open, null, hadoop, threads);
  }

  /** Returns the Spark session, which is opened if it is not. */
  public synchronized SparkSession spark() {
    if (spark == null) {
      spark = open.get();
    }
    return spark;
  }

  private synchronized Optional<SparkSession> ifOpen() {
    return Optional.ofNullable(spark);
  }

  /** Returns how files are found and read. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** Returns true if tasks are threads of this process. */
  public boolean isLocal() {
    return threads > 0;
  }

  /** Asks what is at work to end at once. */
  public void end() {
    isAsked = true;
    ifOpen()
        .map(SparkSession::sparkContext)
        .filter(context -> !context.isStopped())
        .ifPresent(SparkContext::cancelAllJobs);
  }

  /** Returns true if a task of this process should end, whether it is done or not. */
  public boolean isEnding() {
    return isAsked || isFailing;
  }

  /**
   * Returns what a function makes of each item, in their order; items are begun in that order.
   *
   * @throws RuntimeException the first failure, after all tasks have ended
   */
  public <T, R> List<R> map(List<T> items, Function<T, R> function) {
    if (items.isEmpty()) {
      return List.of();
    }
    if (!isLocal()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
      int slices = Math.min(items.size(), 4 * Math.max(2, context.defaultParallelism()));
      return context.parallelize(items, slices).map(function).collect();
    }
    isFailing = false;
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, items.size()));
    try {
      List<Future<R>> tasks = new ArrayList<>();
      items.forEach(item -> tasks.add(pool.submit(() -> call(item, function))));
      List<R> results = new ArrayList<>();
      Throwable failure = null;
      for (Future<R> task : tasks) {
        try {
          results.add(task.get());
        } catch (ExecutionException e) {
          failure = toTell(failure, e.getCause());
        }
      }
      return failure == null ? results : ExceptionUtils.rethrow(failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Returns the first failure; one that gave up because another failed tells nothing. */
  static Throwable toTell(Throwable first, Throwable next) {
    boolean isNews =
        first instanceof CancellationException && !(next instanceof CancellationException);
    return first == null || isNews ? next : first;
  }

  private <T, R> R call(T item, Function<T, R> function) throws Exception {
    if (isEnding()) {
      throw new CancellationException("another task failed");
    }
    try {
      return function.call(item);
    } catch (Throwable e) { // Whatever fails a task ends the others.
      isFailing = true;
      throw e;
    }
  }

  @Override
  public void close() {
    ifOpen().ifPresent(SparkSession::stop);
  }
}
