package io.treadmill.lake;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One row that is filled, written and filled again: values by position, without an object for each
 * number. Instants are microseconds, dates days since 1970. Text, including a text that repeats, is
 * kept as it is given.
 */
public final class RowBuffer {
  private final List<TableColumn> columns;
  private final long[] bits;
  private final String[] texts;
  private final boolean[] present;

  /** Makes an empty row of these columns. */
  public RowBuffer(List<TableColumn> columns) {
    this.columns = columns;
    this.bits = new long[columns.size()];
    this.texts = new String[columns.size()];
    this.present = new boolean[columns.size()];
  }

  /** Makes all values null. */
  public void clear() {
    Arrays.fill(present, false);
  }

  /** Sets a whole number, an instant in microseconds or a date in days since 1970. */
  public void whole(int column, long value) {
    bits[column] = value;
    present[column] = true;
  }

  /** Sets a number. */
  public void number(int column, double value) {
    bits[column] = Double.doubleToRawLongBits(value);
    present[column] = true;
  }

  /** Sets a number if it is one; NaN = none. */
  public void numberIfAny(int column, double value) {
    if (!Double.isNaN(value)) {
      number(column, value);
    }
  }

  /** Sets a text; null makes the value null. */
  public void text(int column, String value) {
    texts[column] = value;
    present[column] = value != null;
  }

  /** Returns true if the value is null. */
  public boolean isNull(int column) {
    return !present[column];
  }

  /** Returns a whole number, an instant in microseconds or a date in days since 1970. */
  public long whole(int column) {
    return bits[column];
  }

  /** Returns a number. */
  public double number(int column) {
    return Double.longBitsToDouble(bits[column]);
  }

  /** Returns a text. */
  public String text(int column) {
    return texts[column];
  }

  /** Takes all values of a Spark row that has the same columns in the same order. */
  public void take(Row row) {
    clear();
    for (int i = 0; i < columns.size(); i++) {
      if (row.isNullAt(i)) {
        continue;
      }
      switch (columns.get(i).type()) {
        case TEXT -> text(i, row.getString(i));
        case NUMBER -> number(i, row.getDouble(i));
        case WHOLE -> whole(i, row.getLong(i));
        case INTEGER -> whole(i, row.getInt(i));
        case FLAG -> whole(i, row.getBoolean(i) ? 1 : 0);
        case INSTANT -> whole(i, NamedRow.micros(row.getTimestamp(i)));
        case DATE -> whole(i, day(row.get(i)).toEpochDay());
      }
    }
  }

  private static LocalDate day(Object value) {
    return value instanceof java.sql.Date date ? date.toLocalDate() : (LocalDate) value;
  }
}
