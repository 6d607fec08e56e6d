package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.report.Report;
import io.treadmill.jobs.report.ReportResult;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report. */
@Command(
    name = "report",
    description = "Write the report: one HTML file and a picture for each symbol.")
final class ReportCommand extends LakeCommand {
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The HTML file (default: out/report-FROM_TO.html); pictures go beside it.")
  private Path out;

  @Override
  public Integer call() {
    UtcDays range = days.days();
    return reading(workspace -> write(workspace, range, selection.selection(), out, console()));
  }

  /**
   * Writes the report of a range and prints its files.
   *
   * @param out the HTML file, or null for the default of the days
   */
  static void write(
      Workspace workspace, UtcDays days, Selection selection, Path out, Console console) {
    Path file =
        out != null ? out : Path.of("out", "report-%s.html".formatted(days).replace("..", "_"));
    ReportResult result = Report.write(workspace.context(days, selection), file);
    result
        .pictures()
        .forEach(png -> console.print("picture                  " + png.toAbsolutePath()));
    console.printf(
        "report (%.1f MB)          %s", result.htmlBytes() / 1e6, result.html().toAbsolutePath());
  }
}
