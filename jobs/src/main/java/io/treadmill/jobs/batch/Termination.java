package io.treadmill.jobs.batch;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * What happens when the system asks the process to end (SIGTERM, SIGINT): Spark's jobs are
 * cancelled, so that the run fails, says so in the ledger and removes its files, all within seconds.
 */
final class Termination implements AutoCloseable {
  private static final int BEFORE_SPARK = 1000;
  private static final long SECONDS = 8;
  private static final long STEP_MILLIS = 100;

  private final SparkSession spark;
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::end, "termination");
  private volatile boolean isAsked;

  private Termination(SparkSession spark) {
    this.spark = spark;
  }

  /** Watches over the work of this thread, until it is closed. */
  static Termination of(SparkSession spark) {
    Termination termination = new Termination(spark);
    ShutdownHookManager.get()
        .addShutdownHook(termination.hook, BEFORE_SPARK, SECONDS + 1, TimeUnit.SECONDS);
    return termination;
  }

  /** Returns true once the process was asked to end. */
  boolean isAsked() {
    return isAsked;
  }

  private void end() {
    isAsked = true;
    long steps = TimeUnit.SECONDS.toMillis(SECONDS) / STEP_MILLIS;
    try {
      for (long i = 0; i < steps && worker.isAlive(); i++) {
        if (!spark.sparkContext().isStopped()) {
          spark.sparkContext().cancelAllJobs();
        }
        worker.join(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
