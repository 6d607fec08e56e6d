package io.treadmill.jobs;

import io.treadmill.conf.Settings;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs jobs in order over days and instruments and writes the ledger. Days that were computed
 * before and whose input changed since, are computed again with them.
 */
public final class Batch {
  private final Workspace workspace;
  private final String configurationHash;

  /** Makes a batch in a workspace. */
  public Batch(Workspace workspace) {
    this.workspace = workspace;
    this.configurationHash = configurationHash(workspace.settings());
  }

  /**
   * Runs the jobs one after the other; the first failure ends the batch.
   *
   * @return tables written, the last commit of each
   */
  public Collection<Written> run(List<Job> jobs, UtcDays days, Selection selection) {
    SortedMap<String, Written> written = new TreeMap<>();
    for (Job job : jobs) {
      runOne(job, days, selection).written().forEach(table -> written.put(table.table(), table));
    }
    return written.values();
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
    } catch (RuntimeException e) {
      addFailure(job, days, selection, inputs, e, started);
      throw e;
    }
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
    } catch (RuntimeException e) {
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
    workspace
        .ledger()
        .add(
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

  private SortedMap<String, String> inputs(Job job, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    for (ArchiveDataset dataset : job.readsArchive()) {
      result.putAll(workspace.archive().fingerprint(dataset, days, selection));
    }
    return result;
  }

  /** Stretches the days over those that were computed before, from input that has changed since. */
  private UtcDays withChangedDays(Job job, UtcDays days, Selection selection) {
    Optional<RunLedger.Inputs> last =
        workspace.ledger().lastInputs(job.name(), configurationHash, selection);
    if (last.isEmpty()) {
      return days;
    }
    UtcDays known = last.get().days();
    SortedMap<String, String> hashes = last.get().hashes();
    LocalDate from = days.from();
    LocalDate to = days.to();
    for (Map.Entry<String, String> now : inputs(job, known, selection).entrySet()) {
      if (now.getValue().equals(hashes.get(now.getKey()))) {
        continue;
      }
      // A day that was not there before is no reason to compute others; a file of many days is.
      Optional<LocalDate> day = day(now.getKey());
      if (hashes.containsKey(now.getKey()) || day.isEmpty()) {
        LocalDate first = later(known.from(), day.orElse(known.from()));
        LocalDate end = day.isPresent() ? first : known.to();
        from = first.isBefore(from) ? first : from;
        to = end.isAfter(to) ? end : to;
      }
    }
    return new UtcDays(from, to);
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
                settings.heatmap())
            .toString());
  }
}
