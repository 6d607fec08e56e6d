package io.treadmill.lake;

import static java.util.stream.Collectors.joining;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/**
 * The rows of files that are each sorted by the key, in the order of the key over all of them: the
 * values of a row, instants as microseconds since 1970 and dates as days since then.
 */
final class KeyedRows implements Iterator<Object[]>, Closeable {
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;

  private final List<Closeable> open = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  /** The rows of a file that are left. */
  private static final class Head {
    private final Iterator<Object[]> rest;
    private Object[] row;

    Head(Iterator<Object[]> rest) {
      this.rest = rest;
    }

    Object[] row() {
      return row;
    }
  }

  /**
   * Opens files.
   *
   * @param schema columns to read, those of the key among them
   */
  KeyedRows(FileIO io, List<String> files, Schema schema, Comparator<Object[]> byKey) {
    heads = new PriorityQueue<>(Comparator.comparing(Head::row, byKey));
    for (String file : files) {
      CloseableIterable<Object[]> rows =
          PlainInput.parquet(io, file)
              .project(schema)
              .createReaderFunc(type -> RowReader.ofCounts(schema, type))
              .build();
      CloseableIterator<Object[]> iterator = rows.iterator();
      open.add(iterator);
      open.add(rows);
      add(new Head(iterator));
    }
  }

  /** Returns the places of columns in the rows that are read with a schema. */
  static int[] places(Schema schema, Collection<String> columns) {
    List<String> names = schema.columns().stream().map(Types.NestedField::name).toList();
    return columns.stream().mapToInt(names::indexOf).toArray();
  }

  /** Returns the value of a column in words. */
  static String text(Schema schema, int place, Object value) {
    Type type = schema.columns().get(place).type();
    return value == null
        ? "null"
        : switch (type.typeId()) {
          case TIMESTAMP -> DateTimeUtil.timestamptzFromMicros((Long) value).toString();
          case DATE -> DateTimeUtil.dateFromDays((Integer) value).toString();
          default -> value.toString();
        };
  }

  /** Returns whether a column holds instants or dates. */
  static boolean isTime(Types.NestedField field) {
    return field.type().typeId() == Type.TypeID.TIMESTAMP
        || field.type().typeId() == Type.TypeID.DATE;
  }

  /** Returns columns of a row as name=value. */
  static String named(Schema schema, Object[] row, Collection<String> columns) {
    return columns.stream()
        .map(
            column -> {
              int place = places(schema, List.of(column))[0];
              return column + "=" + text(schema, place, row[place]);
            })
        .collect(joining(" "));
  }

  /** Returns the UTC day of an instant or date, counted from 1970. */
  static long day(Object value) {
    return value instanceof Long micros
        ? Math.floorDiv(micros, MICROS_OF_A_DAY)
        : ((Integer) value).longValue();
  }

  /** Returns the order by the columns in some places, nulls first. */
  static Comparator<Object[]> order(int[] places) {
    return (one, other) -> {
      for (int place : places) {
        int order = compare(one[place], other[place]);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    if (one == other) { // A text that repeats is one object.
      return 0;
    }
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return ((Comparable<Object>) one).compareTo(other);
  }

  private void add(Head file) {
    if (file.rest.hasNext()) {
      file.row = file.rest.next();
      heads.add(file);
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Object[] next() {
    Head first = heads.remove();
    Object[] row = first.row;
    add(first);
    return row;
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : open) {
      one.close();
    }
  }
}
