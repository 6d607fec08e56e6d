package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import io.treadmill.lake.ArchiveImport;
import io.treadmill.lake.RunLedger.Entry;
import io.treadmill.lake.RunLedger.State;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run left that died: the ledger tells that it began and not how it ended, and files lie
 * about that no table knows. Tables need no repair: what was not published was never in them.
 */
public final class Recovery {
  /** Where several hosts write, a run that began later may be at work still. */
  private static final Duration LONGEST_RUN = Duration.ofDays(2);

  private Recovery() {}

  /** Ends in the ledger what died, and removes its files; tells what it did. */
  static void of(Workspace workspace) {
    workspace.lake().finish();
    removeLeftoversOfImports(workspace);
    List<Entry> dead =
        workspace.ledger().unfinished().stream()
            .filter(run -> run.started().isBefore(lastAlone(workspace)))
            .toList();
    if (dead.isEmpty()) {
      return;
    }
    int files =
        removeLeftovers(
            workspace, dead.stream().map(Entry::started).min(Instant::compareTo).orElseThrow());
    dead.forEach(run -> workspace.ledger().add(died(run, workspace)));
    workspace.ledger().write();
    workspace.lake().publish();
    dead.forEach(
        run ->
            workspace
                .progress()
                .tell(
                    "run %s (%s) had died and published nothing; %,d files were left and are removed"
                        .formatted(run.runId(), run.job(), files)));
  }

  /** An archive that may only be read keeps what it has. */
  private static void removeLeftoversOfImports(Workspace workspace) {
    try {
      int files =
          ArchiveImport.removeLeftovers(workspace.archive(), workspace.clock().instant());
      if (files > 0) {
        workspace
            .progress()
            .tell("an import had died; %,d files were left and are removed".formatted(files));
      }
    } catch (UserError | UncheckedIOException e) {
      workspace
          .progress()
          .tell("what an import left that died stays in the archive: " + e.getMessage());
    }
  }

  /** Removes what a run wrote and did not publish, if nobody else can be writing. */
  static int removeLeftovers(Workspace workspace, Instant from) {
    return workspace.lake().removeLeftovers(from, lastAlone(workspace));
  }

  private static Instant lastAlone(Workspace workspace) {
    Instant now = workspace.clock().instant();
    return workspace.lock() == RunLock.NONE ? now.minus(LONGEST_RUN) : now;
  }

  private static Entry died(Entry run, Workspace workspace) {
    return new Entry(
        run.runId(),
        run.job(),
        State.DIED,
        run.days(),
        run.selection(),
        run.inputs(),
        run.editions(),
        run.configurationHash(),
        run.written(),
        "the process ended without a word; nothing was published",
        run.started(),
        workspace.clock().instant());
  }
}
