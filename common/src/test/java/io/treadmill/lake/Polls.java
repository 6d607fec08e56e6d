package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a writer wait for a reader that looks again and again, however slow the machine is. */
public final class Polls {
  private final Semaphore ended = new Semaphore(0);

  /** The reader has looked once more. */
  public void ended() {
    ended.release();
  }

  /**
   * Waits until the reader has looked once from begin to end: the look that is under way is old.
   */
  public void awaitWholeOne() throws InterruptedException {
    ended.drainPermits();
    assertThat(ended.tryAcquire(2, 1, TimeUnit.MINUTES)).as("the reader looks").isTrue();
  }
}
