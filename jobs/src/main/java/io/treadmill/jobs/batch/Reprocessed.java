package io.treadmill.jobs.batch;

import io.treadmill.jobs.batch.ComputedDays.Computed;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.DayChange;
import io.treadmill.lake.DayChange.OfColumn;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Days of a run that were computed before, and what changed in their rows: the table {@code
 * reprocess_changes}.
 */
final class Reprocessed {
  static final RowLayout<Change> ROWS =
      RowLayout.<Change>of(LakeTables.REPROCESS_CHANGES)
          .text("run_id", Change::runId)
          .text("run_before", Change::runBefore)
          .text("table_name", change -> change.day().table())
          .date("day", change -> change.day().day())
          .text("column", Change::column)
          .whole("rows_changed", Change::rowsChanged)
          .wholeOrNull("rows_same", change -> change.ofRows(change.day().same()))
          .wholeOrNull("rows_added", change -> change.ofRows(change.day().added()))
          .wholeOrNull("rows_removed", change -> change.ofRows(change.day().removed()))
          .number("greatest_change", Change::greatest)
          .text("example", Change::example)
          .instant("computed_ts", Change::computed)
          .build();

  private final Map<LakeTable, SortedMap<LocalDate, String>> runs = new HashMap<>();

  /**
   * A row of the table.
   *
   * @param column column that changed; null for the rows as a whole
   */
  record Change(String runId, String runBefore, DayChange day, String column, Instant computed) {
    private OfColumn ofColumn() {
      return day.columns().get(column);
    }

    private long rowsChanged() {
      return column == null ? day.changed() : ofColumn().rows();
    }

    private Long ofRows(long rows) {
      return column == null ? rows : null;
    }

    private double greatest() {
      return column == null ? Double.NaN : ofColumn().greatest();
    }

    private String example() {
      return column == null ? day.example() : ofColumn().example();
    }
  }

  /** Remembers which of the days were computed before, and by which run. */
  synchronized void begins(Job job, UtcDays days, Selection selection, ComputedDays computed) {
    for (LocalDate day : days.days()) {
      List<Computed> before = computed.on(job, day, selection);
      if (!before.isEmpty()) {
        String run = before.get(before.size() - 1).run().runId();
        job.plan()
            .writes()
            .forEach(
                table ->
                    runs.computeIfAbsent(table, any -> new TreeMap<>()).putIfAbsent(day, run));
      }
    }
  }

  /** Writes what changed, to be published with it, and tells it in a line. */
  void write(Workspace workspace) {
    Map<LakeTable, Set<LocalDate>> days = new HashMap<>();
    Map<String, SortedMap<LocalDate, String>> byName = new HashMap<>();
    runs.forEach(
        (table, of) -> {
          days.put(table, of.keySet());
          byName.put(table.name(), of);
        });
    List<DayChange> changes = workspace.lake().changes(days);
    if (changes.isEmpty()) {
      return;
    }
    Instant now = workspace.clock().instant();
    List<Change> rows = new ArrayList<>();
    for (DayChange change : changes) {
      String before = byName.get(change.table()).get(change.day());
      rows.add(new Change(workspace.runId(), before, change, null, now));
      change
          .columns()
          .keySet()
          .forEach(
              column -> rows.add(new Change(workspace.runId(), before, change, column, now)));
    }
    workspace.lake().append(LakeTables.REPROCESS_CHANGES, ROWS.rows(rows));
    workspace.progress().tell(told(changes));
  }

  private static String told(List<DayChange> changes) {
    long days = changes.stream().map(DayChange::day).distinct().count();
    String computed = "computed again: %,d %s".formatted(days, days == 1 ? "day" : "days");
    List<DayChange> other = changes.stream().filter(change -> !change.isSame()).toList();
    if (other.isEmpty()) {
      return computed + ", all rows as they were";
    }
    DayChange most =
        other.stream()
            .max(Comparator.comparing(change -> change.changed() + change.added() + change.removed()))
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s; of %d tables %,d rows changed, %,d came, %,d are gone, most in %s of %s, for example %s"
            + " (table reprocess_changes)",
        computed,
        other.stream().map(DayChange::table).distinct().count(),
        other.stream().mapToLong(DayChange::changed).sum(),
        other.stream().mapToLong(DayChange::added).sum(),
        other.stream().mapToLong(DayChange::removed).sum(),
        most.table(),
        most.day(),
        most.example());
  }
}
