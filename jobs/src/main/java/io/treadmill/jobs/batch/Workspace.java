package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Secrets;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.Session;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * What is open while a command works: the session, the archive, the lake and, for writers, the
 * lock.
 */
public record Workspace(
    Settings settings,
    RunLock lock,
    Termination termination,
    Session session,
    Archive archive,
    IcebergLake lake,
    RunLedger ledger,
    Audits audits,
    String runId,
    Clock clock,
    Progress progress)
    implements AutoCloseable {
  private static final DateTimeFormatter RUN_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static Workspace open(Settings settings, RunLock lock, Clock clock, Progress progress) {
    Session session = Session.of(Sessions.open(settings));
    return open(
        settings, lock, session, run -> IcebergLake.open(session.spark(), run), clock, progress);
  }

  private static Workspace open(
      Settings settings,
      RunLock lock,
      Session session,
      Function<String, IcebergLake> lakeOfRun,
      Clock clock,
      Progress progress) {
    String runId = newRunId(clock);
    try {
      Archive archive = Archive.open(session::spark, session.hadoop(), settings);
      IcebergLake lake = lakeOfRun.apply(runId);
      RunLedger ledger = new RunLedger(lake);
      return new Workspace(
          settings,
          lock,
          Termination.of(session),
          session,
          archive,
          lake,
          ledger,
          new Audits(settings.audit(), lake, runId, clock, progress),
          runId,
          clock,
          progress);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static String newRunId(Clock clock) {
    return RUN_TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Returns the same for the next run of a command, which is published by itself. */
  public Workspace next() {
    String next = newRunId(clock);
    IcebergLake ofNext = lake.ofRun(next);
    return new Workspace(
        settings,
        lock,
        termination,
        session,
        archive,
        ofNext,
        ledger,
        audits.ofRun(next, ofNext),
        next,
        clock,
        progress);
  }

  /** Opens a workspace that writes; what a run left that died is removed first. */
  public static Workspace forWriting(Settings settings, Clock clock, Progress progress) {
    return forWriting(settings, lock -> open(settings, lock, clock, progress));
  }

  /**
   * Opens a workspace for an import: it writes. Where Spark has no other processes, its session is
   * opened when it is first needed.
   */
  public static Workspace forImport(Settings settings, Clock clock, Progress progress) {
    Optional<Session> later = Sessions.later(settings);
    return later.isEmpty()
        ? forWriting(settings, clock, progress)
        : forWriting(
            settings,
            lock ->
                open(
                    settings,
                    lock,
                    later.get(),
                    run -> IcebergLake.open(Sessions.catalog(settings), run),
                    clock,
                    progress));
  }

  private static Workspace forWriting(Settings settings, Function<RunLock, Workspace> open) {
    RunLock lock = RunLock.take(settings);
    try {
      Workspace workspace = open.apply(lock);
      try {
        Recovery.of(workspace);
        return workspace;
      } catch (RuntimeException e) {
        workspace.close();
        throw e;
      }
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
    Sessions.requireFolder(settings);
    return open(settings, RunLock.NONE, clock, progress);
  }

  /** Returns the Spark session, which is opened if it is not. */
  public SparkSession spark() {
    return session.spark();
  }

  public RunContext context(UtcDays days, Selection selection) {
    return new RunContext(
        spark(), settings, archive, lake, days, selection, runId, clock, progress);
  }

  /** Returns what a failure is, if the process was asked to end: then that is why. */
  public RuntimeException told(RuntimeException failure) {
    boolean isTold = failure instanceof UserError error && error.exitCode() == ExitCode.TERMINATED;
    return termination.isAsked() && !isTold ? UserError.terminated(failure) : failure;
  }

  /** Returns why something failed, as it may be written down. */
  String reason(Throwable failure) {
    return Secrets.of(settings, System.getenv()).hide(Failures.of(failure).message());
  }

  /**
   * Does a piece of work, all of whose tables are published in one step at its end, with its rows
   * of the ledger, or none is. A row says before that it began.
   *
   * @param what what the work is, for the ledger
   * @param days days computed; null for an import
   */
  public <T> T publishing(String what, UtcDays days, Selection selection, Supplier<T> work) {
    return new Run(this, what, days, selection).publish(work);
  }

  @Override
  public void close() {
    try (lock;
        termination) {
      session.close();
    }
  }
}
