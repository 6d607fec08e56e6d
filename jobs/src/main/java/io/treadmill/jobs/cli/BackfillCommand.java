package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.PartLength;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.Archive;
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
  static final String ALLOW_EMPTY =
      "Remove the rows of days that are gone from the archive; without it they are kept.";

  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--fetch",
      description = "First download and import what fetch.sources of the settings names.")
  private boolean isFetch;

  @Option(names = "--allow-empty", description = ALLOW_EMPTY)
  private boolean isAllowEmpty;

  @Option(
      names = "--reprocess",
      defaultValue = "failed",
      paramLabel = "WHAT",
      description = {
        "What is done with days that were computed before: none leaves them, and those of a run that"
            + " failed; failed (the default) computes those that failed; completed computes all"
            + " again, and later days by the jobs that go on from the day before. Days whose input"
            + " changed are always computed again."
      })
  private Reprocess reprocess;

  @Option(
      names = "--max-days-per-run",
      paramLabel = "N",
      description = {
        "Publish so many days at a time (default: 4000 divided by the number of instruments, at"
            + " least 31). After a kill the same command goes on from what is published."
      })
  private Integer maxDays;

  @Mixin private AcceptOption accept;

  private void checkDays() {
    if (maxDays != null && maxDays < 1) {
      throw UserError.usage(
          "Invalid --max-days-per-run: %d (must be at least 1)".formatted(maxDays));
    }
  }

  private Options options(Archive archive, UtcDays range) {
    int most = maxDays == null ? PartLength.days(archive, range, selection.selection()) : maxDays;
    return Options.inSteps(isAllowEmpty, reprocess, most);
  }

  List<Job> jobs() {
    return Jobs.all();
  }

  @Override
  public Integer call() {
    List<Job> jobs = jobs();
    UtcDays range = days.days();
    checkDays();
    Downloads downloads =
        new Downloads(common().settings(), console(), Clock.systemUTC(), this::imported);
    if (isFetch) {
      downloads.bringRange(range);
    }
    running(
        workspace -> {
          accept.tell(workspace);
          downloads.ingest(workspace);
          Batch batch = new Batch(workspace, options(workspace.archive(), range));
          published(batch.run(jobs, range, selection.selection()), range);
          batch.check();
        });
    downloads.check();
    return 0;
  }
}
