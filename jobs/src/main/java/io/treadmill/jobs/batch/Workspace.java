package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.LakeSettings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * What is open while a command works: the session, the archive, the lake and, for writers, the
 * lock.
 */
public final class Workspace implements AutoCloseable {
  private static final DateTimeFormatter RUN_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Settings settings;
  private final RunLock lock;
  private final SparkSession spark;
  private final Archive archive;
  private final IcebergLake lake;
  private final String runId;
  private final Clock clock;
  private final Progress progress;

  private Workspace(Settings settings, RunLock lock, Clock clock, Progress progress) {
    this.settings = settings;
    this.lock = lock;
    this.clock = clock;
    this.progress = progress;
    this.runId =
        RUN_TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    this.spark = Sessions.open(settings);
    this.archive = Archive.open(spark, settings.archive());
    try {
      this.lake = IcebergLake.open(spark, runId);
    } catch (RuntimeException e) {
      spark.stop();
      throw e;
    }
  }

  /** Opens a workspace that may write. */
  public static Workspace forWriting(Settings settings, Clock clock, Progress progress) {
    RunLock lock = RunLock.take(settings);
    try {
      return new Workspace(settings, lock, clock, progress);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens a workspace that only reads.
   *
   * @throws UserError if a local lake is not there (exit 3)
   */
  public static Workspace forReading(Settings settings, Clock clock, Progress progress) {
    String uri = settings.lake().uri();
    if (LakeSettings.isLocal(uri) && !Files.isDirectory(Sessions.localPath(uri))) {
      throw UserError.input(
          ("Cannot read the lake: no folder %s (give it with --lake, or make it with "
                  + "`treadmill demo` or `treadmill backfill`)")
              .formatted(Sessions.localPath(uri)));
    }
    return new Workspace(settings, null, clock, progress);
  }

  /** Returns what a job is given for these days and instruments. */
  public RunContext context(UtcDays days, Selection selection) {
    return new RunContext(spark, settings, archive, lake, days, selection, runId, clock, progress);
  }

  /** Returns the settings. */
  public Settings settings() {
    return settings;
  }

  /** Returns the session. */
  public SparkSession spark() {
    return spark;
  }

  /** Returns the archive. */
  public Archive archive() {
    return archive;
  }

  /** Returns the lake. */
  public IcebergLake lake() {
    return lake;
  }

  /** Returns the ledger of the lake. */
  public RunLedger ledger() {
    return new RunLedger(spark, lake);
  }

  /** Returns the id of this run. */
  public String runId() {
    return runId;
  }

  /** Returns the clock of ledger and log. */
  public Clock clock() {
    return clock;
  }

  /** Returns where progress is told. */
  public Progress progress() {
    return progress;
  }

  @Override
  public void close() {
    try {
      spark.stop();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
