package io.treadmill.jobs.batch;

import io.treadmill.conf.CodeVersion;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.ComputedDays.Computed;
import io.treadmill.jobs.batch.Pieces.Piece;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.Lake;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a batch has to compute, and why: the ledger held against the archive and the settings. */
final class Planning {
  /** What the ledger calls a run that computes again what is there. */
  static final String REPROCESS = "reprocess";

  private static final String AGAIN = "asked for again";

  private final List<Told> rows;
  private final ComputedDays computed;
  private final JobInputs inputsOf;
  private final String configurationHash;
  private final Options options;

  /**
   * Plans batches.
   *
   * @param rows what the ledger says, in order of time
   * @param computed the same by day, with what was computed since
   */
  Planning(
      List<Told> rows,
      ComputedDays computed,
      JobInputs inputsOf,
      String configurationHash,
      Options options) {
    this.rows = rows;
    this.computed = computed;
    this.inputsOf = inputsOf;
    this.configurationHash = configurationHash;
    this.options = options;
  }

  /**
   * What a batch is about.
   *
   * @param since what was computed since is not computed again
   * @param failed days of runs that failed or died
   */
  record Asked(
      List<Job> jobs,
      UtcDays days,
      Selection selection,
      Instant since,
      NavigableSet<LocalDate> failed) {}

  /** Returns what a batch is about that begins now. */
  Asked asked(List<Job> jobs, UtcDays days, Selection selection, Instant began) {
    return new Asked(jobs, days, selection, since(jobs, days, selection, began), failed(selection));
  }

  /** Finds what a job has to do. */
  interface Finding {
    Todo todo(Job job, Asked asked, UtcDays within);
  }

  /** Returns whether a job has anything to do. */
  static boolean hasWork(Asked asked, UtcDays within, Finding finding) {
    return asked.jobs.stream()
        .anyMatch(job -> !finding.todo(job, asked, within).reasons().isEmpty());
  }

  /** Returns what a job has to do on some days. */
  Todo todo(Job job, Asked asked, UtcDays within) {
    Todo todo =
        Todo.of(
            new Todo.Question(
                asked.days,
                asked.selection,
                within,
                job.standsOnDaysBefore(),
                options.allowEmpty(),
                options.reprocess() == Reprocess.NONE ? asked.failed : Set.of()),
            inputsOf.compared(job, asked.selection));
    again(job, asked, within)
        .forEach(
            day ->
                todo.reasons()
                    .putIfAbsent(
                        day,
                        asked.days.contains(day)
                            ? AGAIN
                            : "goes on from a day that is asked for again"));
    todo.leaveOutVanished(asked.days);
    if (options.allowEmpty()
        && !todo.reasons().isEmpty()
        && !todo.reasons().firstKey().isAfter(asked.days.to())) {
      // Days that are emptied are computed with days that are not: a run of nothing is refused.
      new UtcDays(todo.reasons().firstKey(), asked.days.to())
          .days().stream()
              .filter(within::contains)
              .forEach(day -> todo.reasons().putIfAbsent(day, AGAIN));
    }
    return todo;
  }

  /**
   * Returns days that are computed again though no input changed: those of a reprocessing, with the
   * days that stand on them, and those that another version of Treadmill computed.
   */
  private List<LocalDate> again(Job job, Asked asked, UtcDays within) {
    boolean isAll = options.reprocess() == Reprocess.COMPLETED;
    UtcDays days =
        isAll && job.standsOnDaysBefore()
            ? computed.throughLast(job, asked.days, asked.selection, configurationHash)
            : asked.days;
    return days.days().stream()
        .filter(within::contains)
        .filter(
            day ->
                computed
                    .latest(job, day, asked.selection, configurationHash)
                    .filter(
                        last ->
                            isAll && last.finished().isBefore(asked.since)
                                || !last.codeVersion().equals(CodeVersion.get()))
                    .isPresent())
        .toList();
  }

  /** Returns the pieces that are published each in one step; none if there is nothing to do. */
  List<Piece> pieces(Asked asked, Finding finding) {
    if (options.mostDays() == Integer.MAX_VALUE) {
      return hasWork(asked, Pieces.ALWAYS, finding)
          ? List.of(new Piece(asked.days, Pieces.ALWAYS))
          : List.of();
    }
    NavigableSet<LocalDate> days = new TreeSet<>();
    asked.jobs.forEach(
        job -> days.addAll(finding.todo(job, asked, Pieces.ALWAYS).reasons().keySet()));
    return Pieces.of(days, options.mostDays());
  }

  /** A reprocessing that did not come to its end is gone on with by the same command. */
  private Instant since(List<Job> jobs, UtcDays days, Selection selection, Instant began) {
    if (options.reprocess() != Reprocess.COMPLETED) {
      return began;
    }
    Instant since = null;
    for (int i = 0; i < rows.size(); i++) {
      Told row = rows.get(i);
      if (row.job().equals(REPROCESS)
          && row.state() == State.STARTED
          && row.days().equals(days)
          && row.selection().equals(selection.toString())
          && row.configurationHash().equals(configurationHash)
          && (since == null
              || ComputedDays.of(rows.subList(0, i))
                  .isDone(jobs, days, selection, configurationHash, since))) {
        since = row.started();
      }
    }
    return since == null || computed.isDone(jobs, days, selection, configurationHash, since)
        ? began
        : since;
  }

  private NavigableSet<LocalDate> failed(Selection selection) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    rows.stream()
        .filter(row -> row.state() == State.FAILED || row.state() == State.DIED)
        .filter(row -> row.days() != null)
        .filter(row -> Selection.ofText(row.selection()).overlaps(selection))
        .forEach(row -> days.addAll(row.days().days()));
    return days;
  }

  /** Returns days that are not computed because a run of them failed or died. */
  List<LocalDate> leftOut(Asked asked) {
    return options.reprocess() != Reprocess.NONE
        ? List.of()
        : asked.failed.stream()
            .filter(asked.days::contains)
            .filter(
                day ->
                    asked.jobs.stream()
                        .anyMatch(
                            job ->
                                computed
                                    .latest(job, day, asked.selection, configurationHash)
                                    .isEmpty()))
            .toList();
  }

  /**
   * Tables do not hold results of two settings: whoever changes one computes all again.
   *
   * @throws UserError if days would be left that were computed under others (exit 2)
   */
  void refuseOtherSettings(Asked asked, Settings settings, Lake lake) {
    List<Computed> left =
        computed.underOthers(
            configurationHash,
            (job, whom) ->
                options.reprocess() == Reprocess.COMPLETED
                    && asked.jobs.stream().anyMatch(own -> own.name().equals(job))
                    && asked.selection.containsAll(whom),
            asked.days);
    if (left.isEmpty()) {
      return;
    }
    SortedSet<LocalDate> days = new TreeSet<>();
    computed
        .underOthers(configurationHash, (job, whom) -> false, asked.days)
        .forEach(of -> days.add(of.day()));
    Told last = left.stream().max(Comparator.comparing(Computed::finished)).orElseThrow().run();
    SortedMap<String, String> then = SettingsOfRuns.kept(lake, last.configurationHash());
    List<String> changes = SettingsOfRuns.changes(then, SettingsOfRuns.values(settings));
    throw UserError.usage(
        "Invalid settings for this lake: %1$s (%2$s to %3$s were computed so by %4$s, and a table holds results of one setting. Set it back, or compute all again: treadmill backfill --from %2$s --to %3$s --reprocess completed)"
            .formatted(
                then.isEmpty()
                    ? "they differ from those of its tables, of which an earlier version kept the hash alone"
                    : String.join("; ", changes),
                days.first(),
                days.last(),
                last.runId()));
  }
}
