package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one job. */
@Command(name = "run", description = "Run one job for a range of days.")
final class RunCommand extends BackfillCommand {
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Jobs.all().stream().map(Job::name).iterator();
    }
  }

  @Parameters(
      paramLabel = "JOB",
      completionCandidates = Names.class,
      description = "The job: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Spec
  void tellJobs(CommandSpec own) {
    Stream<String> jobs =
        Jobs.all().stream().map(job -> "  %-10s  %s".formatted(job.name(), job.plan().summary()));
    own.usageMessage().footer(Stream.concat(Stream.of("", "Jobs:"), jobs).toArray(String[]::new));
  }

  @Override
  List<Job> jobs() {
    return List.of(Jobs.named(name));
  }
}
