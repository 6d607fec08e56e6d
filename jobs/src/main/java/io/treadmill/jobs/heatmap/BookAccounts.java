package io.treadmill.jobs.heatmap;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Notes;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What the books of a run say of themselves: whether they add up, where their bars broke off, and
 * what the user should know.
 */
final class BookAccounts {
  private final RunContext run;
  private final UtcDays days;
  private final String parameterSet;
  private final SortedMap<String, Account> accounts = new TreeMap<>();
  private final Set<String> going;

  /** What the book of an instrument says of itself over some days. */
  private static final class Account implements Serializable {
    private static final long serialVersionUID = 1;
    private final String venue;
    private final String symbol;
    private final TreeSet<LocalDate> days = new TreeSet<>();
    private double residual = Double.NaN;
    private LocalDate worst;
    private long warmUpDays;
    private long missingSteps;
    private long heldSteps;
    private long volumeClockSteps;

    Account(String venue, String symbol) {
      this.venue = venue;
      this.symbol = symbol;
    }

    void add(NamedRow row) {
      days.add(row.day("day"));
      addResidual(row.number("relative_residual"), row.day("day"));
      if (row.text("side").equals("long")) {
        warmUpDays += row.flag("warm_up") ? 1 : 0;
        missingSteps += (long) row.asNumber("missing_steps");
        heldSteps += (long) row.asNumber("held_steps");
        volumeClockSteps += (long) row.asNumber("volume_clock_steps");
      }
    }

    private void addResidual(double other, LocalDate day) {
      if (worst == null || Double.compare(other, residual) > 0) {
        residual = other;
        worst = day;
      }
    }

    Account and(Account other) {
      days.addAll(other.days);
      addResidual(other.residual, other.worst);
      warmUpDays += other.warmUpDays;
      missingSteps += other.missingSteps;
      heldSteps += other.heldSteps;
      volumeClockSteps += other.volumeClockSteps;
      return this;
    }
  }

  /** Sums the accounts of each instrument over the run. */
  BookAccounts(RunContext run, UtcDays days, String parameterSet) {
    this.run = run;
    this.days = days;
    this.parameterSet = parameterSet;
    run.lake()
        .rows(
            LakeTables.BOOK_BALANCE,
            days,
            run.selection(),
            List.of(LakeTables.BOOK_BALANCE.schema().fieldNames()))
        .filter(row -> new NamedRow(row).text("parameter_set").equals(parameterSet))
        .mapPartitions(rows -> List.of(sums(rows)).iterator())
        .collect()
        .forEach(part -> part.forEach((key, sums) -> accounts.merge(key, sums, Account::and)));
    if (accounts.isEmpty()) {
      throw UserError.input(
          "Cannot compute heatmaps of %s: no bars of a leveraged product (run `treadmill run bars` for these days first)"
              .formatted(days));
    }
    this.going = lastStates(UtcDays.of(dayBefore()), run.selection()).keySet();
  }

  private static TreeMap<String, Account> sums(Iterator<Row> balances) {
    TreeMap<String, Account> sums = new TreeMap<>();
    while (balances.hasNext()) {
      NamedRow row = new NamedRow(balances.next());
      sums.computeIfAbsent(
              row.instrumentKey(), key -> new Account(row.text("venue"), row.text("symbol")))
          .add(row);
    }
    return sums;
  }

  private LocalDate dayBefore() {
    return days.from().minusDays(1);
  }

  /** Refuses books that do not add up: nothing is published. */
  void check() {
    for (Account account : accounts.values()) {
      if (!(account.residual <= 1e-12)) {
        throw UserError.checkFailed(
            "The book does not add up: %s %s, residual %s (must be at most 1e-12); nothing was published"
                .formatted(account.symbol, account.worst, account.residual));
      }
    }
  }

  /**
   * Returns the last day of the books that ended before the day before the run, because no bars of
   * theirs came since, by instrument.
   *
   * @throws UserError if bars came since: days of theirs were left out
   */
  Map<String, LocalDate> ended() {
    Map<String, Account> began = new TreeMap<>(accounts);
    began.keySet().removeAll(going);
    if (began.isEmpty()) {
      return Map.of();
    }
    TreeSet<String> symbols = new TreeSet<>();
    began.values().forEach(account -> symbols.add(account.symbol));
    Map<String, LocalDate> ended =
        lastStates(
            new UtcDays(LocalDate.EPOCH, dayBefore()),
            new Selection(run.selection().venue(), symbols));
    ended.keySet().retainAll(began.keySet());
    lastBars(ended.values())
        .forEach(
            (instrument, last) -> {
              if (ended.containsKey(instrument) && last.isAfter(ended.get(instrument))) {
                throw leftOut(instrument, began.get(instrument).days.first(), ended);
              }
            });
    return ended;
  }

  private static UserError leftOut(
      String instrument, LocalDate first, Map<String, LocalDate> ended) {
    LocalDate end = ended.get(instrument);
    return UserError.input(
        "Cannot continue the book of %s on %s: no state of %s in the lake, the last is of %s (run `treadmill backfill --from %s`)"
            .formatted(instrument, first, first.minusDays(1), end, end.plusDays(1)));
  }

  private Map<String, LocalDate> lastStates(UtcDays of, Selection selection) {
    String parameters = parameterSet;
    return last(
        NamedRow.distinct(
            run.lake()
                .rows(
                    LakeTables.BOOK_STATE,
                    of,
                    selection,
                    List.of("product", "day", "kind", "parameter_set"))
                .filter(
                    row ->
                        new NamedRow(row).text("kind").equals("bars")
                            && new NamedRow(row).text("parameter_set").equals(parameters)),
            row -> new InstrumentDay(row.instrumentKey(), row.day("day"))));
  }

  /** Last day before the run on which there are bars, of days after the first of some. */
  private Map<String, LocalDate> lastBars(Collection<LocalDate> ended) {
    if (ended.isEmpty()) {
      return Map.of();
    }
    UtcDays since = new UtcDays(Collections.min(ended).plusDays(1), dayBefore());
    return last(
        NamedRow.distinct(
            run.lake().rows(LakeTables.BARS_5M, since, run.selection(), List.of("product", "ts")),
            row -> new InstrumentDay(row.instrumentKey(), UtcDays.dayOf(row.micros("ts")))));
  }

  private record InstrumentDay(String instrument, LocalDate day) implements Serializable {}

  private static Map<String, LocalDate> last(Set<InstrumentDay> found) {
    return found.stream()
        .collect(
            Collectors.toMap(
                InstrumentDay::instrument,
                InstrumentDay::day,
                (a, b) -> a.isAfter(b) ? a : b,
                TreeMap::new));
  }

  /** Returns what the user should know of each book. */
  List<String> notes(Map<String, LocalDate> ended) {
    Notes notes = new Notes();
    Set<String> silent = new TreeSet<>(going);
    accounts.forEach(
        (instrument, account) -> {
          silent.remove(instrument);
          addHoles(
              notes,
              instrument,
              account,
              going.contains(instrument) ? dayBefore() : ended.get(instrument));
          if (account.heldSteps > 0 || account.warmUpDays > 0 || account.missingSteps > 0) {
            notes.add(
                "%s %s".formatted(account.venue, account.symbol),
                who ->
                    "%s: %d days, %d of them warm-up, %d bars missing, open interest held in %d steps, clock on volume in %d"
                        .formatted(
                            who,
                            account.days.size(),
                            account.warmUpDays,
                            account.missingSteps,
                            account.heldSteps,
                            account.volumeClockSteps));
          }
        });
    silent.forEach(instrument -> notes.add(instrument, who -> atTheEnd(who, days)));
    return notes.lines();
  }

  /** Adds the days without bars between those that have them, and after the last. */
  private void addHoles(Notes notes, String instrument, Account account, LocalDate before) {
    LocalDate last = before;
    for (LocalDate day : account.days) {
      if (last != null && last.isBefore(day.minusDays(1))) {
        UtcDays hole = new UtcDays(last.plusDays(1), day.minusDays(1));
        notes.add(
            instrument,
            who ->
                "no bars of %s on %s: its book begins empty on %s, as warm-up"
                    .formatted(who, hole, day));
      }
      last = day;
    }
    if (last.isBefore(days.to())) {
      UtcDays hole = new UtcDays(last.plusDays(1), days.to());
      notes.add(instrument, who -> atTheEnd(who, hole));
    }
  }

  private static String atTheEnd(String who, UtcDays without) {
    return "no bars of %s on %s: it has no map of them, and its book begins empty when bars come"
        .formatted(who, without);
  }
}
