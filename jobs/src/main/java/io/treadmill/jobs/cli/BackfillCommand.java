package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import io.treadmill.market.UtcDays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs jobs over a range of days and prints what they wrote. */
@Command(name = "backfill", description = "Run every job for a range of days.")
class BackfillCommand extends LakeCommand {
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  List<Job> jobs() {
    return Jobs.all();
  }

  @Override
  public Integer call() {
    List<Job> jobs = jobs();
    UtcDays range = days.days();
    return writing(
        workspace ->
            console().printWritten(new Batch(workspace).run(jobs, range, selection.selection())));
  }
}
