package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.cli.CommonOptions;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.DayOptions;
import io.treadmill.jobs.cli.SelectionOptions;
import io.treadmill.lab.validate.ThrottledLadder;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns what a feed of one print a second hides. */
@Command(
    name = "restoration",
    mixinStandardHelpOptions = true,
    description = {
      "Learn from a full feed what a feed of one print a second hides, and print the factors as"
          + " settings for --config.",
      "Read from the archive (--from, --to, --venue, --symbols), or from a simulated world."
    })
final class RestorationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Mixin private SelectionOptions selection;

  @Mixin private CommonOptions common;

  /** Where the full feed is. */
  static final class Source {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private DayOptions days;

    @Option(names = "--world", paramLabel = "W", description = "A simulated world, seed 101.")
    private String world;
  }

  @Override
  public Integer call() {
    Console console = new Console(spec);
    settings(source.world == null ? ofArchive(console) : ofWorld()).forEach(console::print);
    return 0;
  }

  private FeedRestoration ofWorld() {
    try {
      return ThrottledLadder.learn(source.world);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(e.getMessage());
    }
  }

  private FeedRestoration ofArchive(Console console) {
    UtcDays days = source.days.days();
    try (Workspace workspace =
        Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
      return FullFeed.learn(workspace.context(days, selection.selection()));
    }
  }

  /** The factors as a file of settings. */
  private static List<String> settings(FeedRestoration restoration) {
    String rows =
        restoration.factors().stream()
            .map(RestorationCommand::row)
            .collect(Collectors.joining(System.lineSeparator()));
    return List.of(
        "realised:",
        "  restoration:",
        "    origin: \"" + restoration.origin() + "\"",
        "    factors:",
        rows);
  }

  private static String row(List<Double> factors) {
    return factors.stream()
        .map(factor -> String.format(Locale.ROOT, "%.3f", factor))
        .collect(Collectors.joining(", ", "      - [", "]"));
  }
}
