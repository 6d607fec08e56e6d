package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import io.treadmill.lake.IcebergLake.Replaced;
import io.treadmill.market.UtcDays;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Days that have rows in the lake, and would have none though no input of theirs is there. */
final class LostDays {
  private LostDays() {}

  /**
   * Returns the days, or months, that a job would leave without a row in any of its tables.
   *
   * @param replaced what it replaced, of each of its tables
   * @param days days that it computed
   * @param inputs what it read; an input of a day ends with the day
   */
  static SortedSet<String> of(Collection<Replaced> replaced, UtcDays days, Set<String> inputs) {
    SortedSet<String> lost = new TreeSet<>();
    replaced.forEach(table -> lost.addAll(table.lost()));
    lost.removeIf(
        day ->
            replaced.stream()
                .flatMap(table -> table.filled().stream())
                .anyMatch(filled -> isSame(day, filled)));
    // Of a few symbols all rows may be gone while others fill the files of the day.
    if (replaced.stream().anyMatch(table -> table.before() > 0)
        && replaced.stream().allMatch(table -> table.after() == 0)) {
      days.days().forEach(day -> lost.add(day.toString()));
    }
    lost.removeIf(
        day ->
            inputs.stream()
                .anyMatch(input -> isSame(day, input.substring(input.lastIndexOf('/') + 1))));
    return lost;
  }

  /** A month and its days are the same time. */
  private static boolean isSame(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /**
   * Refuses to publish a job that would lose days.
   *
   * @throws UserError if there are such days (exit 3)
   */
  static void refuse(String job, SortedSet<String> lost, String archive) {
    if (!lost.isEmpty()) {
      throw UserError.input(
          "Cannot publish %s: %s has rows in the lake and nothing of it is in the archive %s (%d days or months; is it the right archive? --allow-empty removes the rows)"
              .formatted(job, lost.first(), archive, lost.size()));
    }
  }
}
