package io.treadmill.lake;

import io.treadmill.lake.DayChange.OfColumn;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Walks through the rows of one partition as they were and as they are, side by side in the order
 * of the key, without a plan of Spark.
 */
final class ChangeTask implements FlatMapFunction<ChangeTask.Files, DayChange> {
  private static final long serialVersionUID = 1L;

  /** Columns that say which run wrote a row, and when. */
  private static final Set<String> OF_THE_RUN = Set.of("run_id", "fitted_ts");

  private final Broadcast<Map<String, Read>> tables;

  ChangeTask(Broadcast<Map<String, Read>> tables) {
    this.tables = tables;
  }

  /**
   * How a table is read.
   *
   * @param days days that are compared
   */
  record Read(LakeTable table, FileIO io, Schema schema, Set<LocalDate> days)
      implements Serializable {}

  /**
   * The files of a partition.
   *
   * @param before those that are no longer there
   * @param after those that came
   */
  record Files(String table, List<String> before, List<String> after) implements Serializable {}

  @Override
  public Iterator<DayChange> call(Files files) throws IOException {
    Read read = tables.value().get(files.table());
    List<DayChange> inOrder = new Walk(read).changes(files, false);
    return (inOrder == null ? new Walk(read).changes(files, true) : inOrder).iterator();
  }

  /** What was counted of a day. */
  private static final class Count {
    private long same;
    private long changed;
    private long added;
    private long removed;
    private String example;
    private final SortedMap<String, OfColumn> columns = new TreeMap<>();

    private void example(String text) {
      example = example == null ? text : example;
    }

    DayChange of(String table, LocalDate day) {
      return new DayChange(table, day, same, changed, added, removed, example, columns);
    }
  }

  /** One pass over both. */
  private static final class Walk {
    private final Read read;
    private final Comparator<Object[]> byKey;
    private final List<Types.NestedField> fields;
    private final int day;
    private final SortedMap<LocalDate, Count> counts = new TreeMap<>();
    private long dayOfLast = Long.MIN_VALUE;
    private Count last;

    Walk(Read read) {
      this.read = read;
      this.fields = read.schema().columns();
      this.byKey = KeyedRows.order(KeyedRows.places(read.schema(), read.table().key()));
      this.day = KeyedRows.places(read.schema(), List.of(read.table().comparedDayColumn()))[0];
    }

    /** Returns what changed; null if the rows of a file are not in the order of the key. */
    List<DayChange> changes(Files files, boolean isSorting) throws IOException {
      try (KeyedRows before = open(files.before());
          KeyedRows after = open(files.after())) {
        InOrder old = new InOrder(isSorting ? sorted(before) : before, byKey);
        InOrder present = new InOrder(isSorting ? sorted(after) : after, byKey);
        while (old.head != null || present.head != null) {
          int order =
              old.head == null
                  ? 1
                  : present.head == null ? -1 : byKey.compare(old.head, present.head);
          compare(order > 0 ? null : old.head, order < 0 ? null : present.head);
          if (order <= 0) {
            old.step();
          }
          if (order >= 0) {
            present.step();
          }
        }
        if (old.isOutOfOrder || present.isOutOfOrder) {
          return null;
        }
      }
      List<DayChange> changes = new ArrayList<>();
      counts.forEach((date, count) -> changes.add(count.of(read.table().name(), date)));
      return changes;
    }

    private KeyedRows open(List<String> files) {
      return new KeyedRows(read.io(), files, read.schema(), byKey);
    }

    private Iterator<Object[]> sorted(Iterator<Object[]> rows) {
      List<Object[]> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      all.sort(byKey);
      return all.iterator();
    }

    private void compare(Object[] old, Object[] present) {
      Count count = count(KeyedRows.day((old == null ? present : old)[day]));
      if (count == null) {
        return;
      }
      if (old == null) {
        count.added++;
        count.example("came: " + named(present));
      } else if (present == null) {
        count.removed++;
        count.example("gone: " + named(old));
      } else if (isSame(old, present, count)) {
        count.same++;
      } else {
        count.changed++;
      }
    }

    /**
     * Returns what was counted of a day; null if it is not compared. Rows of a day mostly follow.
     */
    private Count count(long epochDay) {
      if (epochDay != dayOfLast) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        last = read.days().contains(date) ? counts.computeIfAbsent(date, any -> new Count()) : null;
        dayOfLast = epochDay;
      }
      return last;
    }

    private boolean isSame(Object[] old, Object[] present, Count count) {
      boolean isSame = true;
      for (int i = 0; i < fields.size(); i++) {
        Object then = old[i];
        Object now = present[i];
        if (!Objects.equals(then, now) && !OF_THE_RUN.contains(fields.get(i).name())) {
          isSame = false;
          String column = fields.get(i).name();
          OfColumn known = count.columns.getOrDefault(column, new OfColumn(0, Double.NaN, null));
          double by = difference(fields.get(i), then, now);
          boolean isGreater = Double.isFinite(by) && !(by <= known.greatest());
          String example =
              isGreater || known.example() == null
                  ? "%s: %s -> %s".formatted(named(old), text(i, then), text(i, now))
                  : known.example();
          double greatest = isGreater ? by : known.greatest();
          count.columns.put(column, new OfColumn(known.rows() + 1, greatest, example));
          count.example(
              "%s: %s %s -> %s".formatted(named(old), column, text(i, then), text(i, now)));
        }
      }
      return isSame;
    }

    /** Returns how far two numbers are apart; NaN of instants, dates and what is no number. */
    private static double difference(Types.NestedField field, Object one, Object other) {
      return !KeyedRows.isTime(field)
              && one instanceof Number first
              && other instanceof Number second
          ? Math.abs(first.doubleValue() - second.doubleValue())
          : Double.NaN;
    }

    private String named(Object[] row) {
      return KeyedRows.named(read.schema(), row, read.table().key());
    }

    private String text(int place, Object value) {
      return KeyedRows.text(read.schema(), place, value);
    }
  }

  /** Rows one after the other, and whether each comes after the one before it. */
  private static final class InOrder {
    private final Iterator<Object[]> rows;
    private final Comparator<Object[]> byKey;
    private Object[] head;
    private boolean isOutOfOrder;

    InOrder(Iterator<Object[]> rows, Comparator<Object[]> byKey) {
      this.rows = rows;
      this.byKey = byKey;
      step();
    }

    private void step() {
      Object[] next = rows.hasNext() ? rows.next() : null;
      isOutOfOrder |= head != null && next != null && byKey.compare(head, next) > 0;
      head = next;
    }
  }
}
