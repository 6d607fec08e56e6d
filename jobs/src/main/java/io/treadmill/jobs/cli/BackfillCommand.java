package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs jobs over a range of days and prints what they wrote. */
@Command(
    name = "backfill",
    description = {
      "Run every job for a range of days.",
      "With --fetch, download and import the files of the range first."
    })
class BackfillCommand extends LakeCommand {
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--fetch",
      description = "First download and import what fetch.sources of the settings names.")
  private boolean isFetch;

  List<Job> jobs() {
    return Jobs.all();
  }

  @Override
  public Integer call() {
    List<Job> jobs = jobs();
    UtcDays range = days.days();
    Downloads downloads = new Downloads(common().settings(), console(), Clock.systemUTC());
    if (isFetch) {
      downloads.bringRange(range);
    }
    writing(
        workspace -> {
          downloads.ingest(workspace);
          console().printWritten(new Batch(workspace).run(jobs, range, selection.selection()));
        });
    downloads.check();
    return 0;
  }
}
