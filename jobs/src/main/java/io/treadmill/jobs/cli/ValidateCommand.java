package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.Workspace;
import io.treadmill.jobs.heatmap.InstrumentHistory;
import io.treadmill.jobs.validate.RealLadder;
import io.treadmill.jobs.validate.RealTuning;
import io.treadmill.jobs.validate.WorldReport;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the models against what was realised. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Fit and score every model, on a lake or on simulated worlds.",
    subcommands = {
      ValidateCommand.Real.class,
      ValidateCommand.Worlds.class,
      ValidateCommand.Tune.class,
      RestorationCommand.class
    },
    synopsisSubcommandLabel = "(real | worlds | tune | restoration)")
final class ValidateCommand implements Callable<Integer> {
  private static final int WARM_UP_DAYS = 30;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return 2;
  }

  private static int end(List<String> failed) {
    if (!failed.isEmpty()) {
      throw UserError.checkFailed("Stated bounds do not hold: " + String.join("; ", failed));
    }
    return 0;
  }

  /** Returns the selection of one symbol of a venue. */
  private static Selection only(String venue, String symbol) {
    return new Selection(venue, new TreeSet<>(List.of(symbol)));
  }

  /** Returns the first day of bars, where none is given. */
  private static LocalDate warmUp(String text, UtcDays train) {
    return text == null ? train.from().minusDays(WARM_UP_DAYS) : DayOptions.day("--warm-up", text);
  }

  /** The ladder on an instrument of the lake. */
  @Command(
      name = "real",
      mixinStandardHelpOptions = true,
      description = {
        "Fit every model on training days of one instrument and score it on later days.",
        "Exit code 4 if the book has no skill there: the bounds are printed."
      })
  static final class Real implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--venue", required = true, paramLabel = "V", description = "The venue.")
    private String venue;

    @Option(names = "--symbol", required = true, paramLabel = "S", description = "The symbol.")
    private String symbol;

    @Option(
        names = "--train",
        required = true,
        arity = "2",
        paramLabel = "D",
        description = "First and last training day.")
    private List<String> train;

    @Option(
        names = "--test",
        required = true,
        arity = "2",
        paramLabel = "D",
        description = "First and last test day, after the training days.")
    private List<String> test;

    @Option(
        names = "--warm-up",
        paramLabel = "D",
        description = "First day of bars that fill the book (default: 30 days before training).")
    private String warmUp;

    @Option(
        names = "--weekly",
        description = "Predict each week of the test by a fit of all days before it.")
    private boolean weekly;

    @Option(
        names = "--horizons",
        split = ",",
        paramLabel = "H",
        description = "Score frozen maps too, these hours ahead, for example 1,4,24.")
    private List<Integer> horizons = List.of();

    @Option(
        names = "--null",
        defaultValue = "0",
        paramLabel = "N",
        description = "Draws of the null of the score (default: none).")
    private int nulls;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
      UtcDays trained = days("--train", train);
      UtcDays tested = days("--test", test);
      if (!tested.from().isAfter(trained.to())) {
        throw UserError.usage(
            "Invalid --test: " + tested + " (must be after the training days " + trained + ")");
      }
      LocalDate from = warmUp(warmUp, trained);
      Console console = new Console(spec);
      try (Workspace workspace =
          Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
        InstrumentHistory history =
            InstrumentHistory.read(
                workspace.context(new UtcDays(from, tested.to()), only(venue, symbol)),
                trained.from(),
                trained.from(),
                trained.to());
        return end(
            new RealLadder(history, trained, tested)
                .print(weekly, horizons, nulls, console::print));
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }

    static UtcDays days(String option, List<String> texts) {
      LocalDate first = DayOptions.day(option, texts.get(0));
      LocalDate last = DayOptions.day(option, texts.get(1));
      if (last.isBefore(first)) {
        throw UserError.usage(
            "Invalid " + option + ": " + first + " " + last + " (must not end before it begins)");
      }
      return new UtcDays(first, last);
    }
  }

  /** The ladder on simulated worlds. */
  @Command(
      name = "worlds",
      mixinStandardHelpOptions = true,
      description = {
        "Run the ladder on seeds of a simulated world, whose true book is known.",
        "Exit code 4 if a bound that is stated for the world does not hold."
      })
  static final class Worlds implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--world",
        defaultValue = "base",
        paramLabel = "W",
        description = "base (default), hard, capped or no-impact.")
    private String world;

    @Option(
        names = "--seeds",
        defaultValue = "4",
        paramLabel = "N",
        description = "Number of seeds, from 1 (default: 4).")
    private int seeds;

    @Option(
        names = "--horizons",
        split = ",",
        paramLabel = "H",
        description = "Score frozen maps too, these hours ahead, for example 1,4,24.")
    private List<Integer> horizons = List.of();

    @Override
    public Integer call() {
      try {
        return end(WorldReport.print(world, seeds, horizons, new Console(spec)::print));
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }
  }

  /** Settings of the book inside training days. */
  @Command(
      name = "tune",
      mixinStandardHelpOptions = true,
      description =
          "Compare settings of the book inside training days of one instrument, by"
              + " cross-validation. Later days are not read.")
  static final class Tune implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--venue", required = true, paramLabel = "V", description = "The venue.")
    private String venue;

    @Option(names = "--symbol", required = true, paramLabel = "S", description = "The symbol.")
    private String symbol;

    @Option(
        names = "--train",
        required = true,
        arity = "2",
        paramLabel = "D",
        description = "First and last training day.")
    private List<String> train;

    @Option(
        names = "--warm-up",
        paramLabel = "D",
        description = "First day of bars that fill the book (default: 30 days before training).")
    private String warmUp;

    @Option(
        names = "--folds",
        defaultValue = "6",
        paramLabel = "N",
        description = "Blocks of days (default: 6).")
    private int folds;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
      UtcDays trained = Real.days("--train", train);
      Console console = new Console(spec);
      try (Workspace workspace =
          Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
        UtcDays read = new UtcDays(warmUp(warmUp, trained), trained.to());
        InstrumentHistory history =
            InstrumentHistory.read(
                workspace.context(read, only(venue, symbol)),
                trained.from(),
                trained.from(),
                trained.to());
        RealTuning.print(history, trained, folds, console::print);
        return 0;
      } catch (IllegalArgumentException e) {
        throw UserError.usage(e.getMessage());
      }
    }
  }
}
