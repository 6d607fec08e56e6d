package io.treadmill.lake;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** The rows of files that are each sorted by the key, in the order of the key over all of them. */
final class KeyedRows implements Iterator<Record>, Closeable {
  private final List<Closeable> open = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  private record Head(Record row, Iterator<Record> rest) {}

  /**
   * Opens files.
   *
   * @param schema columns to read, those of the key among them
   */
  KeyedRows(FileIO io, List<String> files, Schema schema, Comparator<Record> byKey) {
    heads = new PriorityQueue<>(Comparator.comparing(Head::row, byKey));
    for (String file : files) {
      CloseableIterable<Record> rows =
          Parquet.read(io.newInputFile(file))
              .project(schema)
              .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
              .build();
      CloseableIterator<Record> iterator = rows.iterator();
      open.add(iterator);
      open.add(rows);
      add(iterator);
    }
  }

  /** Returns the places of columns in the rows that are read with a schema. */
  static int[] places(Schema schema, Collection<String> columns) {
    List<String> names = schema.columns().stream().map(Types.NestedField::name).toList();
    return columns.stream().mapToInt(names::indexOf).toArray();
  }

  /** Returns the order by the columns in some places, nulls first. */
  static Comparator<Record> order(int[] places) {
    return (one, other) -> {
      for (int place : places) {
        int order = compare(one.get(place), other.get(place));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return ((Comparable<Object>) one).compareTo(other);
  }

  private void add(Iterator<Record> rows) {
    if (rows.hasNext()) {
      heads.add(new Head(rows.next(), rows));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public Record next() {
    Head first = heads.remove();
    add(first.rest());
    return first.row();
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : open) {
      one.close();
    }
  }
}
