package io.treadmill.jobs.batch;

import io.treadmill.conf.CodeVersion;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.Archive;
import io.treadmill.lake.Archive.Held;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a batch would compute, and why, without a session: the ledger of the lake is held against
 * the lists of files of the archive. What jobs read from tables beside the days of other jobs
 * (laws, contracts) is taken as it was.
 *
 * @param days days that are asked for
 * @param steps what each job would do, those with nothing to do left out
 * @param vanished days of the archive that are gone, whose rows are kept
 */
public record Plan(
    UtcDays days, Selection selection, List<Step> steps, SortedSet<String> vanished) {
  /**
   * What a job would do.
   *
   * @param reasons reason of each day
   * @param files files of the archive that it would read of these days
   * @param bytes their size
   * @param seconds how long it would take by an earlier run; null without any
   */
  public record Step(
      String job,
      NavigableMap<LocalDate, String> reasons,
      long files,
      long bytes,
      Double seconds) {}

  /** Makes a plan. */
  public static Plan of(
      Settings settings, UtcDays days, Selection selection, Options options, Instant now) {
    Optional<Lake> lake = Sessions.ledgers(settings);
    List<Told> rows = lake.map(of -> new RunLedger(of).told()).orElse(List.of());
    String configuration = SettingsOfRuns.hash(settings);
    ComputedDays computed = ComputedDays.of(rows);
    Look look = new Look(Archive.look(Sessions.hadoop(settings), settings), hull(rows, days));
    JobInputs inputs = new JobInputs(look, computed, configuration);
    Planning planning = new Planning(rows, computed, inputs, configuration, options);
    Planning.Asked asked = planning.asked(Jobs.all(), days, selection, now);
    lake.ifPresent(of -> planning.refuseOtherSettings(asked, settings, of));
    List<Step> steps = new ArrayList<>();
    SortedSet<String> vanished = new TreeSet<>();
    for (Job job : Jobs.all()) {
      Todo todo = planning.todo(job, asked, Pieces.ALWAYS);
      vanished.addAll(todo.vanished());
      if (!todo.reasons().isEmpty()) {
        steps.add(step(job, todo, selection, look, rows));
      }
      // Jobs that read its tables see the days as they would be then.
      for (UtcDays range : todo.ranges()) {
        computed.add(
            new Told(
                "plan",
                job.name(),
                State.DONE,
                range,
                selection.toString(),
                inputs.of(job, range, selection).toJson(),
                configuration,
                CodeVersion.get(),
                now,
                now));
      }
    }
    return new Plan(days, selection, steps, vanished);
  }

  private static UtcDays hull(List<Told> rows, UtcDays days) {
    LocalDate from = days.from();
    LocalDate to = days.to();
    for (Told row : rows) {
      if (row.state() == State.DONE && row.days() != null) {
        from = row.days().from().isBefore(from) ? row.days().from() : from;
        to = row.days().to().isAfter(to) ? row.days().to() : to;
      }
    }
    return new UtcDays(from, to);
  }

  private static Step step(Job job, Todo todo, Selection selection, Look look, List<Told> rows) {
    long files = 0;
    long bytes = 0;
    for (ArchiveDataset dataset : job.plan().archive()) {
      for (Map.Entry<String, Held> held : look.held(dataset, job.readsOf(selection)).entrySet()) {
        Optional<LocalDate> day = Look.day(held.getKey());
        if (day.isEmpty() || todo.reasons().containsKey(day.get())) {
          files += held.getValue().files();
          bytes += held.getValue().bytes();
        }
      }
    }
    return new Step(
        job.name(), todo.reasons(), files, bytes, seconds(job, todo.reasons().size(), rows));
  }

  /** By the last of the runs that are nearest in length; a shorter one counts as many times. */
  private static Double seconds(Job job, int days, List<Told> rows) {
    return rows.stream()
        .filter(row -> row.job().equals(job.name()) && row.state() == State.DONE)
        .min(
            Comparator.comparingInt((Told row) -> Math.abs(row.days().count() - days))
                .thenComparing(Comparator.comparing(Told::finished).reversed()))
        .map(
            row ->
                Duration.between(row.started(), row.finished()).toMillis()
                    / 1000.0
                    * Math.max(1.0, (double) days / row.days().count()))
        .orElse(null);
  }

  /** The archive of a range of days, looked at once. */
  private static final class Look implements JobInputs.Sources {
    private final Archive archive;
    private final UtcDays all;
    private final Map<List<Object>, SortedMap<String, Held>> known = new HashMap<>();

    Look(Archive archive, UtcDays all) {
      this.archive = archive;
      this.all = all;
    }

    SortedMap<String, Held> held(ArchiveDataset dataset, Selection selection) {
      return known.computeIfAbsent(
          List.of(dataset, selection), key -> archive.held(dataset, all, selection));
    }

    @Override
    public SortedMap<String, String> archive(
        ArchiveDataset dataset, UtcDays days, Selection selection) {
      SortedMap<String, String> result = new TreeMap<>();
      held(dataset, selection)
          .forEach(
              (name, held) -> {
                if (!dataset.isTimed() || day(name).map(days::contains).orElse(true)) {
                  result.put(name, held.mark());
                }
              });
      return result;
    }

    @Override
    public Optional<SortedMap<String, String>> further(Job job, UtcDays days, Selection selection) {
      return Optional.empty();
    }

    private static Optional<LocalDate> day(String name) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      return last.matches("\\d{4}-\\d{2}-\\d{2}")
          ? Optional.of(LocalDate.parse(last))
          : Optional.empty();
    }
  }
}
