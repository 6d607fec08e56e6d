package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Rollbacks;
import io.treadmill.lake.Rollback;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes back what a run published. */
@Command(
    name = "rollback",
    description = {
      "Take back what a run published: all its tables go back to what they were before it,",
      "in one step. The next run computes its days again. Refused if a later run wrote one of",
      "the tables: name that too. Imports stay: they changed the archive."
    })
final class RollbackCommand extends LakeCommand {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "ID",
      description = "The run, as the tables runs and audits name it. Repeatable.")
  private List<String> runs;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean isDry;

  @Override
  public Integer call() {
    return isDry
        ? reading(workspace -> print(Rollbacks.plan(workspace, runs)))
        : writing(workspace -> print(Rollbacks.run(workspace, runs)));
  }

  private void print(List<Rollback> plan) {
    for (Rollback table : plan) {
      console()
          .printf(
              "%-24s %,14d rows -> %,d%s",
              table.table(),
              table.rowsNow(),
              table.rowsThen(),
              table.before() == null ? " (it was not there)" : "");
    }
    console().print(isDry ? "nothing was changed" : "rolled back " + String.join(", ", runs));
  }
}
