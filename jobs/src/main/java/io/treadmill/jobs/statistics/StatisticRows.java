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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Collects rows of several tables as rows of one schema: one column a table, one of them set. */
final class StatisticRows {
  private static final String POOL = "pool";
  private static final StructType POOL_SCHEMA =
      new StructType()
          .add("kind", DataTypes.StringType)
          .add("key", DataTypes.StringType)
          .add("micros", DataTypes.LongType)
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType));
  private final List<LakeTable> tables;
  private final TableUnion union;
  private final Map<LakeTable, Integer> places = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();

  StatisticRows(List<LakeTable> tables) {
    this.tables = tables;
    this.union = TableUnion.of(tables).with(POOL, POOL_SCHEMA);
    for (int i = 0; i < tables.size(); i++) {
      places.put(tables.get(i), i);
    }
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
    set(places.get(table), RowFactory.create(converted));
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
    set(
        tables.size(),
        RowFactory.create(event.kind(), event.key(), event.micros(), event.values()));
  }

  private void set(int place, Row value) {
    Object[] row = new Object[tables.size() + 1];
    row[place] = value;
    rows.add(RowFactory.create(row));
  }

  /** Returns all rows in the order in which they were added. */
  List<Row> rows() {
    return rows;
  }

  /** Returns what rows hold in one place. */
  static List<Row> column(List<Row> rows, int place) {
    return rows.stream()
        .filter(row -> !row.isNullAt(place))
        .map(row -> row.<Row>getAs(place))
        .toList();
  }

  /** Returns the event of a row's pool column. */
  static PooledEvent event(Row pool) {
    return new PooledEvent(
        pool.getString(0), pool.getString(1), pool.getLong(2), (double[]) pool.get(3));
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
