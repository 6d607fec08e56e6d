package io.treadmill.jobs.report;

import static java.util.stream.Collectors.groupingBy;

import io.treadmill.book.models.Models;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The laws of the book of an instrument, by their first day of use: where each came from, and what
 * its training days could not tell.
 */
final class LawHistory {
  /** No law but the prior one. */
  static final LawHistory NONE = new LawHistory(List.of());

  private static final String PRIOR = "prior";
  private static final int MOST_NAMED = 6;
  private static final List<String> COLUMNS =
      List.of(
          "product",
          "model",
          "valid_from",
          "origin",
          "fitted_ts",
          "side",
          "component",
          "poorly_determined");

  private final NavigableMap<LocalDate, List<Weight>> laws = new TreeMap<>();

  /** One weight of a law. */
  record Weight(
      String instrument,
      LocalDate from,
      long fittedMicros,
      String origin,
      String side,
      String component,
      boolean isPoor)
      implements Serializable {
    private static Weight of(NamedRow row) {
      return new Weight(
          row.instrumentKey(),
          row.day("valid_from"),
          row.micros("fitted_ts"),
          row.text("origin"),
          row.text("side"),
          row.text("component"),
          row.flag("poorly_determined"));
    }
  }

  /** Takes the weights of one instrument in any order; of two fits for a day the later counts. */
  LawHistory(List<Weight> weights) {
    weights.stream()
        .collect(groupingBy(Weight::from))
        .forEach(
            (from, all) -> {
              long last = all.stream().mapToLong(Weight::fittedMicros).max().orElseThrow();
              laws.put(from, all.stream().filter(one -> one.fittedMicros == last).toList());
            });
  }

  /** Returns the laws of each instrument of a run's selection, of all days. */
  static Map<Instrument, LawHistory> read(RunContext run) {
    Map<Instrument, LawHistory> result = new HashMap<>();
    NamedRow.distinct(
            run.lake().rows(LakeTables.LEVERAGE_LAW, null, run.selection(), COLUMNS),
            row -> row.text("model").equals(Models.BOOK) ? Weight.of(row) : null)
        .stream()
        .filter(Objects::nonNull)
        .collect(groupingBy(Weight::instrument))
        .forEach((key, weights) -> result.put(Instrument.parse(key), new LawHistory(weights)));
    return result;
  }

  /** Returns where the law in force on a day came from. */
  String origin(LocalDate day) {
    Map.Entry<LocalDate, List<Weight>> law = laws.floorEntry(day);
    return law == null ? PRIOR : law.getValue().get(0).origin();
  }

  /**
   * Returns what is to be said of the law in force on a day, and of changes on days of a report.
   */
  List<String> words(LocalDate day, UtcDays days) {
    List<String> words = new ArrayList<>();
    Map.Entry<LocalDate, List<Weight>> law = laws.floorEntry(day);
    if (law != null && law.getValue().get(0).origin().equals(InstrumentLaw.OWN)) {
      untold(law.getValue(), words);
    }
    words.addAll(changes(days));
    return words;
  }

  /** A weight that days could not tell stays at the prior: its cells are no more than that. */
  private static void untold(List<Weight> weights, List<String> words) {
    Map<String, TreeSet<String>> poor = new TreeMap<>();
    weights.stream()
        .filter(Weight::isPoor)
        .forEach(
            weight ->
                poor.computeIfAbsent(weight.component(), key -> new TreeSet<>())
                    .add(weight.side() + "s"));
    long untold = weights.stream().filter(Weight::isPoor).count();
    if (untold == weights.size()) {
      words.add(
          "Its training days could not tell any of its weights for sure: they lean on the prior.");
    } else if (untold > 0) {
      List<String> named =
          poor.entrySet().stream()
              .map(one -> "%s of %s".formatted(one.getKey(), String.join(" and ", one.getValue())))
              .toList();
      words.add(
          "Its training days could not tell %d of %d weights, which lean on the prior: %s%s. Cells where hardly more than these stand are a guess."
              .formatted(
                  untold,
                  weights.size(),
                  String.join(", ", named.subList(0, Math.min(MOST_NAMED, named.size()))),
                  named.size() > MOST_NAMED ? " and others (leverage_law has all)" : ""));
    }
  }

  /** Says where the map of the report may jump: a law takes the place of one before it. */
  private List<String> changes(UtcDays days) {
    return laws.isEmpty()
        ? List.of()
        : laws.tailMap(laws.firstKey(), false).keySet().stream()
            .filter(days::contains)
            .map(
                day ->
                    "On %s the law that was fitted to the days before came into force, at once: the map may jump there. Laws that were blended over some days predicted worse."
                        .formatted(day))
            .toList();
  }
}
