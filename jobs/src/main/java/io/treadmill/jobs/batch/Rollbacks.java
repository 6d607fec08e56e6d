package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Rollback;
import io.treadmill.lake.RunLedger.Entry;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import java.util.List;
import java.util.TreeMap;

/** Takes back what runs published: all their tables in one step, with the ledger. */
public final class Rollbacks {
  private Rollbacks() {}

  /**
   * Returns the way back of each table, and does nothing.
   *
   * @throws UserError if the runs wrote no results, or others wrote the same tables since
   */
  public static List<Rollback> plan(Workspace workspace, List<String> runs) {
    List<Rollback> plan = workspace.lake().rollback(runs);
    if (plan.isEmpty()) {
      throw UserError.usage(
          ("Cannot roll back %s: no table holds results of it (`treadmill sql \"SELECT run_id, job,"
                  + " state FROM runs\"` lists runs; imports change the archive and cannot be rolled"
                  + " back: import the older file again)")
              .formatted(String.join(", ", runs)));
    }
    return plan;
  }

  /** Goes that way and publishes. */
  public static List<Rollback> run(Workspace workspace, List<String> runs) {
    return workspace.publishing(
        "rollback",
        null,
        Selection.ALL,
        () -> {
          List<Rollback> plan = plan(workspace, runs);
          workspace.lake().take(plan);
          runs.stream()
              .distinct()
              .forEach(run -> workspace.ledger().add(rolledBack(run, workspace)));
          return plan;
        });
  }

  private static Entry rolledBack(String run, Workspace workspace) {
    return new Entry(
        run,
        "rollback",
        State.ROLLED_BACK,
        null,
        Selection.ALL,
        DayInputs.none(),
        new TreeMap<>(),
        SettingsOfRuns.hash(workspace.settings()),
        List.of(),
        "taken back by run " + workspace.runId(),
        workspace.clock().instant(),
        workspace.clock().instant());
  }
}
