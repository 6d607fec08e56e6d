package io.treadmill.jobs.batch;

import io.treadmill.jobs.contract.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What happens when the system asks the process to end (SIGTERM, SIGINT): Spark's jobs are
 * cancelled, so that the run fails, says so in the ledger and removes its files, all within
 * seconds. It happens before the process begins to shut down: then the threads of Spark and Iceberg
 * are gone, by which the ledger is written.
 */
final class Termination implements AutoCloseable {
  private static final long SECONDS = 8;
  private static final long STEP_MILLIS = 100;

  private final Session session;
  private final Thread worker = Thread.currentThread();
  private final List<Handled> handled = new ArrayList<>();
  private volatile boolean isAsked;

  /** A signal, and what answered it before. */
  private record Handled(Signal signal, SignalHandler before) {}

  private Termination(Session session) {
    this.session = session;
  }

  /** Watches over the work of this thread, until it is closed. */
  static Termination of(Session session) {
    Termination termination = new Termination(session);
    for (String name : List.of("TERM", "INT")) {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, termination::answer);
      termination.handled.add(new Handled(signal, before));
    }
    return termination;
  }

  /** Returns true once the process was asked to end. */
  boolean isAsked() {
    return isAsked;
  }

  private void answer(Signal signal) {
    isAsked = true;
    Thread thread = new Thread(() -> end(signal), "termination");
    // Signals come in a daemon: as one, it would let the process end with 0 before its last step.
    thread.setDaemon(false);
    thread.start();
  }

  private void end(Signal signal) {
    long steps = TimeUnit.SECONDS.toMillis(SECONDS) / STEP_MILLIS;
    try {
      for (long i = 0; i < steps && worker.isAlive(); i++) {
        session.end();
        worker.join(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handled.stream()
        .filter(one -> one.signal().equals(signal))
        .forEach(one -> one.before().handle(signal));
  }

  @Override
  public void close() {
    handled.forEach(one -> Signal.handle(one.signal(), one.before()));
  }
}
