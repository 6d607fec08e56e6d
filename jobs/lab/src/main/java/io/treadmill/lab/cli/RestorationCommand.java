package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.cli.DayOptions;
import io.treadmill.jobs.cli.LakeCommand;
import io.treadmill.jobs.cli.SelectionOptions;
import io.treadmill.lab.validate.ThrottledLadder;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns what a feed of one print a second hides. */
@Command(
    name = "restoration",
    description = {
      "Learn from a full feed what a feed of one print a second hides, and print the factors as"
          + " settings for --config.",
      "Read from the archive (--from, --to, --venue, --symbols), or from a simulated world."
    })
final class RestorationCommand extends LakeCommand {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @Mixin private SelectionOptions selection;

  /** Where the full feed is. */
  static final class Source {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private DayOptions days;

    @Option(names = "--world", paramLabel = "W", description = "A simulated world, seed 101.")
    private String world;
  }

  @Override
  public Integer call() {
    if (source.world != null) {
      print(ofWorld());
      return 0;
    }
    UtcDays days = source.days.days();
    return reading(
        workspace -> print(FullFeed.learn(workspace.context(days, selection.selection()))));
  }

  private FeedRestoration ofWorld() {
    try {
      return ThrottledLadder.learn(source.world);
    } catch (IllegalArgumentException e) {
      throw UserError.usage(e.getMessage());
    }
  }

  /** Prints the factors as a file of settings. */
  private void print(FeedRestoration restoration) {
    String rows =
        restoration.factors().stream()
            .map(RestorationCommand::row)
            .collect(Collectors.joining(System.lineSeparator()));
    List.of(
            "realised:",
            "  restoration:",
            "    origin: \"" + restoration.origin() + "\"",
            "    factors:",
            rows)
        .forEach(console()::print);
  }

  private static String row(List<Double> factors) {
    return factors.stream()
        .map(factor -> String.format(Locale.ROOT, "%.3f", factor))
        .collect(Collectors.joining(", ", "      - [", "]"));
  }
}
