package io.treadmill.jobs.batch;

import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which editions of totals of aggregators, which are revised for months, a run stands on. */
final class Editions {
  /** An input that is a day of totals. */
  private static final Pattern DAY =
      Pattern.compile(
          "%s/([^/]+)/([^/]+)/(\\d{4}-\\d{2}-\\d{2})"
              .formatted(ArchiveDataset.LIQUIDATION_BARS.folder()));

  private Editions() {}

  /**
   * Returns the day on which the totals among some inputs were published, or the first and the last
   * of several, by vendor and symbol.
   *
   * @param inputs days of the archive, read by a job itself or by the maker of a table
   */
  static SortedMap<String, String> of(Archive archive, Set<String> inputs) {
    SortedMap<String, TreeSet<LocalDate>> published = new TreeMap<>();
    Set<String> seen = new TreeSet<>();
    for (String input : inputs) {
      Matcher name = DAY.matcher(input);
      if (name.matches() && seen.add(name.group(1) + name.group(2) + name.group(3))) {
        LocalDate day = LocalDate.parse(name.group(3));
        archive
            .day(ArchiveDataset.LIQUIDATION_BARS, name.group(1), name.group(2), day)
            .files()
            .sources()
            .stream()
            .filter(source -> source.published() != null)
            .forEach(
                source ->
                    published
                        .computeIfAbsent(series(source), key -> new TreeSet<>())
                        .add(UtcDays.dayOf(source.published())));
      }
    }
    SortedMap<String, String> result = new TreeMap<>();
    published.forEach(
        (series, days) ->
            result.put(
                series,
                days.size() == 1
                    ? days.first().toString()
                    : "%s to %s".formatted(days.first(), days.last())));
    return result;
  }

  /** The name of a source is vendor, kind, venue, product, symbol and file. */
  private static String series(Source source) {
    List<String> parts = List.of(source.name().split("/"));
    return parts.get(0) + " " + parts.get(4);
  }
}
