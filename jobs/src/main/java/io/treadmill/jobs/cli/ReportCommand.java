package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.report.Report;
import io.treadmill.jobs.report.ReportResult;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write the report: one HTML file and a picture for each symbol.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The HTML file (default: out/report-FROM_TO.html); pictures go beside it.")
  private Path out;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    UtcDays range = days.days();
    Settings settings = common.settings();
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forReading(settings, Clock.systemUTC(), console.progress())) {
      write(workspace, range, selection.selection(), out == null ? file(range) : out, console);
    }
    return 0;
  }

  /** Returns the default file of a range of days. */
  static Path file(UtcDays days) {
    return Path.of("out", "report-" + days.toString().replace("..", "_") + ".html");
  }

  /** Writes the report of a range and prints its files. */
  static void write(
      Workspace workspace, UtcDays days, Selection selection, Path out, Console console) {
    ReportResult result = Report.write(workspace.context(days, selection), out);
    result
        .pictures()
        .forEach(png -> console.print("picture                  " + png.toAbsolutePath()));
    console.print(
        String.format(
            Locale.ROOT,
            "report (%.1f MB)          %s",
            result.htmlBytes() / 1e6,
            result.html().toAbsolutePath()));
  }
}
