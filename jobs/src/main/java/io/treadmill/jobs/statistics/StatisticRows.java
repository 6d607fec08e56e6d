package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;

/**
 * Collects rows of several tables as rows of their {@link #union}, and events to be pooled over
 * assets as rows of its column {@link #POOL}.
 */
final class StatisticRows {
  /** Column of the union that holds events to be pooled. */
  static final String POOL = "pool";

  private static final StructType POOL_SCHEMA =
      new StructType().add("event", new ObjectType(PooledEvent.class));

  private final TableUnion union;
  private final List<Row> rows = new ArrayList<>();

  StatisticRows(List<LakeTable> tables) {
    this.union = union(tables);
  }

  /** Returns the union of tables and of what is pooled. */
  static TableUnion union(List<LakeTable> tables) {
    return TableUnion.of(tables).with(POOL, POOL_SCHEMA);
  }

  /** Adds the row of a record. */
  <T> void add(RowLayout<T> layout, T record) {
    rows.add(union.row(layout.name(), layout.row(record)));
  }

  /** Adds an event to be pooled over assets. */
  void pool(PooledEvent event) {
    rows.add(union.row(POOL, RowFactory.create(event)));
  }

  /** Returns all rows of the union in the order in which they were added. */
  List<Row> rows() {
    return rows;
  }

  /** Returns the rows of a table in the order in which they were added. */
  List<Row> of(LakeTable table) {
    return union.only(rows, table.name());
  }

  /** Returns events by time, then key. */
  static Stream<PooledEvent> sorted(Stream<PooledEvent> events) {
    return events.sorted(
        Comparator.comparingLong(PooledEvent::micros).thenComparing(PooledEvent::key));
  }

  /** Returns the event of a row of the pool. */
  static PooledEvent event(Row pool) {
    return (PooledEvent) pool.get(0);
  }
}
