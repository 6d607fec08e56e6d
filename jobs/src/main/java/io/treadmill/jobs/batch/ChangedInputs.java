package io.treadmill.jobs.batch;

import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a job reads, by name and hash, and which computed days stand on inputs that changed.
 *
 * @param configurationHash only runs under the same settings count
 * @param allowEmpty rows of days that vanished from the archive are removed
 */
record ChangedInputs(
    Workspace workspace, RunLedger ledger, String configurationHash, boolean allowEmpty) {
  /** Parts of the name of a day: dataset, venue, product, day. */
  private static final int PARTS_OF_A_DAY = 4;

  /** Returns what the job reads: days of the archive, and what its tables were made of. */
  SortedMap<String, String> of(Job job, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    for (ArchiveDataset dataset : job.plan().archive()) {
      result.putAll(workspace.archive().fingerprint(dataset, days, job.readsOf(selection)));
    }
    result.putAll(job.furtherInputs(workspace.context(days, selection)));
    for (Job maker : Jobs.all()) {
      if (!maker.name().equals(job.name())
          && !Collections.disjoint(maker.plan().writes(), job.plan().reads())) {
        RunLedger.Inputs used = ledger.usedInputs(maker.name(), configurationHash).get(selection);
        if (used != null) {
          used.hashes().entrySet().stream()
              .filter(
                  input -> RunLedger.Inputs.day(input.getKey()).map(days::contains).orElse(true))
              .forEach(input -> result.put(maker.name() + ":" + input.getKey(), input.getValue()));
        }
      }
    }
    return result;
  }

  /** Returns what a run of the job has to compute. */
  Stretched stretched(Job job, UtcDays days, Selection selection) {
    Map<Selection, RunLedger.Inputs> used = ledger.usedInputs(job.name(), configurationHash);
    Map<Selection, SortedMap<String, String>> now = new HashMap<>();
    used.forEach((whom, inputs) -> now.put(whom, of(job, inputs.days(), whom)));
    return Stretched.of(days, selection, used, now, allowEmpty);
  }

  /**
   * What a run computes: the days that were asked for, stretched over those that were computed from
   * input that changed since.
   *
   * @param vanished days of the archive from which days were computed and that are no longer there,
   *     by name; their rows are kept, so the days reach none of them that was not asked for
   */
  record Stretched(UtcDays days, SortedSet<String> vanished) {
    /**
     * Compares what was used with what is there.
     *
     * @param used what earlier runs used, by the instruments of the runs
     * @param now what they would use now
     * @param allowEmpty days that vanished are computed again: their rows are removed
     */
    static Stretched of(
        UtcDays asked,
        Selection selection,
        Map<Selection, RunLedger.Inputs> used,
        Map<Selection, SortedMap<String, String>> now,
        boolean allowEmpty) {
      UtcDays days = asked;
      SortedSet<String> vanished = new TreeSet<>();
      for (Map.Entry<Selection, RunLedger.Inputs> runs : used.entrySet()) {
        Selection whom = runs.getKey();
        if (!whom.overlaps(selection)) {
          continue;
        }
        for (String input : changed(runs.getValue(), now.get(whom))) {
          if (isSettled(input, whom, used, now)) {
            continue;
          }
          if (!allowEmpty && isGone(input, now.get(whom).keySet())) {
            vanished.add(input);
          } else {
            days = over(days, runs.getValue().days(), RunLedger.Inputs.day(input));
          }
        }
      }
      return new Stretched(without(vanished, days, asked), vanished);
    }

    /** Whether a run of more instruments, and these among them, saw the input as it is now. */
    private static boolean isSettled(
        String input,
        Selection whom,
        Map<Selection, RunLedger.Inputs> used,
        Map<Selection, SortedMap<String, String>> now) {
      return used.entrySet().stream()
          .filter(other -> !other.getKey().equals(whom) && other.getKey().containsAll(whom))
          .anyMatch(
              other -> {
                String then = other.getValue().hashes().get(input);
                return Objects.equals(then, now.get(other.getKey()).get(input))
                    && (then != null || isComputed(other.getValue(), input));
              });
    }

    /** Cuts off what lies beyond days that vanished, as seen from what was asked for. */
    private static UtcDays without(SortedSet<String> vanished, UtcDays days, UtcDays asked) {
      LocalDate from = days.from();
      LocalDate to = days.to();
      for (String input : vanished) {
        LocalDate day = RunLedger.Inputs.day(input).orElseThrow();
        if (day.isBefore(asked.from()) && !day.isBefore(from)) {
          from = day.plusDays(1);
        } else if (day.isAfter(asked.to()) && !day.isAfter(to)) {
          to = day.minusDays(1);
        }
      }
      return new UtcDays(from, to);
    }

    /** Returns the days of the archive that vanished and that were asked for. */
    List<String> vanishedOf(UtcDays asked) {
      return vanished.stream()
          .filter(input -> RunLedger.Inputs.day(input).filter(asked::contains).isPresent())
          .toList();
    }
  }

  /**
   * Inputs of computed days that differ. A day that was never computed is no reason to compute
   * others; facts and long files are.
   */
  private static List<String> changed(RunLedger.Inputs then, SortedMap<String, String> now) {
    SortedSet<String> inputs = new TreeSet<>(now.keySet());
    then.hashes().keySet().stream()
        .filter(input -> isComputed(then, input) && !isFact(input))
        .forEach(inputs::add);
    return inputs.stream()
        .filter(input -> !Objects.equals(now.get(input), then.hashes().get(input)))
        .filter(
            input ->
                then.hashes().containsKey(input)
                    || RunLedger.Inputs.day(input).isEmpty()
                    || isFact(input)
                    || isComputed(then, input))
        .toList();
  }

  private static boolean isComputed(RunLedger.Inputs used, String input) {
    return RunLedger.Inputs.day(input).filter(used.computed()::contains).isPresent();
  }

  /** Whether a day of the archive is not there any more; files of others may get other names. */
  private static boolean isGone(String input, Set<String> now) {
    List<String> parts = List.of(input.split("/"));
    boolean isOfArchive =
        Arrays.stream(ArchiveDataset.values())
            .anyMatch(dataset -> dataset.folder().equals(parts.get(0)));
    boolean isOwn = parts.size() == PARTS_OF_A_DAY;
    return isOfArchive
        && !now.contains(input)
        && (isOwn
            || now.stream()
                .noneMatch(
                    other ->
                        other.startsWith(parts.get(0) + "/")
                            && RunLedger.Inputs.day(other).equals(RunLedger.Inputs.day(input))));
  }

  /** Facts are valid from their day on: those of the archive, and fits. */
  private static boolean isFact(String input) {
    return input.startsWith(LakeTables.LEVERAGE_LAW.name() + "/")
        || Arrays.stream(ArchiveDataset.values())
            .anyMatch(dataset -> !dataset.isTimed() && input.startsWith(dataset.folder() + "/"));
  }

  /** A file of many days concerns all that were computed. */
  private static UtcDays over(UtcDays days, UtcDays known, Optional<LocalDate> day) {
    LocalDate first = day.filter(known.from()::isBefore).orElse(known.from());
    LocalDate end = day.isPresent() ? first : known.to();
    if (first.isAfter(known.to())) {
      return days;
    }
    return new UtcDays(
        first.isBefore(days.from()) ? first : days.from(),
        end.isAfter(days.to()) ? end : days.to());
  }
}
