package io.treadmill.lake;

import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A row that was read, its values by the names of its columns.
 *
 * @param row a row with a schema
 */
public record NamedRow(Row row) {
  /** Collects rows. */
  public static List<NamedRow> all(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(NamedRow::new).toList();
  }

  /** Collects rows. */
  public static List<NamedRow> all(JavaRDD<Row> rows) {
    return rows.collect().stream().map(NamedRow::new).toList();
  }

  /** Returns the different values that tasks make of rows. */
  public static <T> Set<T> distinct(JavaRDD<Row> rows, Value<T> value) {
    return new HashSet<>(
        rows.mapPartitions(
                part -> {
                  Set<T> found = new HashSet<>();
                  part.forEachRemaining(row -> found.add(value.of(new NamedRow(row))));
                  return found.iterator();
                })
            .collect());
  }

  /**
   * Makes a value of a row, in a task.
   *
   * @param <T> what is made
   */
  @FunctionalInterface
  public interface Value<T> extends Serializable {
    /** Returns the value. */
    T of(NamedRow row);
  }

  /** Returns the instrument of {@code venue}, {@code product} and {@code symbol}. */
  public Instrument instrument() {
    return new Instrument(text("venue"), Product.of(text("product")), text("symbol"));
  }

  /** Returns true if the value is null. */
  public boolean isNull(String column) {
    return row.isNullAt(row.fieldIndex(column));
  }

  /** Returns {@code venue/product/symbol}, as {@link Instrument#parse} takes it. */
  public String instrumentKey() {
    return text("venue") + "/" + text("product") + "/" + text("symbol");
  }

  /** Returns a text, or null. */
  public String text(String column) {
    return row.getString(row.fieldIndex(column));
  }

  /** Returns a number; NaN for null. */
  public double number(String column) {
    int place = row.fieldIndex(column);
    return row.isNullAt(place) ? Double.NaN : row.getDouble(place);
  }

  /** Returns a number of any type; NaN for null. */
  public double asNumber(String column) {
    Object value = row.get(row.fieldIndex(column));
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  /** Returns a whole number of 64 bits that is not null. */
  public long whole(String column) {
    return row.getLong(row.fieldIndex(column));
  }

  /** Returns a whole number of 32 bits that is not null. */
  public int integer(String column) {
    return row.getInt(row.fieldIndex(column));
  }

  /** Returns a value that is true or false, not null. */
  public boolean flag(String column) {
    return row.getBoolean(row.fieldIndex(column));
  }

  /** Returns a UTC day; null for null. */
  public LocalDate day(String column) {
    return isNull(column) ? null : row.getDate(row.fieldIndex(column)).toLocalDate();
  }

  /** Returns an instant; null for null. */
  public Instant instant(String column) {
    return isNull(column) ? null : row.getTimestamp(row.fieldIndex(column)).toInstant();
  }

  /** Returns an instant that is not null, in microseconds since 1970. */
  public long micros(String column) {
    return micros(row.getTimestamp(row.fieldIndex(column)));
  }

  /** Returns an instant as microseconds since 1970. */
  public static long micros(Timestamp stamp) {
    return Math.floorDiv(stamp.getTime(), 1000L) * 1_000_000L + stamp.getNanos() / 1000;
  }
}
