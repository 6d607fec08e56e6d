package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.contract.Job;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one job. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run one job for a range of days.")
final class RunCommand implements Callable<Integer> {
  /** Names of the jobs for the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Jobs.all().stream().map(Job::name).iterator();
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "JOB",
      completionCandidates = Names.class,
      description = "The job: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Job job = Jobs.named(name);
    UtcDays range = days.days();
    Settings settings = common.settings();
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forWriting(settings, Clock.systemUTC(), console.progress())) {
      console.printWritten(new Batch(workspace).run(List.of(job), range, selection.selection()));
    }
    return 0;
  }
}
