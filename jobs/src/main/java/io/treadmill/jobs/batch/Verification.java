package io.treadmill.jobs.batch;

import io.treadmill.conf.CodeVersion;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.ComputedDays.Computed;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.DayChange;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.fs.FSError;

/**
 * Computes a published day again from the inputs that the ledger says, and holds the rows against
 * those that are published. Nothing is published.
 */
public final class Verification {
  private final Workspace workspace;
  private final UtcDays day;
  private final ComputedDays computed;
  private final JobInputs inputsOf;
  private final String configurationHash;

  /**
   * What was found.
   *
   * @param tables how each table differs, what is published as the earlier state
   * @param refused why jobs could not be compared, by name
   */
  public record Found(List<DayChange> tables, List<String> refused) {
    /**
     * Ends well if all was compared and is the same.
     *
     * @throws UserError if rows differ (exit 4), or some could not be compared (exit 3)
     */
    public void check(LocalDate day) {
      List<DayChange> other = tables.stream().filter(table -> !table.isSame()).toList();
      if (!other.isEmpty()) {
        throw UserError.checkFailed(
            ("Cannot verify %s: computed again from the same inputs, %d of %d tables differ, the"
                    + " first is %s: %s (rows were changed by other means, or by another version;"
                    + " treadmill backfill --from %1$s --to %1$s --reprocess completed computes the"
                    + " day anew)")
                .formatted(
                    day,
                    other.size(),
                    tables.size(),
                    other.get(0).table(),
                    other.get(0).example()));
      }
      if (!refused.isEmpty()) {
        throw UserError.input(
            "Cannot verify %s whole: %s%s"
                .formatted(
                    day,
                    refused.get(0),
                    refused.size() == 1 ? "" : "; and %d more".formatted(refused.size() - 1)));
      }
    }
  }

  private Verification(Workspace workspace, LocalDate day) {
    this.workspace = workspace;
    this.day = UtcDays.of(day);
    this.computed = ComputedDays.of(workspace.ledger().told());
    this.configurationHash = SettingsOfRuns.hash(workspace.settings());
    this.inputsOf = new JobInputs(new SessionSources(workspace), computed, configurationHash);
  }

  /** Verifies what jobs, in an order in which each comes after those it reads, made of a day. */
  public static Found of(Workspace workspace, List<Job> jobs, LocalDate day) {
    Instant started = workspace.clock().instant();
    try {
      Found found = new Verification(workspace, day).verify(jobs);
      workspace.lake().discard();
      return found;
    } catch (RuntimeException | Error failure) {
      try {
        workspace.lake().discard();
        Recovery.removeLeftovers(workspace, started);
      } catch (RuntimeException | FSError hidden) {
        failure.addSuppressed(hidden);
      }
      throw failure;
    }
  }

  private Found verify(List<Job> jobs) {
    List<DayChange> tables = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Job job : jobs) {
      List<Computed> runs = computed.on(job, day.from(), Selection.ALL);
      Optional<String> why = refusal(job, runs);
      if (why.isPresent()) {
        refused.add("%s: %s".formatted(job.name(), why.get()));
        workspace.progress().tell("not verified: " + refused.get(refused.size() - 1));
        continue;
      }
      for (Computed run : runs) {
        workspace
            .progress()
            .tell(
                "verifying %s of %s as run %s computed it (%s%s)"
                    .formatted(
                        job.name(),
                        day.from(),
                        run.run().runId(),
                        run.selection(),
                        run.codeVersion().equals(CodeVersion.get())
                            ? ""
                            : "; by version %s, this is %s"
                                .formatted(run.codeVersion(), CodeVersion.get())));
        job.run(workspace.context(day, run.selection()));
      }
      Map<LakeTable, Set<LocalDate>> written = new HashMap<>();
      job.plan().writes().forEach(table -> written.put(table, Set.of(day.from())));
      tables.addAll(workspace.lake().changes(written));
    }
    return new Found(tables, refused);
  }

  /** Why a job cannot be compared; empty if all that it read is what it was. */
  private Optional<String> refusal(Job job, List<Computed> runs) {
    if (runs.isEmpty()) {
      return Optional.of("no run in the ledger computed %s".formatted(day.from()));
    }
    for (LakeTable table : job.plan().writes()) {
      if (!workspace.lake().exists(table)) {
        return Optional.of(
            "the lake has no table %s, an earlier version wrote it".formatted(table.name()));
      }
    }
    for (Computed run : runs) {
      if (!run.run().configurationHash().equals(configurationHash)) {
        SortedMap<String, String> then =
            SettingsOfRuns.kept(workspace.lake(), run.run().configurationHash());
        return Optional.of(
            "run %s had other settings: %s"
                .formatted(
                    run.run().runId(),
                    then.isEmpty()
                        ? "it kept their hash alone"
                        : String.join(
                            "; ",
                            SettingsOfRuns.changes(
                                then, SettingsOfRuns.values(workspace.settings())))));
      }
      SortedMap<String, String> now =
          inputsOf.of(job, day, run.selection()).byDay().get(day.from());
      if (!now.equals(run.inputs())) {
        return Optional.of(
            "its inputs are no longer those of run %s: %s (the next run computes it again)"
                .formatted(run.run().runId(), DayInputs.difference(run.inputs(), now)));
      }
    }
    return Optional.empty();
  }
}
