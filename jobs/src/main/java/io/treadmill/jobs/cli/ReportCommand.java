package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.report.Report;
import io.treadmill.jobs.report.ReportResult;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the report. */
@Command(
    name = "report",
    description = {
      "Write the report: one HTML file and a picture for each symbol.",
      "Over 10 MB the file is an index, and each asset has a page in a folder beside it."
    })
final class ReportCommand extends LakeCommand {
  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;
  @Mixin private ReportOption report;

  @Override
  public Integer call() {
    UtcDays range = days.days();
    return reading(
        workspace -> write(workspace, range, selection.selection(), report.file(range), console()));
  }

  /** Writes the report of a range and prints its files. */
  static void write(
      Workspace workspace, UtcDays days, Selection selection, Path file, Console console) {
    ReportResult result = Report.write(workspace.context(days, selection), workspace.lake(), file);
    result
        .pictures()
        .forEach(png -> console.print("picture                  " + png.toAbsolutePath()));
    if (result.pages() > 0) {
      console.printf(
          "too large for one file: %s is the index, with its %,d files beside it",
          result.html().getFileName(), result.pages());
    }
    console.printf(
        "report (%.1f MB)          %s", result.bytes() / 1e6, result.html().toAbsolutePath());
  }
}
