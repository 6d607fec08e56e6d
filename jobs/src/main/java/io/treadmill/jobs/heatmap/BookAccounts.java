package io.treadmill.jobs.heatmap;

import static org.apache.spark.sql.functions.col;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the books of a run say of themselves: whether they add up, where their bars broke off, and
 * what the user should know.
 */
final class BookAccounts {
  private final RunContext run;
  private final UtcDays days;
  private final String parameterSet;
  private final List<NamedRow> accounts;
  private final Set<String> going;

  /**
   * Sums the accounts of each instrument over the run.
   *
   * @param balances rows of {@link LakeTables#BOOK_BALANCE}
   */
  BookAccounts(RunContext run, UtcDays days, String parameterSet, Dataset<Row> balances) {
    this.run = run;
    this.days = days;
    this.parameterSet = parameterSet;
    Column isLong = col("side").equalTo("long");
    this.accounts =
        NamedRow.all(
            balances
                .groupBy("venue", "product", "symbol")
                .agg(
                    functions.collect_set("day").as("days"),
                    functions.max("relative_residual").as("residual"),
                    functions.max_by(col("day"), col("relative_residual")).as("worst"),
                    count(isLong.and(col("warm_up"))).as("warm_up_days"),
                    sum(isLong, "missing_steps"),
                    sum(isLong, "held_steps"),
                    sum(isLong, "volume_clock_steps"))
                .orderBy("venue", "symbol", "product"));
    if (accounts.isEmpty()) {
      throw UserError.input(
          "Cannot compute heatmaps of %s: no bars of a leveraged product (run `treadmill run bars` for these days first)"
              .formatted(days));
    }
    this.going = lastStates(col("day").equalTo(Date.valueOf(dayBefore()))).keySet();
  }

  private static Column count(Column condition) {
    return functions.sum(condition.cast("int"));
  }

  private static Column sum(Column condition, String column) {
    return functions.sum(functions.when(condition, col(column)).otherwise(0)).as(column);
  }

  private LocalDate dayBefore() {
    return days.from().minusDays(1);
  }

  private static TreeSet<LocalDate> days(NamedRow account) {
    return account.<Date>list("days").stream()
        .map(Date::toLocalDate)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Refuses books that do not add up: nothing is published. */
  void check() {
    for (NamedRow account : accounts) {
      if (!(account.number("residual") <= 1e-12)) {
        throw UserError.checkFailed(
            "The book does not add up: %s %s, residual %s (must be at most 1e-12); nothing was published"
                .formatted(
                    account.text("symbol"), account.day("worst"), account.number("residual")));
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
    Map<String, NamedRow> began =
        accounts.stream()
            .filter(account -> !going.contains(account.instrumentKey()))
            .collect(Collectors.toMap(NamedRow::instrumentKey, account -> account));
    if (began.isEmpty()) {
      return Map.of();
    }
    Object[] symbols = began.values().stream().map(account -> account.text("symbol")).toArray();
    Map<String, LocalDate> ended =
        lastStates(col("day").lt(Date.valueOf(days.from())).and(col("symbol").isin(symbols)));
    ended.keySet().retainAll(began.keySet());
    lastBars(ended.values())
        .forEach(
            (instrument, last) -> {
              if (ended.containsKey(instrument) && last.isAfter(ended.get(instrument))) {
                throw leftOut(instrument, days(began.get(instrument)).first(), ended);
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

  private Map<String, LocalDate> lastStates(Column condition) {
    return lastDays(
        run.lake()
            .read(LakeTables.BOOK_STATE)
            .where(
                condition
                    .and(col("parameter_set").equalTo(parameterSet))
                    .and(col("kind").equalTo("bars"))));
  }

  /** Last day before the run on which there are bars, of days after the first of some. */
  private Map<String, LocalDate> lastBars(Collection<LocalDate> ended) {
    if (ended.isEmpty()) {
      return Map.of();
    }
    UtcDays since = new UtcDays(Collections.min(ended).plusDays(1), dayBefore());
    return lastDays(
        run.lake()
            .read(LakeTables.BARS_5M, since, run.selection())
            .withColumn("day", functions.to_date(col("ts"))));
  }

  private Map<String, LocalDate> lastDays(Dataset<Row> rows) {
    Dataset<Row> last =
        run.selection()
            .condition()
            .map(rows::where)
            .orElse(rows)
            .groupBy("venue", "product", "symbol")
            .agg(functions.max("day").as("last"));
    return NamedRow.all(last).stream()
        .collect(
            Collectors.toMap(
                NamedRow::instrumentKey, row -> row.day("last"), (a, b) -> a, TreeMap::new));
  }

  /** Returns what the user should know of each book. */
  List<String> notes(Map<String, LocalDate> ended) {
    List<String> notes = new ArrayList<>();
    Set<String> silent = new TreeSet<>(going);
    for (NamedRow account : accounts) {
      String instrument = account.instrumentKey();
      silent.remove(instrument);
      addHoles(notes, account, going.contains(instrument) ? dayBefore() : ended.get(instrument));
      if (account.whole("held_steps") > 0
          || account.whole("warm_up_days") > 0
          || account.whole("missing_steps") > 0) {
        notes.add(
            "%s %s: %d days, %d of them warm-up, %d bars missing, open interest held in %d steps, clock on volume in %d"
                .formatted(
                    account.text("venue"),
                    account.text("symbol"),
                    days(account).size(),
                    account.whole("warm_up_days"),
                    account.whole("missing_steps"),
                    account.whole("held_steps"),
                    account.whole("volume_clock_steps")));
      }
    }
    silent.forEach(instrument -> notes.add(atTheEnd(instrument, days)));
    return notes;
  }

  /** Adds the days without bars between those that have them, and after the last. */
  private void addHoles(List<String> notes, NamedRow account, LocalDate before) {
    String instrument = account.instrumentKey();
    LocalDate last = before;
    for (LocalDate day : days(account)) {
      if (last != null && last.isBefore(day.minusDays(1))) {
        notes.add(
            "no bars of %s on %s: its book begins empty on %s, as warm-up"
                .formatted(instrument, new UtcDays(last.plusDays(1), day.minusDays(1)), day));
      }
      last = day;
    }
    if (last.isBefore(days.to())) {
      notes.add(atTheEnd(instrument, new UtcDays(last.plusDays(1), days.to())));
    }
  }

  private static String atTheEnd(String instrument, UtcDays without) {
    return "no bars of %s on %s: it has no map of them, and its book begins empty when bars come"
        .formatted(instrument, without);
  }
}
