package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.UpkeepPolicy;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs every job for one day, then the report; with --fetch, brings and imports the files first.
 */
@Command(
    name = "nightly",
    description = {
      "Run every job for one day, then the report.",
      "With --fetch the whole night: download, import, jobs, report."
    })
final class NightlyCommand extends LakeCommand {
  @Option(
      names = "--date",
      defaultValue = "yesterday",
      paramLabel = "D",
      description = "UTC day, or yesterday (the default).")
  private String date;

  @Mixin private ReportOption report;

  @Option(
      names = "--fetch",
      description = "First download and import what fetch.sources of the settings names.")
  private boolean isFetch;

  @Option(names = "--allow-empty", description = BackfillCommand.ALLOW_EMPTY)
  private boolean isAllowEmpty;

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    LocalDate day =
        date.equals("yesterday")
            ? UtcDays.dayOf(clock.millis() * 1000).minusDays(1)
            : DayOptions.day("--date", date);
    UtcDays days = UtcDays.of(day);
    Downloads downloads = new Downloads(common().settings(), console(), clock);
    if (isFetch) {
      downloads.bringNight(day);
    }
    writing(
        workspace -> {
          downloads.ingest(workspace);
          Batch batch = new Batch(workspace, isAllowEmpty);
          console().printWritten(batch.run(Jobs.all(), days, Selection.ALL));
          ReportCommand.write(workspace, days, Selection.ALL, report.file(days), console());
          new UpkeepPolicy(workspace).afterNight(day);
          batch.check();
        });
    downloads.check();
    return 0;
  }
}
