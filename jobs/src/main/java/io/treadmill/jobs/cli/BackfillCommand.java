package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.contract.Job;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs every job over a range of days. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Run every job for a range of days.",
      "With --fetch, download and import the files of the range first."
    })
final class BackfillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--fetch",
      description = "First download and import what fetch.sources of the settings names.")
  private boolean isFetch;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    UtcDays range = days.days();
    Settings settings = common.settings();
    Console console = new Console(spec);
    Clock clock = Clock.systemUTC();
    Downloads downloads = new Downloads(settings, console, clock);
    if (isFetch) {
      downloads.bringRange(range);
    }
    try (Workspace workspace = Workspace.forWriting(settings, clock, console.progress())) {
      downloads.ingest(workspace);
      console.printWritten(new Batch(workspace).run(Jobs.all(), range, selection.selection()));
    }
    downloads.check();
    return 0;
  }

  /** Runs jobs over a range of days and prints what they wrote. */
  static int run(
      List<Job> jobs,
      DayOptions days,
      SelectionOptions selection,
      CommonOptions common,
      CommandSpec spec) {
    UtcDays range = days.days();
    Settings settings = common.settings();
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forWriting(settings, Clock.systemUTC(), console.progress())) {
      console.printWritten(new Batch(workspace).run(jobs, range, selection.selection()));
    }
    return 0;
  }
}
