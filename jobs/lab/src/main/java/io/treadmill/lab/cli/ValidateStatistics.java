package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.lab.validate.StatisticChecks;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks every statistic for what is known to be there, and for nothing where nothing is. */
@Command(
    name = "statistics",
    mixinStandardHelpOptions = true,
    description = {
      "Check every statistic on simulated worlds with and without planted effects, and on series",
      "whose values are known: size, coverage, recovery. Exit code 4 if a stated bound fails."
    })
final class ValidateStatistics implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Run these checks only: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> only = List.of();

  @Option(
      names = "--effort",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Share of the seeds and draws to run, in (0, 1] (default: ${DEFAULT-VALUE}).")
  private double effort;

  /** The names of the checks. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return StatisticChecks.names().iterator();
    }
  }

  @Override
  public Integer call() {
    for (String name : only) {
      if (!StatisticChecks.names().contains(name)) {
        throw UserError.usage(
            "Unknown check: " + name + " (one of " + StatisticChecks.names() + ")");
      }
    }
    if (!(effort > 0 && effort <= 1)) {
      throw UserError.usage("Invalid --effort: " + effort + " (must be in (0, 1])");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!StatisticChecks.run(only, effort, out, err::println)) {
      throw UserError.checkFailed("Stated bounds do not hold; see the lines that say FAILED");
    }
    return 0;
  }
}
