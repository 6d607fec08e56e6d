package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.IcebergLake.Replaced;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.fs.FSError;

/**
 * Runs jobs over days and instruments, those that do not need one another side by side, and writes
 * the ledger. Days that were computed before and whose input changed since, are computed again with
 * them.
 */
public final class Batch {
  private final Workspace workspace;
  private final RunLedger ledger;
  private final String configurationHash;
  private final ChangedInputs inputsOf;
  private final SortedSet<String> vanished = new ConcurrentSkipListSet<>();

  /**
   * Makes a batch.
   *
   * @param allowEmpty rows of days that vanished from the archive are removed, not kept
   */
  public Batch(Workspace workspace, boolean allowEmpty) {
    this.workspace = workspace;
    this.ledger = workspace.ledger();
    this.configurationHash = configurationHash(workspace.settings());
    this.inputsOf = new ChangedInputs(workspace, ledger, configurationHash, allowEmpty);
  }

  /**
   * Runs the jobs in waves and publishes what all of them wrote in one step; if a job fails,
   * nothing is published.
   *
   * @param jobs in an order in which each comes after those whose tables it reads
   * @return tables written, the last commit of each
   */
  public Collection<Written> run(List<Job> jobs, UtcDays days, Selection selection) {
    return workspace.publishing("batch", days, selection, () -> runAll(jobs, days, selection));
  }

  private Collection<Written> runAll(List<Job> jobs, UtcDays days, Selection selection) {
    SortedMap<String, Written> written = new TreeMap<>();
    for (List<Job> wave : Waves.of(jobs)) {
      List<Callable<RunReport>> runs = new ArrayList<>();
      wave.forEach(job -> runs.add(() -> runOne(job, days, selection)));
      for (RunReport report : ConcurrentSteps.run(runs)) {
        report.written().forEach(table -> written.put(table.table(), table));
      }
    }
    return written.values();
  }

  private RunReport runOne(Job job, UtcDays asked, Selection selection) {
    Instant started = workspace.clock().instant();
    UtcDays days = stretched(job, asked, selection);
    if (!days.equals(asked)) {
      tell("%s: input of earlier or later days changed; computing %s", job.name(), days);
    }
    Ended ended = new Ended(job, days, selection, inputsOf.of(job, days, selection), started);
    try {
      RunReport report = job.run(workspace.context(days, selection));
      refuseLostDays(ended);
      double seconds = Duration.between(started, workspace.clock().instant()).toMillis() / 1000.0;
      add(ended, State.DONE, report.written(), null);
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
  private UtcDays stretched(Job job, UtcDays asked, Selection selection) {
    ChangedInputs.Stretched stretched = inputsOf.stretched(job, asked, selection);
    stretched.vanished().stream()
        .filter(vanished::add)
        .forEach(
            input ->
                tell(
                    "%s is gone from the archive; what was computed from it is kept (import it"
                        + " again, or remove its rows with --allow-empty)",
                    input));
    List<String> lost = stretched.vanishedOf(asked);
    if (!lost.isEmpty()) {
      throw UserError.input(
          "Cannot compute %s of %s again: %s gone from the archive, and rows would be replaced by nothing (import it again, or say --allow-empty)"
              .formatted(
                  job.name(), asked, String.join(", ", lost) + (lost.size() > 1 ? " are" : " is")));
    }
    return stretched.days();
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
    if (!inputsOf.allowEmpty()) {
      Map<String, Replaced> replaced = workspace.lake().replaced();
      List<Replaced> own =
          ended.job.plan().writes().stream()
              .map(table -> replaced.get(table.name()))
              .filter(Objects::nonNull)
              .toList();
      LostDays.refuse(
          ended.job.name(),
          LostDays.of(own, ended.days, ended.inputs.keySet()),
          workspace.archive().uri());
    }
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
      Job job,
      UtcDays days,
      Selection selection,
      SortedMap<String, String> inputs,
      Instant started) {}

  private void add(Ended ended, State state, List<Written> written, String message) {
    ledger.add(
        new RunLedger.Entry(
            workspace.runId(),
            ended.job.name(),
            state,
            ended.days,
            ended.selection,
            ended.inputs,
            Editions.of(workspace.archive(), ended.inputs.keySet()),
            configurationHash,
            written,
            message,
            ended.started,
            workspace.clock().instant()));
  }

  /** Only what decides results: places, Spark and the size of the report do not. */
  static String configurationHash(Settings settings) {
    return Fingerprint.of(
        List.of(
                settings.archive().columns(),
                settings.archive().constants(),
                new TreeMap<>(settings.contracts()),
                settings.book(),
                settings.heatmap(),
                settings.calibration(),
                settings.statistics(),
                settings.realised())
            .toString());
  }
}
