package io.treadmill.jobs.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Ends jobs that wait for executors which do not come: Spark waits for them for ever. Executors
 * that are there and busy are not its business, nor is a session without work.
 */
final class ExecutorWatch extends SparkListener {
  /** How the reason of an ended job begins, by which it is told. */
  static final String NONE = "No executor of ";

  private static final long LOOK_SECONDS = 5;

  private final String master;
  private final Duration most;
  private final Clock clock;
  private final BiConsumer<Integer, String> end;
  private final Set<String> executors = new HashSet<>();
  private final Set<Integer> jobs = new HashSet<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "executor-watch");
            thread.setDaemon(true);
            return thread;
          });
  private Instant waitingSince;

  /**
   * Makes a watch that looks when it is asked.
   *
   * @param most how long jobs may wait without one executor
   * @param end ends a job by its number, for a reason
   */
  ExecutorWatch(String master, Duration most, Clock clock, BiConsumer<Integer, String> end) {
    this.master = master;
    this.most = most;
    this.clock = clock;
    this.end = end;
  }

  /** Watches a session until it ends. */
  static void over(SparkContext context, Duration most) {
    ExecutorWatch watch =
        new ExecutorWatch(context.master(), most, Clock.systemUTC(), context::cancelJob);
    context.addSparkListener(watch);
    watch.timer.scheduleWithFixedDelay(watch::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the jobs if they have waited too long. */
  synchronized void look() {
    if (waitingSince != null
        && Duration.between(waitingSince, clock.instant()).compareTo(most) >= 0) {
      String reason = "%s%s came up in %d min".formatted(NONE, master, most.toMinutes());
      Set.copyOf(jobs).forEach(job -> end.accept(job, reason));
    }
  }

  private void changed() {
    boolean isWaiting = !jobs.isEmpty() && executors.isEmpty();
    if (!isWaiting) {
      waitingSince = null;
    } else if (waitingSince == null) {
      waitingSince = clock.instant();
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    executors.add(added.executorId());
    changed();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    executors.remove(removed.executorId());
    changed();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    jobs.add(start.jobId());
    changed();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd ended) {
    jobs.remove(ended.jobId());
    changed();
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd ended) {
    timer.shutdownNow();
  }
}
