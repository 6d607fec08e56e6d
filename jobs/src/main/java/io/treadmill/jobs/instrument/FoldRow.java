package io.treadmill.jobs.instrument;

import io.treadmill.book.replay.TierHistory;
import io.treadmill.jobs.instrument.FoldInput.Kind;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * A row of {@link FoldInput}, its values by name.
 *
 * @param row values in the order of the schema
 */
public record FoldRow(Row row) {
  private static final Kind[] KINDS = Kind.values();
  private static final int VENUE = FoldInput.SCHEMA.fieldIndex("venue");
  private static final int PRODUCT = FoldInput.SCHEMA.fieldIndex("product");
  private static final int SYMBOL = FoldInput.SCHEMA.fieldIndex("symbol");
  private static final int DAY = FoldInput.SCHEMA.fieldIndex("day");
  private static final int KIND = FoldInput.SCHEMA.fieldIndex("kind");
  private static final int AT = FoldInput.SCHEMA.fieldIndex("at");
  private static final int SIDE = FoldInput.SCHEMA.fieldIndex("side");
  private static final int COMPONENT = FoldInput.SCHEMA.fieldIndex("component");
  private static final int BUCKET = FoldInput.SCHEMA.fieldIndex("bucket");
  private static final int TEXT = FoldInput.SCHEMA.fieldIndex("text");
  private static final int FIRST_NUMBER = FoldInput.SCHEMA.fieldIndex("number_0");

  /** Returns venue, product and symbol as one text: the key of a group. */
  public String key() {
    return row.getString(VENUE) + "/" + row.getString(PRODUCT) + "/" + row.getString(SYMBOL);
  }

  Instrument instrument() {
    return new Instrument(
        row.getString(VENUE), Product.of(row.getString(PRODUCT)), row.getString(SYMBOL));
  }

  public LocalDate day() {
    return row.getDate(DAY).toLocalDate();
  }

  public Kind kind() {
    return KINDS[row.getInt(KIND)];
  }

  /** Returns the instant, microseconds since 1970; of a bracket the day since 1970. */
  long at() {
    return row.getLong(AT);
  }

  /** Returns the side as it is stored. */
  public String sideText() {
    return row.getString(SIDE);
  }

  Side side() {
    return Side.of(sideText());
  }

  public int component() {
    return row.getInt(COMPONENT);
  }

  public int bucket() {
    return row.getInt(BUCKET);
  }

  public String text() {
    return row.getString(TEXT);
  }

  /**
   * Returns a number of the row's kind; NaN for null.
   *
   * @throws IllegalArgumentException if the kind has no such number
   */
  public double number(String name) {
    int place = FIRST_NUMBER + kind().place(name);
    return row.isNullAt(place) ? Double.NaN : row.getDouble(place);
  }

  /** Adds the bracket of a row of kind TIER. */
  public void addTo(TierHistory tiers) {
    double cap = number("cap");
    double amount = number("maintenance_amount");
    tiers.add(
        at(),
        MarginTiers.CapUnit.of(text()),
        new MarginTiers.Bracket(
            number("floor"),
            Double.isNaN(cap) ? Double.POSITIVE_INFINITY : cap,
            number("maintenance_margin_rate"),
            number("max_leverage"),
            Double.isNaN(amount) ? 0 : amount));
  }
}
