package io.treadmill.jobs.instrument;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Takes what a series has of rows as they are read: where a column stands is found once, not again
 * for each of millions of rows, and rows that follow one another share their key.
 */
final class SeriesRows {
  private static final int NONE = -1;

  private final InstrumentSeries series;
  private final Columns columns;
  private StructType schema;
  private int venue;
  private int product;
  private int symbol;
  private int at;
  private int text;
  private int side;
  private Value number;
  private Value[] values;
  private SeriesBlock.Key last;

  /**
   * What is read of a row.
   *
   * @param at column of the instant or the day of a row
   * @param day the day of all rows; null if each has its own
   * @param text column of the text; null = none
   * @param number column of the number; null = none
   * @param values columns of the values, in order
   * @param made values that no column holds, by name
   */
  record Columns(
      String at,
      Integer day,
      String text,
      String number,
      List<String> values,
      Map<String, ToDoubleFunction<NamedRow>> made) {}

  /** Returns a value of a row; NaN for null. */
  @FunctionalInterface
  private interface Value {
    double of(Row row);
  }

  SeriesRows(InstrumentSeries series, Columns columns) {
    this.series = series;
    this.columns = columns;
  }

  /** Returns what the series has of a row, which has a schema. */
  SeriesBlock.Given given(Row row) {
    if (row.schema() != schema) {
      find(row);
    }
    Object stamp = row.get(at);
    boolean isInstant = stamp instanceof Timestamp;
    long when =
        isInstant ? NamedRow.micros((Timestamp) stamp) : ((Date) stamp).toLocalDate().toEpochDay();
    long day = isInstant ? Math.floorDiv(when, BarClock.DAY_MICROS) : when;
    double[] found = new double[values.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = values[i].of(row);
    }
    boolean isOfDay = series == InstrumentSeries.STATE;
    return new SeriesBlock.Given(
        key(row, columns.day == null ? (int) day : columns.day),
        isOfDay ? 0 : when,
        (int) number.of(row),
        found);
  }

  private SeriesBlock.Key key(Row row, int day) {
    String ofVenue = row.getString(venue);
    String ofProduct = row.getString(product);
    String ofSymbol = row.getString(symbol);
    String ofText = text(row, text);
    String ofSide = text(row, side);
    if (last == null
        || day != last.day()
        || !last.symbol().equals(ofSymbol)
        || !last.venue().equals(ofVenue)
        || !last.product().equals(ofProduct)
        || !last.text().equals(ofText)
        || !last.side().equals(ofSide)) {
      last = new SeriesBlock.Key(ofVenue, ofProduct, ofSymbol, day, series, ofText, ofSide);
    }
    return last;
  }

  private static String text(Row row, int place) {
    return place == NONE ? "" : Objects.requireNonNullElse(row.getString(place), "");
  }

  private void find(Row row) {
    schema = row.schema();
    venue = row.fieldIndex("venue");
    product = row.fieldIndex("product");
    symbol = row.fieldIndex("symbol");
    at = row.fieldIndex(columns.at);
    text = columns.text == null ? NONE : row.fieldIndex(columns.text);
    side = List.of(schema.fieldNames()).contains("side") ? row.fieldIndex("side") : NONE;
    number = columns.number == null ? any -> 0 : value(row, columns.number);
    values = columns.values.stream().map(name -> value(row, name)).toArray(Value[]::new);
  }

  private Value value(Row row, String name) {
    ToDoubleFunction<NamedRow> made = columns.made.get(name);
    if (made != null) {
      return any -> made.applyAsDouble(new NamedRow(any));
    }
    int place = row.fieldIndex(name);
    return any -> {
      Object value = any.get(place);
      return value == null ? Double.NaN : ((Number) value).doubleValue();
    };
  }
}
