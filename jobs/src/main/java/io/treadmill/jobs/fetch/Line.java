package io.treadmill.jobs.fetch;

import io.treadmill.conf.FetchSettings;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The line to one vendor, shared by all downloads.
 *
 * @param transport asks the host
 * @param gate keeps the rate
 * @param settings limits
 * @param clock tells what is due
 */
record Line(Transport transport, RequestGate gate, FetchSettings settings, Clock clock) {
  private static final int MOST_DOUBLINGS = 20;

  /** An answer that ends the matter. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;
    private final Outcome outcome;

    Ended(Outcome outcome, String reason) {
      super(reason);
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }
  }

  /** An answer after which it is worth asking again. */
  static final class Again extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Duration wait;

    Again(String reason, Duration wait) {
      super(reason);
      this.wait = wait;
    }

    /** Returns how long the host asks to wait; null if it does not. */
    Duration waitAsked() {
      return wait;
    }
  }

  /** Asks when it is this request's turn. */
  Reply ask(Question question) throws IOException, InterruptedException {
    gate.pass();
    try {
      return transport.ask(question);
    } catch (StoreTransport.NotAllowed e) {
      throw new Ended(Outcome.REFUSED, e.getMessage());
    }
  }

  /** Throws unless the answer holds the file. */
  void check(Reply reply, RemoteFile file) throws IOException {
    int status = reply.status();
    switch (status) {
      case 200, 206 -> {}
      case 404, 410 -> throw absent(file, "status " + status);
      case 401, 402, 403, 451 -> throw new Ended(Outcome.REFUSED, "status " + status);
      case 408, 425, 429 -> throw new Again("status " + status, reply.retryAfter());
      default ->
          throw status >= 500
              ? new Again("status " + status, reply.retryAfter())
              : new Ended(Outcome.FAILED, "status " + status);
    }
  }

  /** Returns the ending of a file that is not there: not yet, or not any more. */
  Ended absent(RemoteFile file, String what) {
    return clock.instant().isBefore(file.due())
        ? new Ended(Outcome.NOT_YET, "%s (due by %s)".formatted(what, file.due()))
        : new Ended(Outcome.GONE, "%s (due since %s)".formatted(what, file.due()));
  }

  /**
   * Waits before asking again: as long as the host asks, else twice as long each time, a random
   * part of it, so that not all ask at once.
   *
   * @throws Ended if the host asks to wait too long
   */
  void pause(Again again, int tries) throws Ended, InterruptedException {
    Duration longest = seconds(settings.longestWaitSeconds());
    Duration asked = again.waitAsked();
    if (asked != null) {
      if (asked.compareTo(longest) > 0) {
        throw new Ended(
            Outcome.FAILED,
            "%s, and the host asks to wait %d s (fetch.longest-wait-seconds is %.0f)"
                .formatted(again.getMessage(), asked.toSeconds(), settings.longestWaitSeconds()));
      }
      gate.pause(asked);
      return;
    }
    double full =
        settings.firstWaitSeconds() * (1L << Math.min(MOST_DOUBLINGS, Math.max(0, tries - 1)));
    double wait =
        Math.min(full, settings.longestWaitSeconds())
            * ThreadLocalRandom.current().nextDouble(.5, 1);
    Thread.sleep(seconds(wait).toMillis());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
