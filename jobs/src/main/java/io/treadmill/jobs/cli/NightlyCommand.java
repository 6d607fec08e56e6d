package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.conf.WatchSettings;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.MissedNights;
import io.treadmill.jobs.batch.UpkeepPolicy;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.watch.Watch;
import io.treadmill.jobs.watch.WatchEvent;
import io.treadmill.jobs.watch.WatchNotices;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
      "Nights that were missed since the last one are computed first (nightly.catch-up-days).",
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

  @Mixin private AcceptOption accept;

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    LocalDate day =
        date.equals("yesterday")
            ? UtcDays.dayOf(clock.millis() * 1000).minusDays(1)
            : DayOptions.day("--date", date);
    Settings settings = common().settings();
    Downloads downloads = new Downloads(settings, console(), clock, this::imported);
    if (isFetch) {
      List<LocalDate> missed = MissedNights.before(day, settings);
      downloads.bringNight(missed.isEmpty() ? day : missed.get(0), day);
    }
    running(
        workspace -> {
          accept.tell(workspace);
          downloads.ingest(workspace);
          catchUp(workspace, day);
          night(workspace, UtcDays.of(day));
        });
    downloads.check();
    return 0;
  }

  /** Computes nights that were missed, the oldest first, each as a night of its own. */
  private void catchUp(Workspace workspace, LocalDate day) {
    List<LocalDate> all = MissedNights.before(day, workspace.ledger().told());
    MissedNights.Plan missed =
        MissedNights.Plan.of(
            all,
            night -> MissedNights.hasInput(workspace, night),
            workspace.settings().nightly().catchUpDays());
    missed
        .empty()
        .forEach(
            night ->
                console()
                    .print(
                        "missed night %s: no trades and no klines of it are in the archive"
                            .formatted(night)));
    int most = missed.now().size() + missed.later().size();
    for (LocalDate night : missed.now()) {
      console()
          .print(
              "missed night %s: %d of %d".formatted(night, missed.now().indexOf(night) + 1, most));
      new Batch(workspace.next(), Options.usual(isAllowEmpty, MissedNights.CATCH_UP))
          .run(Jobs.all(), UtcDays.of(night), Selection.ALL);
    }
    if (!missed.later().isEmpty()) {
      throw UserError.input(
          "Cannot compute %s yet: %s before it still missing, from %s; %d caught up now (nightly.catch-up-days; run again, or treadmill backfill --from %3$s --to %1$s)"
              .formatted(
                  day, nights(missed.later().size()), missed.later().get(0), missed.now().size()));
    }
  }

  private static String nights(int count) {
    return count == 1 ? "1 night" : count + " nights";
  }

  private void night(Workspace workspace, UtcDays days) {
    Batch batch = new Batch(workspace, Options.usual(isAllowEmpty, Batch.BATCH));
    Optional<Collection<Written>> run = batch.run(Jobs.all(), days, Selection.ALL);
    published(run, days);
    if (run.isPresent()) {
      watch(workspace, days.to());
    }
    Path file = report.file(days);
    if (run.isPresent() || isOlder(file, batch.lastPublished())) {
      ReportCommand.write(workspace, days, Selection.ALL, file, console());
    }
    if (run.isPresent()) {
      new UpkeepPolicy(workspace).afterNight(days.to());
      leaveCpuSeconds(workspace.progress());
    }
    batch.check();
  }

  /** Leaves what the night took where the launcher finds it, who sets the next night up by it. */
  private static void leaveCpuSeconds(Progress progress) {
    String file = System.getProperty("treadmill.night-cpu-seconds");
    Optional<Duration> took = ProcessHandle.current().info().totalCpuDuration();
    if (file != null && took.isPresent()) {
      try {
        Files.writeString(Path.of(file), Long.toString(took.get().toSeconds()));
      } catch (IOException e) {
        progress.tell(
            "Cannot keep how long the night took in %s: %s (the next is set up as this one)"
                .formatted(file, e.getMessage()));
      }
    }
  }

  /** Keeps what the rules say of the night in a step of its own, and tells what fired. */
  private static void watch(Workspace workspace, LocalDate day) {
    WatchSettings settings = workspace.settings().watch();
    List<WatchEvent> events = Watch.events(workspace.lake(), settings.rules(), day);
    if (!events.isEmpty()) {
      workspace.publishing(
          "watch",
          null,
          Selection.ALL,
          () ->
              workspace
                  .lake()
                  .append(
                      LakeTables.WATCH_EVENT,
                      WatchEvent.rows(events, workspace.runId(), workspace.clock().instant())));
    }
    Watch.idle(settings.rules(), events).forEach(workspace.progress()::tell);
    events.stream()
        .filter(WatchEvent::fired)
        .forEach(event -> workspace.progress().tell("watch: " + event.told()));
    new WatchNotices(settings).tell(events).forEach(workspace.progress()::tell);
  }

  private static boolean isOlder(Path file, Instant instant) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
    } catch (IOException e) {
      return true;
    }
  }
}
