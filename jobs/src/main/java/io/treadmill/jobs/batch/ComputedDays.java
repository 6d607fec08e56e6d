package io.treadmill.jobs.batch;

import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which days each job computed, for which instruments, and from what: the rows of the ledger one
 * after the other, a later one in place of an earlier one of the same day and of no other
 * instruments.
 */
final class ComputedDays {
  private final Map<String, Map<Selection, NavigableMap<LocalDate, Computed>>> byJob =
      new HashMap<>();

  private int rows;

  /** The inputs of a row; they are parsed when they are asked for. */
  private static final class RowInputs {
    private final String json;
    private final UtcDays days;
    private DayInputs parsed;

    RowInputs(String json, UtcDays days) {
      this.json = json;
      this.days = days;
    }

    SortedMap<String, String> of(LocalDate day) {
      if (parsed == null) {
        parsed = DayInputs.ofJson(json, days);
      }
      return parsed.byDay().get(day);
    }
  }

  /**
   * A day that a job computed.
   *
   * @param order a later row has a greater one
   * @param run the row of the ledger
   */
  record Computed(LocalDate day, int order, Told run, RowInputs inputsOfRun) {
    /** Returns name and hash of what was read. */
    SortedMap<String, String> inputs() {
      return inputsOfRun.of(day);
    }

    Instant finished() {
      return run.finished();
    }

    String codeVersion() {
      return run.codeVersion();
    }

    Selection selection() {
      return Selection.ofText(run.selection());
    }
  }

  /** Reads rows in order of time. */
  static ComputedDays of(Collection<Told> rows) {
    ComputedDays result = new ComputedDays();
    rows.stream()
        .filter(row -> row.state() == State.DONE && row.days() != null)
        .filter(row -> Jobs.all().stream().anyMatch(job -> job.name().equals(row.job())))
        .forEach(result::add);
    return result;
  }

  /** Takes one more row of a job that ended well. */
  synchronized void add(Told row) {
    Selection selection = Selection.ofText(row.selection());
    Map<Selection, NavigableMap<LocalDate, Computed>> ofJob =
        byJob.computeIfAbsent(row.job(), job -> new HashMap<>());
    RowInputs inputs = new RowInputs(row.inputs(), row.days());
    if (DayInputs.isOfEarlierVersion(row.inputs())) {
      complete(inputs, Jobs.named(row.job()), selection, row);
    }
    ofJob.forEach(
        (whom, days) -> {
          if (selection.containsAll(whom)) {
            days.subMap(row.days().from(), true, row.days().to(), true).clear();
          }
        });
    ofJob.values().removeIf(Map::isEmpty);
    NavigableMap<LocalDate, Computed> own =
        ofJob.computeIfAbsent(selection, whom -> new TreeMap<>());
    int order = rows++;
    row.days().days().forEach(day -> own.put(day, new Computed(day, order, row, inputs)));
  }

  /** A row of an earlier version stood on what the other jobs had computed at its time. */
  private void complete(RowInputs inputs, Job job, Selection selection, Told row) {
    Optional<String> before =
        hash(job, row.days().from().minusDays(1), selection, row.configurationHash());
    List<Job> makers = Jobs.makersOf(job);
    for (LocalDate day : row.days().days()) {
      SortedMap<String, String> ofDay = inputs.of(day);
      addMakers(ofDay, makers, day, selection, row.configurationHash());
      if (job.standsOnDaysBefore()) {
        before.ifPresent(hash -> ofDay.put(DayInputs.DAY_BEFORE, hash));
        before = Optional.of(DayInputs.hash(ofDay));
      }
    }
  }

  /** Adds to the inputs of a day the hashes of the makers of tables that are read. */
  synchronized void addMakers(
      SortedMap<String, String> inputs,
      List<Job> makers,
      LocalDate day,
      Selection selection,
      String configurationHash) {
    for (Job maker : makers) {
      hash(maker, day, selection, configurationHash)
          .ifPresent(hash -> inputs.put(maker.name(), hash));
    }
  }

  /** Adds what the last run of just these instruments read beside archive and tables. */
  synchronized void addFurther(
      SortedMap<String, String> inputs,
      Job job,
      List<Job> makers,
      LocalDate day,
      Selection selection) {
    Optional.ofNullable(byJob.getOrDefault(job.name(), Map.of()).get(selection))
        .map(days -> days.get(day))
        .ifPresent(
            then ->
                then.inputs()
                    .forEach(
                        (name, hash) -> {
                          if (!DayInputs.isOfArchive(name)
                              && !name.equals(DayInputs.DAY_BEFORE)
                              && makers.stream().noneMatch(maker -> maker.name().equals(name))) {
                            inputs.put(name, hash);
                          }
                        }));
  }

  /** Returns the hash of what a day was computed from, for these instruments. */
  synchronized Optional<String> hash(
      Job job, LocalDate day, Selection selection, String configurationHash) {
    Map<Selection, NavigableMap<LocalDate, Computed>> ofJob =
        byJob.getOrDefault(job.name(), Map.of());
    // A run of fewer instruments that is here came after those of more.
    Optional<String> own = hash(ofJob.get(selection), day, configurationHash);
    if (own.isPresent()) {
      return own;
    }
    List<String> wider =
        ofJob.entrySet().stream()
            .filter(of -> of.getKey().containsAll(selection))
            .flatMap(of -> hash(of.getValue(), day, configurationHash).stream())
            .sorted()
            .toList();
    return wider.size() < 2
        ? wider.stream().findFirst()
        : Optional.of(Fingerprint.of(wider.toString()));
  }

  private static Optional<String> hash(
      NavigableMap<LocalDate, Computed> days, LocalDate day, String configurationHash) {
    return Optional.ofNullable(days)
        .map(of -> of.get(day))
        .filter(computed -> computed.run().configurationHash().equals(configurationHash))
        .map(computed -> DayInputs.hash(computed.inputs()));
  }

  /**
   * Returns the days that were computed under other settings.
   *
   * @param isCovered of which job and instruments days are left out
   * @param covered if they are among these
   */
  List<Computed> underOthers(
      String configurationHash, BiPredicate<String, Selection> isCovered, UtcDays covered) {
    List<Computed> result = new ArrayList<>();
    byJob.forEach(
        (job, bySelection) ->
            bySelection.forEach(
                (whom, days) ->
                    days.values().stream()
                        .filter(of -> !of.run().configurationHash().equals(configurationHash))
                        .filter(of -> !isCovered.test(job, whom) || !covered.contains(of.day()))
                        .forEach(result::add)));
    return result;
  }

  /** Returns the last time that a day was computed for all of these instruments. */
  synchronized Optional<Computed> latest(
      Job job, LocalDate day, Selection selection, String configurationHash) {
    return byJob.getOrDefault(job.name(), Map.of()).entrySet().stream()
        .filter(of -> of.getKey().containsAll(selection))
        .flatMap(of -> Stream.ofNullable(of.getValue().get(day)))
        .filter(of -> of.run().configurationHash().equals(configurationHash))
        .max(Comparator.comparing(Computed::order));
  }

  /**
   * Returns the hash of what a day was computed from, for these instruments and not for all that an
   * earlier run was about, after that run: what it stands on is another for them since.
   */
  synchronized Optional<String> hashSince(
      Computed run, Job job, LocalDate day, Selection selection, String configurationHash) {
    return latest(job, day, selection, configurationHash)
        .filter(of -> of.order() > run.order() && !of.selection().containsAll(run.selection()))
        .map(of -> DayInputs.hash(of.inputs()));
  }

  /**
   * Returns what a day was computed by that is in the tables, for some of these instruments, the
   * oldest first; under whichever settings.
   */
  synchronized List<Computed> on(Job job, LocalDate day, Selection selection) {
    return byJob.getOrDefault(job.name(), Map.of()).entrySet().stream()
        .filter(of -> of.getKey().overlaps(selection))
        .flatMap(of -> Stream.ofNullable(of.getValue().get(day)))
        .sorted(Comparator.comparing(Computed::order))
        .toList();
  }

  /** Whether all days were computed since an instant, by each of the jobs. */
  boolean isDone(
      List<Job> jobs, UtcDays days, Selection selection, String configurationHash, Instant since) {
    return jobs.stream()
        .allMatch(
            job ->
                days.days().stream()
                    .allMatch(
                        day ->
                            latest(job, day, selection, configurationHash)
                                .filter(last -> !last.finished().isBefore(since))
                                .isPresent()));
  }

  /** Returns days with those after them that were computed without a gap. */
  UtcDays throughLast(Job job, UtcDays days, Selection selection, String configurationHash) {
    Set<LocalDate> all = new TreeSet<>();
    of(job, selection, configurationHash).values().forEach(of -> all.addAll(of.keySet()));
    LocalDate to = days.to();
    while (all.contains(to.plusDays(1))) {
      to = to.plusDays(1);
    }
    return new UtcDays(days.from(), to);
  }

  /** Returns the days of the archive that the makers of what a job reads have read. */
  synchronized Set<String> daysOfArchive(
      Job job, UtcDays days, Selection selection, String configurationHash) {
    Set<String> result = new TreeSet<>();
    for (Job maker : Jobs.makersOf(job)) {
      result.addAll(daysOfArchive(maker, days, selection, configurationHash));
      of(maker, selection, configurationHash)
          .forEach(
              (whom, computed) -> {
                if (whom.containsAll(selection)) {
                  DayInputs inputs = DayInputs.none();
                  computed
                      .subMap(days.from(), true, days.to(), true)
                      .forEach((day, of) -> inputs.byDay().put(day, of.inputs()));
                  result.addAll(inputs.daysOfArchive());
                }
              });
    }
    return result;
  }

  /**
   * Returns the days that a job computed under some settings, by the instruments of the runs, of
   * all runs about some of these instruments.
   */
  synchronized Map<Selection, NavigableMap<LocalDate, Computed>> of(
      Job job, Selection selection, String configurationHash) {
    Map<Selection, NavigableMap<LocalDate, Computed>> result = new HashMap<>();
    byJob
        .getOrDefault(job.name(), Map.of())
        .forEach(
            (whom, days) -> {
              if (whom.overlaps(selection)) {
                NavigableMap<LocalDate, Computed> same =
                    days.entrySet().stream()
                        .filter(
                            day ->
                                day.getValue().run().configurationHash().equals(configurationHash))
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
                if (!same.isEmpty()) {
                  result.put(whom, same);
                }
              }
            });
    return result;
  }
}
