package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Pieces.Piece;
import io.treadmill.jobs.batch.Planning.Asked;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.IcebergLake.Replaced;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.fs.FSError;

/**
 * Runs jobs over days and instruments, those that do not need one another side by side, and writes
 * the ledger. Only days are computed that are not yet, or whose input changed since; others than
 * those that were asked for among the latter.
 */
public final class Batch {
  /** What the ledger calls a run of days. */
  public static final String BATCH = "batch";

  private Workspace workspace;
  private final Options options;
  private final RunLedger ledger;
  private final String configurationHash;
  private final Instant began;
  private final ComputedDays computed;
  private final JobInputs inputsOf;
  private final Planning planning;
  private final SortedSet<String> vanished = new ConcurrentSkipListSet<>();
  private Reprocessed reprocessed;

  /** What is done with days that were asked for and that a run was about before. */
  public enum Reprocess {
    /** They are left as they are, also those of a run that failed. */
    NONE,
    /** Those of a run that failed are computed. */
    FAILED,
    /** All are computed again. */
    COMPLETED
  }

  /**
   * How days are computed.
   *
   * @param allowEmpty rows of days that vanished from the archive are removed, not kept
   * @param reprocess what is done with days that a run was about before
   * @param mostDays most days that are published in one step
   * @param what what the ledger calls the run
   */
  public record Options(boolean allowEmpty, Reprocess reprocess, int mostDays, String what) {
    /** Computes what is missing or changed, in one step. */
    public static Options usual(boolean allowEmpty, String what) {
      return new Options(allowEmpty, Reprocess.FAILED, Integer.MAX_VALUE, what);
    }

    /** Computes in steps of so many days. */
    public static Options inSteps(boolean allowEmpty, Reprocess reprocess, int mostDays) {
      String what = reprocess == Reprocess.COMPLETED ? Planning.REPROCESS : BATCH;
      return new Options(allowEmpty, reprocess, mostDays, what);
    }
  }

  /** Whether the ledger calls a run of days so. */
  public static boolean isOfDays(String what) {
    return List.of(BATCH, MissedNights.CATCH_UP, Planning.REPROCESS).contains(what);
  }

  /** Makes a batch. */
  public Batch(Workspace workspace, Options options) {
    this.workspace = workspace;
    this.options = options;
    this.ledger = workspace.ledger();
    this.configurationHash = SettingsOfRuns.hash(workspace.settings());
    this.began = workspace.clock().instant();
    this.computed = ComputedDays.of(ledger.told());
    this.inputsOf = new JobInputs(new SessionSources(workspace), computed, configurationHash);
    this.planning = new Planning(ledger.told(), computed, inputsOf, configurationHash, options);
  }

  /**
   * Runs the jobs in waves, pieces of days one after the other, and publishes what all of them
   * wrote of a piece in one step; if a job fails, nothing of its piece is published. The same batch
   * again goes on from what is published, and writes nothing if all is done.
   *
   * @param jobs in an order in which each comes after those whose tables it reads
   * @return tables written, all rows, the last commit of each; empty if all was done before
   */
  public Optional<Collection<Written>> run(List<Job> jobs, UtcDays days, Selection selection) {
    Asked asked = planning.asked(jobs, days, selection, began);
    planning.refuseOtherSettings(asked, workspace.settings(), workspace.lake());
    List<LocalDate> left = planning.leftOut(asked);
    if (!left.isEmpty()) {
      tell(
          "%d days are left out: a run of them failed or died, of %s first (--reprocess failed"
              + " computes them)",
          left.size(), left.get(0));
    }
    SortedMap<String, Written> written = new TreeMap<>();
    List<Piece> pieces = planning.pieces(asked, this::todo);
    if (pieces.isEmpty()) {
      tell(
          "already done: %s, %s; no input changed (--reprocess completed computes it again)",
          days, selection);
      return Optional.empty();
    }
    for (Piece piece : pieces) {
      if (pieces.size() > 1) {
        if (!Planning.hasWork(asked, piece.within(), this::todo)) {
          continue;
        }
        tell("%s: part %d of %d", piece.days(), pieces.indexOf(piece) + 1, pieces.size());
        workspace = workspace.next();
      }
      workspace
          .publishing(
              options.what,
              options.reprocess == Reprocess.COMPLETED ? days : piece.days(),
              selection,
              () -> runAll(asked, piece.within()))
          .forEach(table -> written.merge(table.table(), table, Batch::both));
    }
    return Optional.of(written.values());
  }

  /** Returns when a job was last published. */
  public Instant lastPublished() {
    return ledger.told().stream()
        .filter(row -> row.state() == State.DONE && row.days() != null)
        .map(Told::finished)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  private Collection<Written> runAll(Asked asked, UtcDays within) {
    reprocessed = new Reprocessed();
    SettingsOfRuns.keep(workspace.lake(), workspace.settings(), workspace.runId(), began);
    SortedMap<String, Written> written = new TreeMap<>();
    for (List<Job> wave : Waves.of(asked.jobs())) {
      List<Callable<List<RunReport>>> runs = new ArrayList<>();
      wave.forEach(job -> runs.add(() -> runOne(job, asked, within)));
      for (List<RunReport> reports : ConcurrentSteps.run(runs)) {
        for (RunReport report : reports) {
          report.written().forEach(table -> written.merge(table.table(), table, Batch::both));
        }
      }
    }
    reprocessed.write(workspace);
    return written.values();
  }

  private static Written both(Written one, Written next) {
    return new Written(one.table(), one.rows() + next.rows(), next.snapshotId());
  }

  private List<RunReport> runOne(Job job, Asked asked, UtcDays within) {
    Todo todo = todo(job, asked, within);
    List<RunReport> reports = new ArrayList<>();
    for (UtcDays days : todo.ranges()) {
      String why = todo.why(days);
      if (!why.isEmpty()) {
        tell("%s: computing %s: %s", job.name(), days, why);
      }
      reports.add(runOne(job, asked.selection(), days));
    }
    if (reports.isEmpty()) {
      tell("%s: already done", job.name());
    }
    return reports;
  }

  private RunReport runOne(Job job, Selection selection, UtcDays days) {
    Instant started = workspace.clock().instant();
    Ended ended = new Ended(job, days, selection, inputsOf.of(job, days, selection), started);
    reprocessed.begins(job, days, selection, computed);
    try {
      RunReport report = job.run(workspace.context(days, selection));
      refuseLostDays(ended);
      double seconds = Duration.between(started, workspace.clock().instant()).toMillis() / 1000.0;
      computed.add(add(ended, State.DONE, report.written(), null));
      for (Written table : report.written()) {
        tell("%s: %,d rows into %s", job.name(), table.rows(), table.table());
      }
      report.notes().forEach(note -> tell("%s: %s", job.name(), note));
      tell("%s: %s done in %.1f s", job.name(), days, seconds);
      return report;
    } catch (Exception
        | FSError e) { // Spark throws checked exceptions that its Java signatures do not name.
      RuntimeException located = located(job, e);
      add(ended, State.FAILED, List.of(), workspace.reason(located));
      throw located;
    }
  }

  /**
   * Days of the archive that vanished are told once; a run never replaces their rows by nothing.
   */
  private Todo todo(Job job, Asked asked, UtcDays within) {
    Todo todo = planning.todo(job, asked, within);
    todo.vanished().stream()
        .filter(vanished::add)
        .forEach(
            input ->
                tell(
                    "%s is gone from the archive; what was computed from it is kept (import it"
                        + " again, or remove its rows with --allow-empty)",
                    input));
    List<String> lost = todo.vanishedOf(asked.days());
    if (!lost.isEmpty()) {
      throw UserError.input(
          "Cannot compute %s of %s again: %s gone from the archive, and rows would be replaced by nothing (import it again, or say --allow-empty)"
              .formatted(
                  job.name(),
                  asked.days(),
                  String.join(", ", lost) + (lost.size() > 1 ? " are" : " is")));
    }
    return todo;
  }

  /**
   * Ends a batch whose tables are published but not whole.
   *
   * @throws UserError if days vanished from the archive (exit 3)
   */
  public void check() {
    if (!vanished.isEmpty()) {
      throw UserError.input(
          "%d days are gone from the archive that results were computed from, the first is %s; their rows are kept (import them again, or remove the rows with --allow-empty)"
              .formatted(vanished.size(), vanished.first()));
    }
  }

  private void refuseLostDays(Ended ended) {
    if (!options.allowEmpty) {
      Map<String, Replaced> replaced = workspace.lake().replaced();
      List<Replaced> own =
          ended.job.plan().writes().stream()
              .map(table -> replaced.get(table.name()))
              .filter(Objects::nonNull)
              .toList();
      LostDays.refuse(
          ended.job.name(),
          LostDays.of(own, ended.days, daysOfArchive(ended)),
          workspace.archive().uri());
    }
  }

  /** Days of the archive that the job read, or the makers of the tables that it read. */
  private Set<String> daysOfArchive(Ended ended) {
    Set<String> result =
        computed.daysOfArchive(ended.job, ended.days, ended.selection, configurationHash);
    result.addAll(ended.inputs.daysOfArchive());
    return result;
  }

  private void tell(String line, Object... values) {
    workspace.progress().tell(String.format(Locale.ROOT, line, values));
  }

  /** The system does not say where the disk is full. */
  private RuntimeException located(Job job, Throwable failure) {
    Failures.Outcome outcome = Failures.of(failure);
    if (outcome.exitCode() != ExitCode.STORAGE || failure instanceof UserError) {
      return failure instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException("Job " + job.name() + " failed", failure);
    }
    return UserError.storage(
        "%s; it happened in job %s on lake %s and archive %s"
            .formatted(
                outcome.message(),
                job.name(),
                workspace.settings().lake().uri(),
                workspace.archive().uri()),
        failure);
  }

  /** What the ledger says of a job, however it ends. */
  private record Ended(
      Job job, UtcDays days, Selection selection, DayInputs inputs, Instant started) {}

  private Told add(Ended ended, State state, List<Written> written, String message) {
    return ledger.add(
        new RunLedger.Entry(
            workspace.runId(),
            ended.job.name(),
            state,
            ended.days,
            ended.selection,
            ended.inputs,
            Editions.of(workspace.archive(), daysOfArchive(ended)),
            configurationHash,
            written,
            message,
            ended.started,
            workspace.clock().instant()));
  }
}
