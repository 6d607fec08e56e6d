package io.treadmill.lake;

import java.io.IOException;
import java.lang.reflect.Array;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

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

  /** Takes all values of another row of the same columns. */
  public void take(RowBuffer other) {
    System.arraycopy(other.bits, 0, bits, 0, bits.length);
    System.arraycopy(other.texts, 0, texts, 0, texts.length);
    System.arraycopy(other.present, 0, present, 0, present.length);
  }

  /** Takes all values of a Spark row that has the same columns in the same order. */
  public void take(Row row) {
    for (int i = 0; i < present.length; i++) {
      take(i, row.get(i));
    }
  }

  /** What is done with each row. */
  @FunctionalInterface
  interface Sink {
    /** Takes the values, which change after. */
    void take(RowBuffer row) throws IOException;
  }

  /**
   * Takes the values of a Spark row that has the same columns in the same order, or one after the
   * other of the rows for which it stands.
   *
   * @param arrays places of the columns that hold arrays, in order, an element for each row; none =
   *     one row
   */
  void forEach(Row row, int[] arrays, Sink to) throws IOException {
    for (int i = 0; i < present.length; i++) {
      if (Arrays.binarySearch(arrays, i) < 0) {
        take(i, row.get(i));
      }
    }
    int rows = arrays.length == 0 ? 1 : Array.getLength(row.get(arrays[0]));
    for (int element = 0; element < rows; element++) {
      for (int place : arrays) {
        take(place, row.get(place), element);
      }
      to.take(this);
    }
  }

  /** Takes a value as a Spark row has it; null makes the value null. */
  private void take(int column, Object value) {
    present[column] = value != null;
    if (value == null) {
      return;
    }
    switch (columns.get(column).type()) {
      case TEXT -> texts[column] = (String) value;
      case NUMBER -> number(column, (Double) value);
      case WHOLE -> bits[column] = (Long) value;
      case INTEGER -> bits[column] = (Integer) value;
      case FLAG -> bits[column] = (Boolean) value ? 1 : 0;
      case INSTANT -> bits[column] = NamedRow.micros((Timestamp) value);
      case DATE -> bits[column] = day(value).toEpochDay();
    }
  }

  /** Takes an element of an array of numbers, of which NaN is none, or of whole numbers. */
  private void take(int column, Object array, int element) {
    present[column] = false;
    if (array instanceof double[] numbers) {
      numberIfAny(column, numbers[element]);
    } else {
      whole(column, ((int[]) array)[element]);
    }
  }

  /** Returns a Spark row of the values. */
  public Row row(StructType schema) {
    Object[] values = new Object[bits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = present[i] ? value(i) : null;
    }
    return new GenericRowWithSchema(values, schema);
  }

  private Object value(int i) {
    return switch (columns.get(i).type()) {
      case TEXT -> texts[i];
      case NUMBER -> number(i);
      case WHOLE -> bits[i];
      case INTEGER -> Math.toIntExact(bits[i]);
      case FLAG -> bits[i] != 0;
      case INSTANT -> RowLayout.timestamp(bits[i]);
      case DATE -> Date.valueOf(LocalDate.ofEpochDay(bits[i]));
    };
  }

  private static LocalDate day(Object value) {
    return value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
  }
}
