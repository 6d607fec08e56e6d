package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.RunLedger.Entry;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSError;

/**
 * One run: all that it writes is published in one step at its end, if it keeps the rules of the
 * dictionary, or nothing is.
 */
final class Run {
  private final Workspace workspace;
  private final String what;
  private final UtcDays days;
  private final Selection selection;
  private final Instant started;

  Run(Workspace workspace, String what, UtcDays days, Selection selection) {
    this.workspace = workspace;
    this.what = what;
    this.days = days;
    this.selection = selection;
    this.started = workspace.clock().instant();
  }

  <T> T publish(Supplier<T> work) {
    try {
      workspace.lake().refresh();
      publish(State.STARTED, null);
      T result = work.get();
      workspace.audits().check(day -> MissedNights.isFollowed(workspace, day));
      publish(State.DONE, null);
      return result;
    } catch (Throwable failure) { // Whatever ends a run, its ledger says so.
      boolean isAsked = workspace.termination().isAsked();
      Throwable told = isAsked ? UserError.terminated(failure) : failure;
      giveUp(told);
      if (isAsked
          || failure instanceof UserError
          || Failures.of(failure).exitCode() != ExitCode.STORAGE) {
        return ExceptionUtils.rethrow(told);
      }
      // The system does not say where the disk is full.
      UserError located =
          UserError.storage(
              "%s; it happened on lake %s"
                  .formatted(Failures.of(failure).message(), workspace.settings().lake().uri()),
              failure);
      List.of(failure.getSuppressed()).forEach(located::addSuppressed);
      throw located;
    }
  }

  private void publish(State state, String message) {
    workspace
        .ledger()
        .add(
            new Entry(
                workspace.runId(),
                what,
                state,
                days,
                selection,
                DayInputs.none(),
                new TreeMap<>(),
                SettingsOfRuns.hash(workspace.settings()),
                List.<Written>of(),
                message,
                started,
                workspace.clock().instant()));
    workspace.ledger().write();
    workspace.audits().write();
    workspace.lake().publish();
  }

  /** The ledger must not hide the failure that it records. */
  private void giveUp(Throwable failure) {
    try {
      workspace.lake().refresh();
      workspace.ledger().forgetDone();
      publish(State.FAILED, workspace.reason(failure));
      Recovery.removeLeftovers(workspace, started);
    } catch (RuntimeException | FSError e) {
      failure.addSuppressed(e);
    }
  }
}
