package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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

  /** The list is made when it is asked for: it needs each table, which no other command does. */
  @Spec
  void tellJobs(CommandSpec own) {
    own.usageMessage()
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help ->
                Jobs.all().stream()
                    .map(job -> "  %-10s  %s%n".formatted(job.name(), job.plan().summary()))
                    .collect(Collectors.joining("", "%nJobs:%n".formatted(), "")));
  }

  @Override
  List<Job> jobs() {
    return List.of(Jobs.named(name));
  }
}
