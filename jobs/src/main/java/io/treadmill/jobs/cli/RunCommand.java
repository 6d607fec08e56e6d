package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

  private CommandSpec spec;

  @Parameters(
      paramLabel = "JOB",
      completionCandidates = Names.class,
      description = "The job: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;
  @Mixin private CommonOptions common;

  /** Takes the command, and tells its help text what each job does. */
  @Spec
  void tellJobs(CommandSpec own) {
    spec = own;
    Stream<String> jobs =
        Jobs.all().stream().map(job -> "  %-10s  %s".formatted(job.name(), job.summary()));
    own.usageMessage().footer(Stream.concat(Stream.of("", "Jobs:"), jobs).toArray(String[]::new));
  }

  @Override
  public Integer call() {
    return BackfillCommand.run(List.of(Jobs.named(name)), days, selection, common, spec);
  }
}
