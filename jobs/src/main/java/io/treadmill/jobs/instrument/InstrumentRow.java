package io.treadmill.jobs.instrument;

import io.treadmill.book.position.BookState;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * A row of {@link InstrumentRows}, its values by name.
 *
 * @param row values in the order of the schema
 */
public record InstrumentRow(Row row) {
  private static final InstrumentSeries[] SERIES = InstrumentSeries.values();
  private static final int VENUE = InstrumentRows.SCHEMA.fieldIndex("venue");
  private static final int PRODUCT = InstrumentRows.SCHEMA.fieldIndex("product");
  private static final int SYMBOL = InstrumentRows.SCHEMA.fieldIndex("symbol");
  private static final int DAY = InstrumentRows.SCHEMA.fieldIndex("day");
  private static final int OF_SERIES = InstrumentRows.SCHEMA.fieldIndex("series");
  private static final int AT = InstrumentRows.SCHEMA.fieldIndex("at");
  private static final int SIDE = InstrumentRows.SCHEMA.fieldIndex("side");
  private static final int NUMBER = InstrumentRows.SCHEMA.fieldIndex("number");
  private static final int TEXT = InstrumentRows.SCHEMA.fieldIndex("text");
  private static final int FIRST_VALUE = InstrumentRows.SCHEMA.fieldIndex(InstrumentRows.VALUE + 0);

  /** Returns venue, product and symbol as one text: the key of a group. */
  public String key() {
    return row.getString(VENUE) + "/" + row.getString(PRODUCT) + "/" + row.getString(SYMBOL);
  }

  /** Returns the instrument. */
  public Instrument instrument() {
    return Instrument.parse(key());
  }

  LocalDate day() {
    return row.getDate(DAY).toLocalDate();
  }

  InstrumentSeries series() {
    return SERIES[row.getInt(OF_SERIES)];
  }

  /** Returns the instant, microseconds since 1970; of a bracket the day since 1970. */
  long at() {
    return row.getLong(AT);
  }

  Side side() {
    return Side.of(row.getString(SIDE));
  }

  int number() {
    return row.getInt(NUMBER);
  }

  String text() {
    return row.getString(TEXT);
  }

  /**
   * Returns a value of the row's series; NaN for null.
   *
   * @throws IllegalArgumentException if the series has no such value
   */
  double value(String name) {
    int place = FIRST_VALUE + series().place(name);
    return row.isNullAt(place) ? Double.NaN : row.getDouble(place);
  }

  /** Returns the cell of a row of a state. */
  BookState.Cell cell() {
    return new BookState.Cell(
        row.getString(SIDE), text(), (int) value("component"), number(), value("value"));
  }

  /** Adds the bracket of a row of margin tiers. */
  public void addTo(TierHistory tiers) {
    double cap = value("notional_cap");
    double amount = value("maintenance_amount");
    tiers.add(
        at(),
        MarginTiers.CapUnit.of(text()),
        new MarginTiers.Bracket(
            value("notional_floor"),
            Double.isNaN(cap) ? Double.POSITIVE_INFINITY : cap,
            value("maintenance_margin_rate"),
            value("max_leverage"),
            Double.isNaN(amount) ? 0 : amount));
  }
}
