package io.treadmill.jobs.fetch;

import java.time.Duration;

/** Lets requests of all threads pass at a rate, and none while the host asked for a pause. */
final class RequestGate {
  private final long stepNanos;
  private long next = System.nanoTime();

  /** Makes a gate for so many requests a minute; 0 = no limit. */
  RequestGate(int perMinute) {
    this.stepNanos = perMinute == 0 ? 0 : Duration.ofMinutes(1).toNanos() / perMinute;
  }

  /** Waits for a place. */
  void pass() throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long mine = Math.max(next, now);
      next = stepNanos == 0 ? next : mine + stepNanos;
      wait = mine - now;
    }
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }

  /** Lets nobody pass for a while: the host asked for it. */
  synchronized void pause(Duration wait) {
    next = Math.max(next, System.nanoTime() + wait.toNanos());
  }
}
