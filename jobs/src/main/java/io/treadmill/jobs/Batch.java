package io.treadmill.jobs;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

  /** Makes a batch in a workspace. */
  public Batch(Workspace workspace) {
    this.workspace = workspace;
    this.ledger = workspace.ledger();
    this.configurationHash = configurationHash(workspace.settings());
  }

  /**
   * Runs the jobs in waves; the first wave in which a job fails is the last.
   *
   * @param jobs in an order in which each comes after those whose tables it reads
   * @return tables written, the last commit of each
   */
  public Collection<Written> run(List<Job> jobs, UtcDays days, Selection selection) {
    SortedMap<String, Written> written = new TreeMap<>();
    for (List<Job> wave : waves(jobs)) {
      List<Callable<RunReport>> runs = new ArrayList<>();
      wave.forEach(job -> runs.add(() -> runOne(job, days, selection)));
      for (RunReport report : SideBySide.run(runs)) {
        report.written().forEach(table -> written.put(table.table(), table));
      }
    }
    return written.values();
  }

  /** A job that reads what one of the wave writes begins the next wave. */
  static List<List<Job>> waves(List<Job> jobs) {
    List<List<Job>> waves = new ArrayList<>();
    List<Job> wave = new ArrayList<>();
    for (Job job : jobs) {
      if (wave.stream().anyMatch(other -> !Collections.disjoint(other.writes(), job.reads()))) {
        waves.add(wave);
        wave = new ArrayList<>();
      }
      wave.add(job);
    }
    waves.add(wave);
    return waves;
  }

  private RunReport runOne(Job job, UtcDays asked, Selection selection) {
    Instant started = workspace.clock().instant();
    UtcDays days = withChangedDays(job, asked, selection);
    if (!days.equals(asked)) {
      workspace
          .progress()
          .tell(job.name() + ": input of earlier or later days changed; computing " + days);
    }
    SortedMap<String, String> inputs = inputs(job, days, selection);
    try {
      RunReport report = job.run(workspace.context(days, selection));
      Instant finished = workspace.clock().instant();
      add(job, "done", days, selection, inputs, report.written(), null, started);
      long millis = Duration.between(started, finished).toMillis();
      for (Written table : report.written()) {
        workspace
            .progress()
            .tell(
                String.format(
                    Locale.ROOT, "%s: %,d rows into %s", job.name(), table.rows(), table.table()));
      }
      report.notes().forEach(note -> workspace.progress().tell(job.name() + ": " + note));
      workspace
          .progress()
          .tell(
              String.format(
                  Locale.ROOT, "%s: %s done in %.1f s", job.name(), days, millis / 1000.0));
      return report;
    } catch (Exception
        | FSError e) { // Spark throws checked exceptions that its Java signatures do not name.
      RuntimeException located = located(job, e);
      addFailure(job, days, selection, inputs, located, started);
      throw located;
    }
  }

  /** The system does not say where the disk is full. */
  private RuntimeException located(Job job, Throwable failure) {
    Failures.Ending ending = Failures.of(failure);
    if (ending.exitCode() != ExitCode.STORAGE || failure instanceof UserError) {
      return failure instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException("Job " + job.name() + " failed", failure);
    }
    return UserError.storage(
        ending.message()
            + "; it happened in job "
            + job.name()
            + " on lake "
            + workspace.settings().lake().uri()
            + " and archive "
            + workspace.archive().uri(),
        failure);
  }

  /** The ledger must not hide the failure that it records. */
  private void addFailure(
      Job job,
      UtcDays days,
      Selection selection,
      SortedMap<String, String> inputs,
      RuntimeException failure,
      Instant started) {
    try {
      add(
          job,
          "failed",
          days,
          selection,
          inputs,
          List.of(),
          Failures.of(failure).message(),
          started);
    } catch (RuntimeException | FSError e) {
      failure.addSuppressed(e);
    }
  }

  private void add(
      Job job,
      String state,
      UtcDays days,
      Selection selection,
      SortedMap<String, String> inputs,
      List<Written> written,
      String message,
      Instant started) {
    ledger.add(
        new RunLedger.Entry(
            workspace.runId(),
            job.name(),
            state,
            days,
            selection,
            inputs,
            configurationHash,
            written,
            message,
            started,
            workspace.clock().instant()));
  }

  /** What the job reads: days of the archive, and what the tables it reads were made of. */
  private SortedMap<String, String> inputs(Job job, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    for (ArchiveDataset dataset : job.readsArchive()) {
      result.putAll(workspace.archive().fingerprint(dataset, days, job.readsOf(selection)));
    }
    result.putAll(job.furtherInputs(workspace.context(days, selection)));
    for (Job maker : Jobs.all()) {
      if (maker != job && !Collections.disjoint(maker.writes(), job.reads())) {
        RunLedger.Inputs used = ledger.usedInputs(maker.name(), configurationHash).get(selection);
        if (used != null) {
          used.hashes().entrySet().stream()
              .filter(input -> day(input.getKey()).map(days::contains).orElse(true))
              .forEach(input -> result.put(maker.name() + ":" + input.getKey(), input.getValue()));
        }
      }
    }
    return result;
  }

  /** Stretches the days over those that were computed before, from input that has changed since. */
  private UtcDays withChangedDays(Job job, UtcDays days, Selection selection) {
    Map<Selection, RunLedger.Inputs> used = ledger.usedInputs(job.name(), configurationHash);
    Map<Selection, SortedMap<String, String>> now = new HashMap<>();
    used.forEach((whom, inputs) -> now.put(whom, inputs(job, inputs.days(), whom)));
    UtcDays result = days;
    for (Map.Entry<Selection, RunLedger.Inputs> runs : used.entrySet()) {
      Selection whom = runs.getKey();
      if (!whom.overlaps(selection)) {
        continue;
      }
      for (String input : changed(runs.getValue().hashes(), now.get(whom))) {
        boolean settled =
            used.keySet().stream()
                .filter(other -> !other.equals(whom) && other.containsAll(whom))
                .anyMatch(
                    other -> {
                      String then = used.get(other).hashes().get(input);
                      return then != null && then.equals(now.get(other).get(input));
                    });
        if (!settled) {
          result = stretched(result, runs.getValue().days(), day(input));
        }
      }
    }
    return result;
  }

  /** A day that was not there before is no reason to compute others; facts and long files are. */
  private static List<String> changed(
      SortedMap<String, String> then, SortedMap<String, String> now) {
    return now.entrySet().stream()
        .filter(input -> !input.getValue().equals(then.get(input.getKey())))
        .map(Map.Entry::getKey)
        .filter(input -> then.containsKey(input) || day(input).isEmpty() || isFact(input))
        .toList();
  }

  /** Facts are valid from their day on: those of the archive, and fits. */
  private static boolean isFact(String input) {
    return input.startsWith(LakeTables.LEVERAGE_LAW.name() + "/")
        || Arrays.stream(ArchiveDataset.values())
            .anyMatch(dataset -> !dataset.isTimed() && input.startsWith(dataset.folder() + "/"));
  }

  /** A file of many days concerns all that were computed. */
  private static UtcDays stretched(UtcDays days, UtcDays known, Optional<LocalDate> day) {
    LocalDate first = later(known.from(), day.orElse(known.from()));
    LocalDate end = day.isPresent() ? first : known.to();
    if (first.isAfter(known.to())) {
      return days;
    }
    return new UtcDays(
        first.isBefore(days.from()) ? first : days.from(),
        end.isAfter(days.to()) ? end : days.to());
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  /** An input of one day is named dataset/venue/product/day; files of others have other names. */
  private static Optional<LocalDate> day(String input) {
    String last = input.substring(input.lastIndexOf('/') + 1);
    return last.matches("\\d{4}-\\d{2}-\\d{2}")
        ? Optional.of(LocalDate.parse(last))
        : Optional.empty();
  }

  /** Only what decides results: places, Spark and the size of the report do not. */
  static String configurationHash(Settings settings) {
    return RunLedger.hash(
        List.of(
                settings.archive().columns(),
                settings.archive().constants(),
                new TreeMap<>(settings.bars().inverseFaceUsd()),
                settings.book(),
                settings.heatmap(),
                settings.calibration(),
                settings.statistics(),
                settings.realised())
            .toString());
  }
}
