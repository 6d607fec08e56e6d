package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.ConsoleCommand;
import io.treadmill.lab.validate.StatisticChecks;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks every statistic for what is known to be there, and for nothing where nothing is. */
@Command(
    name = "statistics",
    description = {
      "Check every statistic on simulated worlds with and without planted effects, and on series",
      "whose values are known: size, coverage, recovery. Exit code 4 if a stated bound fails."
    })
final class ValidateStatistics extends ConsoleCommand {
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
    public Iterator<String> iterator() {
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
    Console console = console();
    if (!StatisticChecks.run(only, effort, console::print, console.progress()::tell)) {
      throw UserError.checkFailed("Stated bounds do not hold; see the lines that say FAILED");
    }
    return 0;
  }
}
