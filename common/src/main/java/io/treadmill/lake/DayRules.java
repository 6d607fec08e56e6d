package io.treadmill.lake;

import io.treadmill.lake.AuditRule.Coverage;
import io.treadmill.lake.AuditRule.Drift;
import io.treadmill.lake.AuditRule.Level;
import io.treadmill.lake.AuditRule.OtherSum;
import io.treadmill.lake.AuditRule.Sign;
import io.treadmill.lake.AuditTask.Total;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Rules of days: what an instrument adds up to on a day, held against the days before, against
 * another column, or against another table.
 */
final class DayRules {
  private final Map<String, SortedMap<LocalDate, Map<String, Total>>> totals;
  private final Map<String, List<String>> sums;

  /** What makes a value of a day wrong: what was expected and what was found. */
  record Miss(double expected, double actual) {}

  /**
   * Takes what was read.
   *
   * @param totals by the name of the table, day and instrument
   * @param sums columns in the order of the totals, by the name of the table
   */
  DayRules(
      Map<String, SortedMap<LocalDate, Map<String, Total>>> totals,
      Map<String, List<String>> sums) {
    this.totals = totals;
    this.sums = sums;
  }

  /** Returns the instruments of a day that break a rule. */
  Map<String, Miss> misses(LakeTable table, AuditRule rule, LocalDate day) {
    if (rule instanceof OtherSum sum) {
      return otherSums(table, sum, day);
    }
    if (rule instanceof Drift drift) {
      int place = place(table.name(), drift.column());
      return outside(table, day, drift.factor(), total -> total.sums().get(place));
    }
    if (rule instanceof Level level) {
      return levels(table, level, day);
    }
    return gaps(table, ((Coverage) rule).column(), day);
  }

  private int place(String table, String column) {
    return sums.get(table).indexOf(column);
  }

  private Map<String, Total> of(String table, LocalDate day) {
    return totals.getOrDefault(table, new TreeMap<>()).getOrDefault(day, Map.of());
  }

  private SortedMap<LocalDate, Map<String, Total>> window(LakeTable table, LocalDate day) {
    return totals
        .getOrDefault(table.name(), new TreeMap<>())
        .subMap(day.minusDays(AuditRule.DAYS_BEFORE), day);
  }

  /** The days before that have rows. */
  private List<Map<String, Total>> before(LakeTable table, LocalDate day) {
    return List.copyOf(window(table, day).values());
  }

  /** The days before from the first that has rows: one without is a day without values. */
  private List<Map<String, Total>> allBefore(LakeTable table, LocalDate day) {
    SortedMap<LocalDate, Map<String, Total>> window = window(table, day);
    return window.isEmpty()
        ? List.of()
        : window.firstKey().datesUntil(day).map(one -> window.getOrDefault(one, Map.of())).toList();
  }

  /** Few rows, or few values of a column. */
  private Map<String, Miss> gaps(LakeTable table, String column, LocalDate day) {
    int place = column == null ? -1 : place(table.name(), column);
    ToDoubleFunction<Total> count =
        total -> total == null ? 0 : place < 0 ? total.rows() : total.counts().get(place);
    List<Map<String, Total>> before = column == null ? before(table, day) : allBefore(table, day);
    Map<String, Total> today = of(table.name(), day);
    Map<String, Miss> misses = new TreeMap<>();
    if (before.isEmpty()) {
      return misses;
    }
    for (String instrument : before.get(0).keySet()) {
      double least =
          before.stream()
              .mapToDouble(one -> count.applyAsDouble(one.get(instrument)))
              .min()
              .getAsDouble();
      double found = count.applyAsDouble(today.get(instrument));
      if (2 * found < least) {
        misses.put(instrument, new Miss(least, found));
      }
    }
    return misses;
  }

  /** Means against those of the days before, or against those of another column. */
  private Map<String, Miss> levels(LakeTable table, Level rule, LocalDate day) {
    int place = place(table.name(), rule.column());
    if (rule.other() == null) {
      return outside(table, day, rule.factor(), total -> total.mean(place));
    }
    int other = place(table.name(), rule.other());
    Map<String, Miss> misses = new TreeMap<>();
    of(table.name(), day)
        .forEach(
            (instrument, total) ->
                miss(new double[] {total.mean(other)}, total.mean(place), rule.factor())
                    .ifPresent(miss -> misses.put(instrument, miss)));
    return misses;
  }

  private Map<String, Miss> outside(
      LakeTable table, LocalDate day, double factor, ToDoubleFunction<Total> value) {
    List<Map<String, Total>> before = before(table, day);
    Map<String, Miss> misses = new TreeMap<>();
    of(table.name(), day)
        .forEach(
            (instrument, total) -> {
              double[] known =
                  before.stream()
                      .filter(one -> one.containsKey(instrument))
                      .mapToDouble(one -> value.applyAsDouble(one.get(instrument)))
                      .filter(one -> one > 0)
                      .sorted()
                      .toArray();
              miss(known, value.applyAsDouble(total), factor)
                  .ifPresent(miss -> misses.put(instrument, miss));
            });
    return misses;
  }

  /** A value that is further than a factor from all that are known, in order; none is known: no. */
  private static Optional<Miss> miss(double[] known, double value, double factor) {
    if (known.length == 0 || Double.isNaN(value) || Double.isNaN(known[0])) {
      return Optional.empty();
    }
    double least = known[0];
    double most = known[known.length - 1];
    return value < least / factor
        ? Optional.of(new Miss(least, value))
        : value > most * factor ? Optional.of(new Miss(most, value)) : Optional.empty();
  }

  /**
   * Sums against those of another table. A sum with a value missing bounds nothing, nor does a
   * table that the lake does not have.
   */
  private Map<String, Miss> otherSums(LakeTable table, OtherSum rule, LocalDate day) {
    if (!sums.containsKey(rule.otherTable())) {
      return Map.of();
    }
    int place = place(table.name(), rule.column());
    int otherPlace = place(rule.otherTable(), rule.otherColumn());
    Map<String, Total> others = of(rule.otherTable(), day);
    Map<String, Miss> misses = new TreeMap<>();
    of(table.name(), day)
        .forEach(
            (instrument, total) -> {
              Total other = others.get(instrument);
              if (other == null
                  || rule.sign() != Sign.EQUAL && other.counts().get(otherPlace) < other.rows()) {
                return;
              }
              double sum = total.sums().get(place);
              double expected = other.sums().get(otherPlace);
              if (!rule.sign().holds(sum, expected)) {
                misses.put(instrument, new Miss(expected, sum));
              }
            });
    return misses;
  }
}
