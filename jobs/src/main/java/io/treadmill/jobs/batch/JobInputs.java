package io.treadmill.jobs.batch;

import io.treadmill.jobs.batch.ComputedDays.Computed;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What jobs read: days of the archive, what the tables that they read were made of, and what
 * decides results beside them.
 */
final class JobInputs {
  private final Sources sources;
  private final ComputedDays computed;
  private final String configurationHash;

  /** Where inputs are looked at. */
  interface Sources {
    /** Returns the days of a dataset as {@link io.treadmill.lake.Archive#fingerprint} does. */
    SortedMap<String, String> archive(ArchiveDataset dataset, UtcDays days, Selection selection);

    /** Returns what decides results beside them; empty if it is not looked at. */
    Optional<SortedMap<String, String>> further(Job job, UtcDays days, Selection selection);
  }

  /**
   * Makes inputs.
   *
   * @param configurationHash only runs under the same settings count
   */
  JobInputs(Sources sources, ComputedDays computed, String configurationHash) {
    this.sources = sources;
    this.computed = computed;
    this.configurationHash = configurationHash;
  }

  /** Returns what a job reads for each day, less the day before. */
  private DayInputs now(Job job, UtcDays days, Selection selection) {
    SortedMap<String, String> found = new TreeMap<>();
    for (ArchiveDataset dataset : job.plan().archive()) {
      found.putAll(sources.archive(dataset, days, job.readsOf(selection)));
    }
    Optional<SortedMap<String, String>> further = sources.further(job, days, selection);
    further.ifPresent(found::putAll);
    DayInputs inputs = DayInputs.of(found, days);
    List<Job> makers = Jobs.makersOf(job);
    inputs
        .byDay()
        .forEach(
            (day, ofDay) -> {
              computed.addMakers(ofDay, makers, day, selection, configurationHash);
              if (further.isEmpty()) {
                computed.addFurther(ofDay, job, makers, day, selection);
              }
            });
    return inputs;
  }

  /** Returns what a run of a job reads for each day. */
  DayInputs of(Job job, UtcDays days, Selection selection) {
    DayInputs inputs = now(job, days, selection);
    if (job.standsOnDaysBefore()) {
      Optional<String> before =
          computed.hash(job, days.from().minusDays(1), selection, configurationHash);
      for (SortedMap<String, String> ofDay : inputs.byDay().values()) {
        before.ifPresent(hash -> ofDay.put(DayInputs.DAY_BEFORE, hash));
        before = Optional.of(DayInputs.hash(ofDay));
      }
    }
    return inputs;
  }

  /** Returns what is compared to tell the days that a job has to compute. */
  Todo.Inputs compared(Job job, Selection selection) {
    Map<Selection, NavigableMap<LocalDate, Computed>> runs =
        computed.of(job, selection, configurationHash);
    Map<Selection, NavigableMap<LocalDate, SortedMap<String, String>>> then = new HashMap<>();
    runs.forEach(
        (whom, days) -> {
          NavigableMap<LocalDate, SortedMap<String, String>> inputs = new TreeMap<>();
          days.values().stream()
              .filter(day -> isLast(job, day, selection))
              .forEach(day -> inputs.put(day.day(), day.inputs()));
          then.put(whom, inputs);
        });
    List<Job> makers = Jobs.makersOf(job);
    return new Todo.Inputs() {
      @Override
      public Map<Selection, NavigableMap<LocalDate, SortedMap<String, String>>> then() {
        return then;
      }

      @Override
      public DayInputs now(UtcDays days, Selection whom) {
        DayInputs inputs = JobInputs.this.now(job, days, whom);
        inputs
            .byDay()
            .forEach(
                (day, ofDay) ->
                    makers.forEach(
                        maker ->
                            since(whom, day, maker, day)
                                .ifPresent(hash -> ofDay.put(maker.name(), hash))));
        return inputs;
      }

      @Override
      public Optional<String> dayBefore(LocalDate day, Selection whom) {
        return since(whom, day.plusDays(1), job, day)
            .or(() -> computed.hash(job, day, whom, configurationHash));
      }

      /** What the selected instruments have since a day of a run, in place of what it stood on. */
      private Optional<String> since(Selection whom, LocalDate ofRun, Job of, LocalDate day) {
        return Optional.ofNullable(runs.get(whom).get(ofRun))
            .flatMap(run -> computed.hashSince(run, of, day, selection, configurationHash));
      }
    };
  }

  /** Whether no later run of fewer instruments computed the day for all that are selected. */
  private boolean isLast(Job job, Computed day, Selection selection) {
    return computed
        .latest(job, day.day(), selection, configurationHash)
        .filter(later -> later.order() > day.order())
        .isEmpty();
  }
}
