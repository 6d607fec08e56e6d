package io.treadmill.jobs.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/**
 * Ends jobs that wait for executors which do not come: Spark waits for them for ever. Executors
 * that are there and busy are not its business, nor is a session without work.
 */
final class ExecutorWatch {
  /** How the reason of an ended job begins, by which it is told. */
  static final String NONE = "No executor of ";

  private static final long LOOK_SECONDS = 5;

  private final Cluster cluster;
  private final Duration most;
  private final Clock clock;
  private Instant waitingSince;

  /** What is asked of a cluster: it knows executors that came before the watch began. */
  interface Cluster {
    String master();

    /** Returns how many executors there are, the driver left out. */
    int executors();

    /** Returns the numbers of the jobs that are not done. */
    List<Integer> jobs();

    /** Ends a job for a reason. */
    void end(int job, String reason);
  }

  /**
   * Makes a watch that looks when it is asked.
   *
   * @param most how long jobs may wait without one executor
   */
  ExecutorWatch(Cluster cluster, Duration most, Clock clock) {
    this.cluster = cluster;
    this.most = most;
    this.clock = clock;
  }

  /** Watches a session until it ends. */
  static void over(SparkContext context, Duration most) {
    ExecutorWatch watch = new ExecutorWatch(new OfSpark(context), most, Clock.systemUTC());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "executor-watch");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleWithFixedDelay(watch::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    context.addSparkListener(
        new SparkListener() {
          @Override
          public void onApplicationEnd(SparkListenerApplicationEnd ended) {
            timer.shutdownNow();
          }
        });
  }

  /** Looks at the cluster, and ends the jobs if they have waited too long. */
  void look() {
    List<Integer> jobs = cluster.jobs();
    if (jobs.isEmpty() || cluster.executors() > 0) {
      waitingSince = null;
      return;
    }
    waitingSince = waitingSince == null ? clock.instant() : waitingSince;
    if (Duration.between(waitingSince, clock.instant()).compareTo(most) >= 0) {
      String reason = "%s%s came up in %d min".formatted(NONE, cluster.master(), most.toMinutes());
      jobs.forEach(job -> cluster.end(job, reason));
    }
  }

  private record OfSpark(SparkContext context) implements Cluster {
    @Override
    public String master() {
      return context.master();
    }

    @Override
    public int executors() {
      return context.getExecutorMemoryStatus().size() - 1;
    }

    @Override
    public List<Integer> jobs() {
      return Arrays.stream(context.statusTracker().getActiveJobIds()).boxed().toList();
    }

    @Override
    public void end(int job, String reason) {
      context.cancelJob(job, reason);
    }
  }
}
