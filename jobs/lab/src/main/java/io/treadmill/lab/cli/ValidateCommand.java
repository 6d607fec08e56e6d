package io.treadmill.lab.cli;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.cli.CommandGroup;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.ConsoleCommand;
import io.treadmill.jobs.cli.DayOptions;
import io.treadmill.jobs.cli.FurtherCommand;
import io.treadmill.jobs.cli.LakeCommand;
import io.treadmill.lab.validate.HiddenLevel;
import io.treadmill.lab.validate.InstrumentHistory;
import io.treadmill.lab.validate.RealLadder;
import io.treadmill.lab.validate.RealTuning;
import io.treadmill.lab.validate.WorldReport;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the models against what was realised. */
@Command(
    name = "validate",
    description = "Fit and score every model, on a lake or on simulated worlds.",
    subcommands = {
      ValidateCommand.Real.class,
      ValidateCommand.Worlds.class,
      ValidateCommand.Tune.class,
      ValidateMap.class,
      ValidateStatistics.class,
      RestorationCommand.class
    },
    synopsisSubcommandLabel = "(real | worlds | tune | map | statistics | restoration)")
public final class ValidateCommand extends CommandGroup implements FurtherCommand {
  private static int end(List<String> failed) {
    if (!failed.isEmpty()) {
      throw UserError.checkFailed("Stated bounds do not hold: " + String.join("; ", failed));
    }
    return 0;
  }

  /** The ladder on an instrument of the lake. */
  @Command(
      name = "real",
      description = {
        "Fit every model on training days of one instrument and score it on later days.",
        "Exit code 4 if the book has no skill there: the bounds are printed."
      })
  static final class Real extends LakeCommand {
    @Mixin private TrainingOptions training;

    @Option(
        names = "--test",
        required = true,
        arity = "2",
        paramLabel = "D",
        description = "First and last test day, after the training days.")
    private List<String> test;

    @Option(
        names = "--weekly",
        description = "Predict each week of the test by a fit of all days before it.")
    private boolean weekly;

    @Option(
        names = "--maps",
        description = "Score the standing maps of 1, 4 and 24 h too, by the code of the night.")
    private boolean maps;

    @Option(
        names = "--hide-totals",
        split = ",",
        paramLabel = "S",
        description = {
          "Print the level of the symbol with its own totals hidden: by the law of these symbols"
              + " of the venue and its traded volume."
        })
    private List<String> others = List.of();

    @Option(
        names = "--null",
        defaultValue = "0",
        paramLabel = "N",
        description = "Draws of the null of the score (default: none).")
    private int nulls;

    @Override
    public Integer call() {
      UtcDays trained = training.days();
      UtcDays tested = DayOptions.range("--test", test);
      if (!tested.from().isAfter(trained.to())) {
        throw UserError.usage(
            "Invalid --test: " + tested + " (must be after the training days " + trained + ")");
      }
      try {
        return reading(workspace -> end(failed(workspace, trained, tested)));
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }

    private List<String> failed(Workspace workspace, UtcDays trained, UtcDays tested) {
      Console console = console();
      InstrumentHistory history = training.history(workspace, tested.to());
      List<String> failed =
          new RealLadder(history, trained, tested).print(weekly, maps, nulls, console::print);
      if (!others.isEmpty()) {
        List<InstrumentHistory> read = new ArrayList<>();
        others.forEach(other -> read.add(training.history(workspace, other, tested.to())));
        new HiddenLevel(history, read, ParameterSet.REAL, trained, tested).print(console::print);
      }
      return failed;
    }
  }

  /** The ladder on simulated worlds. */
  @Command(
      name = "worlds",
      description = {
        "Run the ladder on seeds of a simulated world, whose true book is known.",
        "Exit code 4 if a bound that is stated for the world does not hold."
      })
  static final class Worlds extends ConsoleCommand {
    @Option(
        names = "--world",
        defaultValue = "base",
        paramLabel = "W",
        description = "base (default), hard, capped, no-impact, swing, trending or large.")
    private String world;

    @Option(
        names = "--seeds",
        defaultValue = "4",
        paramLabel = "N",
        description = "Number of seeds, from 1 (default: 4).")
    private int seeds;

    @Option(
        names = "--maps",
        description = {
          "Score the standing maps of 1, 4 and 24 h too, by the code of the night, also by distance"
              + " from the price."
        })
    private boolean maps;

    @Option(
        names = "--hide-totals",
        description =
            "Print the level of the world's ETH with its totals hidden: by the law of its BTC and"
                + " the traded volume.")
    private boolean hidden;

    @Override
    public Integer call() {
      try {
        return end(WorldReport.print(world, seeds, maps, hidden, console()::print));
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }
  }

  /** Settings of the book inside training days. */
  @Command(
      name = "tune",
      description =
          "Compare settings of the book inside training days of one instrument, by"
              + " cross-validation. Later days are not read.")
  static final class Tune extends LakeCommand {
    @Mixin private TrainingOptions training;

    @Option(
        names = "--folds",
        defaultValue = "6",
        paramLabel = "N",
        description = "Blocks of days (default: 6).")
    private int folds;

    @Override
    public Integer call() {
      UtcDays trained = training.days();
      try {
        return reading(
            workspace ->
                RealTuning.print(
                    training.history(workspace, trained.to()), trained, folds, console()::print));
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }
  }
}
