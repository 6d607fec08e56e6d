package io.treadmill.jobs.batch;

import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The days that a job has to compute, each with the reason: it is new, it stands on inputs that
 * changed, or it was asked for again.
 *
 * @param reasons reason of each day
 * @param vanished inputs of the archive that computed days stand on and that are no longer there,
 *     as {@code name/day}; their rows are kept
 */
record Todo(NavigableMap<LocalDate, String> reasons, SortedSet<String> vanished) {
  /** Why a day is computed that nobody computed before. */
  static final String NEW = "new";

  /**
   * What is asked.
   *
   * @param days days that were asked for
   * @param selection instruments
   * @param within only these days are looked at
   * @param isChained a day stands on the day before
   * @param allowEmpty days whose input vanished are computed again: their rows are removed
   * @param leftOut days that are left as they are if nobody computed them
   */
  record Question(
      UtcDays days,
      Selection selection,
      UtcDays within,
      boolean isChained,
      boolean allowEmpty,
      Set<LocalDate> leftOut) {}

  /** What a job read, and what it would read now. */
  interface Inputs {
    /** Returns name and hash of what was read for each day, by the instruments of the runs. */
    Map<Selection, ? extends NavigableMap<LocalDate, SortedMap<String, String>>> then();

    /** Returns what would be read now, less the day before. */
    DayInputs now(UtcDays days, Selection whom);

    /** Returns the hash of a day that no run of just these instruments computed. */
    Optional<String> dayBefore(LocalDate day, Selection whom);
  }

  /** Compares what was read with what is there. */
  static Todo of(Question question, Inputs inputs) {
    Todo result = new Todo(new TreeMap<>(), new TreeSet<>());
    question.days().days().stream()
        .filter(question.within()::contains)
        .filter(day -> !question.leftOut().contains(day))
        .filter(
            day ->
                inputs.then().entrySet().stream()
                    .noneMatch(
                        of ->
                            of.getKey().containsAll(question.selection())
                                && of.getValue().containsKey(day)))
        .forEach(day -> result.reasons.put(day, NEW));
    inputs
        .then()
        .forEach(
            (whom, days) -> {
              if (whom.overlaps(question.selection())) {
                result.compare(question, whom, days, inputs);
              }
            });
    return result;
  }

  private void compare(
      Question question,
      Selection whom,
      NavigableMap<LocalDate, SortedMap<String, String>> all,
      Inputs inputs) {
    UtcDays within = question.within();
    NavigableMap<LocalDate, SortedMap<String, String>> days =
        all.subMap(within.from(), true, within.to(), true);
    if (days.isEmpty()) {
      return;
    }
    DayInputs found = inputs.now(new UtcDays(days.firstKey(), days.lastKey()), whom);
    NavigableMap<LocalDate, SortedMap<String, String>> stands = new TreeMap<>();
    days.forEach(
        (day, then) -> {
          SortedMap<String, String> now = new TreeMap<>(found.byDay().get(day));
          if (question.isChained()) {
            dayBefore(day.minusDays(1), whom, all, stands, inputs)
                .ifPresent(hash -> now.put(DayInputs.DAY_BEFORE, hash));
          }
          List<String> gone =
              then.keySet().stream()
                  .filter(name -> DayInputs.isOfArchive(name) && !now.containsKey(name))
                  .map(name -> name + "/" + day)
                  .toList();
          if (!question.allowEmpty() && !gone.isEmpty()) {
            vanished.addAll(gone);
            stands.put(day, then);
          } else {
            stands.put(day, now);
            if (!now.equals(then)) {
              reasons.putIfAbsent(day, DayInputs.difference(then, now));
            }
          }
        });
  }

  private Optional<String> dayBefore(
      LocalDate before,
      Selection whom,
      NavigableMap<LocalDate, SortedMap<String, String>> all,
      NavigableMap<LocalDate, SortedMap<String, String>> stands,
      Inputs inputs) {
    if (stands.containsKey(before)) {
      return Optional.of(DayInputs.hash(stands.get(before)));
    }
    if (all.containsKey(before)) {
      return Optional.of(DayInputs.hash(all.get(before)));
    }
    return NEW.equals(reasons.get(before)) ? Optional.of(NEW) : inputs.dayBefore(before, whom);
  }

  /** What lies beyond days that vanished, as seen from what was asked for, is left as it is. */
  void leaveOutVanished(UtcDays asked) {
    for (String input : vanished) {
      LocalDate day = day(input);
      if (day.isBefore(asked.from())) {
        reasons.headMap(day, true).clear();
      } else if (day.isAfter(asked.to())) {
        reasons.tailMap(day, true).clear();
      }
    }
  }

  private static LocalDate day(String input) {
    return LocalDate.parse(input.substring(input.lastIndexOf('/') + 1));
  }

  /** Returns the inputs that vanished of days that were asked for. */
  List<String> vanishedOf(UtcDays asked) {
    return vanished.stream().filter(input -> asked.contains(day(input))).toList();
  }

  /** Returns the days as ranges without a gap, in order. */
  List<UtcDays> ranges() {
    List<UtcDays> result = new ArrayList<>();
    LocalDate from = null;
    LocalDate last = null;
    for (LocalDate day : reasons.keySet()) {
      if (last != null && !last.plusDays(1).equals(day)) {
        result.add(new UtcDays(from, last));
        from = day;
      }
      from = from == null ? day : from;
      last = day;
    }
    if (last != null) {
      result.add(new UtcDays(from, last));
    }
    return result;
  }

  /** Returns the first reasons of days, but for new ones, each with its first day. */
  String why(UtcDays days) {
    return reasons.subMap(days.from(), true, days.to(), true).entrySet().stream()
        .filter(day -> !day.getValue().equals(NEW))
        .collect(
            Collectors.toMap(
                Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a, LinkedHashMap::new))
        .entrySet()
        .stream()
        .limit(3)
        .map(reason -> "%s: %s".formatted(reason.getValue(), reason.getKey()))
        .collect(Collectors.joining("; "));
  }
}
