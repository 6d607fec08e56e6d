package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.ingest.IngestResult;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.lake.Lake.Written;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Mixin;

/** A command that reads the settings and works on the archive and the lake that they name. */
public abstract class LakeCommand extends ConsoleCommand implements Measured {
  private static final double SECONDS_OF_DAY = 86_400;

  private final Instant started = Clock.systemUTC().instant();
  private final List<Written> written = new ArrayList<>();
  private final List<FileResult> imported = new ArrayList<>();
  @Mixin private CommonOptions common;
  private UtcDays published;
  private boolean isRun;

  protected CommonOptions common() {
    return common;
  }

  /** Prints what jobs wrote, if there was anything to do, and keeps it for the metrics. */
  void published(Optional<Collection<Written>> run, UtcDays days) {
    console().printRun(run);
    run.ifPresent(written::addAll);
    published = days;
  }

  /** Keeps what an import did for the metrics. */
  void imported(IngestResult result) {
    imported.addAll(result.files());
  }

  /** Of runs alone: who only asks leaves the metrics as they are. */
  @Override
  public void ended(int exitCode) {
    if (!isRun || common.settings().metrics().file().isBlank()) {
      return;
    }
    Instant now = Clock.systemUTC().instant();
    MetricsFile metrics =
        new MetricsFile(Path.of(common.settings().metrics().file()), spec().name());
    metrics.add("treadmill_exit_code", exitCode);
    metrics.add("treadmill_last_end_timestamp_seconds", now.getEpochSecond());
    metrics.add("treadmill_duration_seconds", Duration.between(started, now).toMillis() / 1000.0);
    if (exitCode == 0) {
      metrics.add("treadmill_last_success_timestamp_seconds", now.getEpochSecond());
    }
    if (!imported.isEmpty()) {
      metrics.add("treadmill_rows_read", sum(FileResult::rowsRead));
      metrics.add("treadmill_rows_accepted", sum(FileResult::rowsAccepted));
      metrics.add("treadmill_rows_rejected", sum(FileResult::rowsQuarantined));
    }
    written.forEach(
        table -> metrics.addTable("treadmill_rows_written", table.table(), table.rows()));
    if (published != null) {
      long day = published.to().toEpochDay();
      metrics.add("treadmill_published_day_timestamp_seconds", day * SECONDS_OF_DAY);
      metrics.add(
          "treadmill_published_day_lag_days",
          Math.floor(now.getEpochSecond() / SECONDS_OF_DAY) - 1 - day);
    }
    metrics.write();
  }

  private double sum(ToLongFunction<FileResult> rows) {
    return imported.stream().mapToLong(rows).sum();
  }

  /** Runs jobs or an import, which the metrics tell of; returns the exit code. */
  int running(Consumer<Workspace> work) {
    isRun = true;
    return writing(work);
  }

  /** Runs an import, which the metrics tell of; returns the exit code. */
  int importing(Consumer<Workspace> work) {
    isRun = true;
    return in(
        Workspace.forImport(common.settings(), Clock.systemUTC(), console().progress()), work);
  }

  /** Runs work in a workspace that may write; returns the exit code. */
  int writing(Consumer<Workspace> work) {
    return in(
        Workspace.forWriting(common.settings(), Clock.systemUTC(), console().progress()), work);
  }

  /** Runs work in a workspace that only reads; returns the exit code. */
  protected int reading(Consumer<Workspace> work) {
    return in(
        Workspace.forReading(common.settings(), Clock.systemUTC(), console().progress()), work);
  }

  private static int in(Workspace workspace, Consumer<Workspace> work) {
    try (workspace) {
      work.accept(workspace);
    } catch (RuntimeException e) {
      throw workspace.told(e);
    }
    return 0;
  }
}
