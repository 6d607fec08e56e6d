package io.treadmill.jobs.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs steps that do not need one another at the same time: small Spark jobs leave cores idle
 * between their stages.
 */
public final class ConcurrentSteps {
  private static final int MOST_THREADS = 4;

  private ConcurrentSteps() {}

  /**
   * Returns the results in the order of the steps, after all have ended.
   *
   * @throws RuntimeException the failure of the first step, in order, that failed; those of others
   *     are suppressed in it
   */
  public static <T> List<T> run(List<Callable<T>> steps) {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, steps.size())));
    try {
      List<T> results = new ArrayList<>();
      RuntimeException failure = null;
      for (Future<T> step : pool.invokeAll(steps)) {
        try {
          results.add(step.get());
        } catch (ExecutionException e) {
          RuntimeException own =
              e.getCause() instanceof RuntimeException unchecked
                  ? unchecked
                  : new IllegalStateException(e.getCause());
          if (failure == null) {
            failure = own;
          } else {
            failure.addSuppressed(own);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
