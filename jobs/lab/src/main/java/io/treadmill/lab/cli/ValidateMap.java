package io.treadmill.lab.cli;

import io.treadmill.book.models.Models;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.FormatOption;
import io.treadmill.jobs.cli.LakeCommand;
import io.treadmill.lab.captured.AmountUnit;
import io.treadmill.lab.captured.CaptureFile;
import io.treadmill.lab.captured.CaptureReport;
import io.treadmill.lake.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores a map that someone else drew. */
@Command(
    name = "map",
    description = {
      "Score captured maps, of a vendor or your own, beside the models of the night, on the windows"
          + " that follow them: in dollars as given, and scaled by one factor of the other days.",
      "Reads CSV or one JSON object a line (ts, price_low, price_high or price, side, value_usd or"
          + " value), and answers of CoinGlass liquidation heatmap (model 1 to 3), CoinAnk"
          + " liqHeatMap, Hyblock liquidation levels and heatmap. Price path, realised totals and"
          + " the models' predictions come from the lake."
    },
    footer = {
      "",
      "Skill is 1 - deviance / that of the model of the row, its interval needs 10 days. gain a print: mean"
          + " gain of log-likelihood of where prints of an hour fell, over the model drawn anew each bar.",
      "A window of 1 h starts at each full hour, one of 4 or 24 h at a multiple of it; it has the"
          + " last capture of the hour before its start.",
      "Our own map: treadmill sql --format csv \"SELECT ts, horizon_h, side, price_low, price_high,"
          + " expected_notional_usd FROM liquidation_heatmap WHERE venue = 'binance' AND symbol ="
          + " 'BTCUSDT'\""
    })
final class ValidateMap extends LakeCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Captures, one or more files.")
  private List<Path> files;

  @Option(
      names = "--instrument",
      required = true,
      paramLabel = "VENUE:SYMBOL",
      description = "The instrument, for example binance:BTCUSDT.")
  private String instrument;

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "T",
      description =
          "When a file that does not say so was taken, for example 2026-03-02T14:00:00Z; of several"
              + " files as many, in their order, separated by commas.")
  private List<String> at = List.of();

  @Option(
      names = "--unit",
      paramLabel = "U",
      description =
          "What amounts are where the file does not say: usd, base (coins) or none (relative"
              + " strength, scored scaled alone).")
  private AmountUnit unit;

  @Option(
      names = "--as",
      defaultValue = "captured",
      paramLabel = "NAME",
      description = "What to call the map (default: captured).")
  private String name;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    String[] names = instrument.split(":", 2);
    if (names.length < 2) {
      throw UserError.usage(
          "Invalid --instrument: %s (must be VENUE:SYMBOL, for example binance:BTCUSDT)"
              .formatted(instrument));
    }
    if (Models.scored().contains(name)) {
      throw UserError.usage(
          "Invalid --as: %s (must not be the name of a model of ours, which stands beside it)"
              .formatted(name));
    }
    CaptureReport report =
        new CaptureReport(name, unit != AmountUnit.NONE, CaptureFile.read(captureFiles()));
    Selection only = new Selection(names[0], new TreeSet<>(List.of(names[1])));
    reading(workspace -> report.score(workspace.context(report.days(), only)));
    Console console = console();
    if (format.isTable()) {
      report.lines().forEach(console::print);
    } else {
      format.print(CaptureReport.COLUMNS, report.rows().iterator(), row -> row, console);
    }
    return 0;
  }

  private List<CaptureFile> captureFiles() {
    if (!at.isEmpty() && at.size() != files.size()) {
      throw UserError.usage(
          "Invalid --at: %d instants (must be one for each of %d files)"
              .formatted(at.size(), files.size()));
    }
    List<CaptureFile> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      all.add(new CaptureFile(files.get(i), at.isEmpty() ? null : micros(at.get(i)), unit));
    }
    return all;
  }

  private static long micros(String text) {
    try {
      return CaptureFile.micros(text);
    } catch (IllegalArgumentException e) {
      throw UserError.usage("Invalid --at: " + e.getMessage());
    }
  }
}
