package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.export.Export;
import io.treadmill.jobs.export.ExportFormat;
import io.treadmill.jobs.export.Known;
import io.treadmill.jobs.export.Known.From;
import io.treadmill.market.contract.Asset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes files for back-testers. */
@Command(
    name = "export",
    description = {
      "Write the map, its zones, its sums by move, what was forced and positioning as files for "
          + "a back-tester: nautilus (custom data of a Parquet catalog), freqtrade (an hourly frame "
          + "for each pair, for merge_informative_pair) or hftbacktest (arrays of numpy beside the "
          + "feed). Each value has the instant from which on it could be known; "
          + "docs/backtesting.md says how each is read."
    })
final class ExportCommand extends LakeCommand {
  private static final Set<Integer> HORIZONS = Set.of(0, 1, 4, 24);
  private static final int NIGHT_MINUTES = 180;
  private static final int MOST_DELAY_MINUTES = 7 * 24 * 60;

  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--asset",
      split = ",",
      paramLabel = "A",
      description =
          "The map of an asset over its instruments in USD, for example BTC (job asset), instead of "
              + "the series of instruments; with --venue or --symbols beside theirs.")
  private List<String> assets = new ArrayList<>();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "F",
      description = "nautilus, freqtrade or hftbacktest.")
  private ExportFormat format;

  @Option(
      names = "--known",
      required = true,
      paramLabel = "WHEN",
      description =
          "When a value could be known. night: after the end of its UTC day, when a night publishes "
              + "it. instant: at the end of the data that it reads, if you compute maps during the "
              + "day.")
  private From known;

  @Option(
      names = "--delay-minutes",
      paramLabel = "N",
      description = "Minutes that it takes from then on (default: night 180, instant 0).")
  private Integer delayMinutes;

  @Option(
      names = "--horizon",
      defaultValue = "0",
      paramLabel = "H",
      description = "Hours of the map: 0 (the default), 1, 4 or 24, see liquidation_heatmap.")
  private int horizon;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
  private Path out;

  @Override
  public Integer call() {
    int delay = delayMinutes != null ? delayMinutes : known == From.NIGHT ? NIGHT_MINUTES : 0;
    if (delay < 0 || delay > MOST_DELAY_MINUTES) {
      throw UserError.usage(
          "Invalid --delay-minutes: %d (must be in 0..%d)".formatted(delay, MOST_DELAY_MINUTES));
    }
    if (!HORIZONS.contains(horizon)) {
      throw UserError.usage("Invalid --horizon: %d (must be 0, 1, 4 or 24)".formatted(horizon));
    }
    SortedSet<String> names = new TreeSet<>();
    assets.forEach(asset -> names.add(Asset.of(asset).name()));
    Export export = new Export(format, new Known(known, Duration.ofMinutes(delay)), horizon, names);
    return reading(
        workspace ->
            export
                .write(workspace.context(days.days(), selection.selection()), out)
                .forEach(console()::print));
  }
}
