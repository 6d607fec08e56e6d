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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a job reads, by name and hash, and which computed days stand on inputs that changed.
 *
 * @param configurationHash only runs under the same settings count
 */
record ChangedInputs(Workspace workspace, RunLedger ledger, String configurationHash) {
  /** Returns what the job reads: days of the archive, and what its tables were made of. */
  SortedMap<String, String> of(Job job, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    for (ArchiveDataset dataset : job.plan().archive()) {
      result.putAll(workspace.archive().fingerprint(dataset, days, job.readsOf(selection)));
    }
    result.putAll(job.furtherInputs(workspace.context(days, selection)));
    for (Job maker : Jobs.all()) {
      if (maker != job && !Collections.disjoint(maker.plan().writes(), job.plan().reads())) {
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

  /** Returns the days, stretched over those that were computed from input that changed since. */
  UtcDays stretched(Job job, UtcDays days, Selection selection) {
    Map<Selection, RunLedger.Inputs> used = ledger.usedInputs(job.name(), configurationHash);
    Map<Selection, SortedMap<String, String>> now = new HashMap<>();
    used.forEach((whom, inputs) -> now.put(whom, of(job, inputs.days(), whom)));
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
          result = over(result, runs.getValue().days(), day(input));
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

  /** An input of one day is named dataset/venue/product/day; files of others have other names. */
  private static Optional<LocalDate> day(String input) {
    String last = input.substring(input.lastIndexOf('/') + 1);
    return last.matches("\\d{4}-\\d{2}-\\d{2}")
        ? Optional.of(LocalDate.parse(last))
        : Optional.empty();
  }
}
