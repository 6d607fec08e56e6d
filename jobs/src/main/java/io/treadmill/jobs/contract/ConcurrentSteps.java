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
   * @throws RuntimeException the failure of the first step, in order, that failed and did not give
   *     up because another had; those of others are suppressed in it
   */
  public static <T> List<T> run(List<Callable<T>> steps) {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, steps.size())));
    try {
      List<T> results = new ArrayList<>();
      List<RuntimeException> failures = new ArrayList<>();
      Throwable first = null;
      for (Future<T> step : pool.invokeAll(steps)) {
        try {
          results.add(step.get());
        } catch (ExecutionException e) {
          RuntimeException own =
              e.getCause() instanceof RuntimeException unchecked
                  ? unchecked
                  : new IllegalStateException(e.getCause());
          failures.add(own);
          first = Session.toTell(first, own);
        }
      }
      for (RuntimeException failure : failures) {
        if (failure == first) {
          failures.stream().filter(other -> other != failure).forEach(failure::addSuppressed);
          throw failure;
        }
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
