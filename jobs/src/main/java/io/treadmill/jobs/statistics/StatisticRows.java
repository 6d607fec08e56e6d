package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableColumn;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.Instrument;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
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

  /**
   * Adds a row. Instants are microseconds since 1970 ({@code Long}) or {@code Instant}; days are
   * {@code LocalDate}; NaN is null; an enum is its name in lower case.
   *
   * @param values one for each column of the table
   * @throws IllegalArgumentException if a value is missing that the table requires, or its type is
   *     wrong
   */
  void add(LakeTable table, Object... values) {
    List<TableColumn> columns = table.columns();
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "Invalid row of " + table.name() + ": " + values.length + " values");
    }
    Object[] converted = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = converted(table, columns.get(i), values[i]);
    }
    rows.add(union.row(table.name(), RowFactory.create(converted)));
  }

  /** Adds a row of an instrument: its three columns come first. */
  void addOf(LakeTable table, Instrument instrument, Object... values) {
    Object[] all = new Object[values.length + 3];
    all[0] = instrument.venue();
    all[1] = instrument.product().text();
    all[2] = instrument.symbol();
    System.arraycopy(values, 0, all, 3, values.length);
    add(table, all);
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

  /** Returns the events of a kind by time, then key. */
  List<PooledEvent> events(String kind) {
    return sorted(union.only(rows, POOL).stream().map(StatisticRows::event))
        .filter(event -> event.kind().equals(kind))
        .toList();
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

  private static Object converted(LakeTable table, TableColumn column, Object value) {
    Object result = value;
    if (value instanceof Double number && number.isNaN()) {
      result = null;
    } else if (value instanceof Enum<?> name) {
      result = name.name().toLowerCase(Locale.ROOT);
    } else if (value instanceof LocalDate day) {
      result = Date.valueOf(day);
    } else if (value instanceof Instant instant) {
      result = Timestamp.from(instant);
    } else if (column.type().equals(DataTypes.TimestampType) && value instanceof Long micros) {
      Timestamp ts = new Timestamp(Math.floorDiv(micros, 1000L));
      ts.setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000);
      result = ts;
    } else if (column.type().equals(DataTypes.LongType) && value instanceof Integer number) {
      result = number.longValue();
    } else if (column.type().equals(DataTypes.IntegerType) && value instanceof Long number) {
      result = Math.toIntExact(number);
    }
    if (result == null && column.required()) {
      throw new IllegalArgumentException(
          "Invalid row of " + table.name() + ": no value for " + column.name());
    }
    return result;
  }
}
