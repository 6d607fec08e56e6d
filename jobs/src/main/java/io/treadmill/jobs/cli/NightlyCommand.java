package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs every job for one day, then the report; with --fetch, brings and imports the files first.
 */
@Command(
    name = "nightly",
    mixinStandardHelpOptions = true,
    description = {
      "Run every job for one day, then the report.",
      "With --fetch the whole night: download, import, jobs, report."
    })
final class NightlyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--date",
      defaultValue = "yesterday",
      paramLabel = "D",
      description = "UTC day, or yesterday (the default).")
  private String date;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The HTML file of the report (default: out/report-D.html).")
  private Path out;

  @Option(
      names = "--fetch",
      description = "First download and import what fetch.sources of the settings names.")
  private boolean isFetch;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    LocalDate day =
        date.equals("yesterday")
            ? UtcDays.dayOf(clock.millis() * 1000).minusDays(1)
            : DayOptions.day("--date", date);
    Settings settings = common.settings();
    Console console = new Console(spec);
    Downloads downloads = new Downloads(settings, console, clock);
    if (isFetch) {
      downloads.bringNight(day);
    }
    try (Workspace workspace = Workspace.forWriting(settings, clock, console.progress())) {
      UtcDays days = UtcDays.of(day);
      downloads.ingest(workspace);
      console.printWritten(new Batch(workspace).run(Jobs.all(), days, Selection.ALL));
      Path file = out == null ? ReportCommand.file(days) : out;
      ReportCommand.write(workspace, days, Selection.ALL, file, console);
    }
    downloads.check();
    return 0;
  }
}
