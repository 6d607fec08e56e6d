package io.treadmill.jobs.instrument;

import io.treadmill.book.position.BookState;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * A row of a series of an instrument, its values by name.
 *
 * @param block where it stands
 * @param place its place there
 */
public record InstrumentRow(SeriesBlock block, int place) {
  private static final Comparator<InstrumentRow> BY_VALUES =
      (row, other) -> SeriesBlock.compareValues(row.block, row.place, other.block, other.place);

  /** By time, side, number and text, then by values: equal rows are equal. */
  static final Comparator<InstrumentRow> OF_A_FOLD =
      Comparator.comparingLong(InstrumentRow::at)
          .thenComparing(row -> row.block.key().side())
          .thenComparingInt(InstrumentRow::number)
          .thenComparing(InstrumentRow::text)
          .thenComparing(BY_VALUES);

  /** By time, then by text and side, then by number and values: equal rows are equal. */
  public static final Comparator<InstrumentRow> ORDER =
      Comparator.comparingLong(InstrumentRow::at)
          .thenComparing(InstrumentRow::text)
          .thenComparing(row -> row.block.key().side())
          .thenComparingInt(InstrumentRow::number)
          .thenComparing(BY_VALUES);

  /** Returns the instrument. */
  public Instrument instrument() {
    return block.key().instrument();
  }

  /** Returns venue, product and symbol as one text. */
  String instrumentKey() {
    return block.instrumentKey();
  }

  LocalDate day() {
    return LocalDate.ofEpochDay(block.key().day());
  }

  InstrumentSeries series() {
    return block.key().series();
  }

  /** Returns the instant, microseconds since 1970; of a bracket the day since 1970. */
  public long at() {
    return block.at(place);
  }

  /** Returns the side of a row of a series with sides. */
  public Side side() {
    return Side.of(block.key().side());
  }

  /** Returns the whole number; 0 if the series has none. */
  public int number() {
    return block.number(place);
  }

  /** Returns the text; empty if the series has none. */
  public String text() {
    return block.key().text();
  }

  /**
   * Returns a value of the row's series; NaN for null.
   *
   * @throws IllegalArgumentException if the series has no such value
   */
  public double value(String name) {
    return block.value(place, series().place(name));
  }

  /** Returns the cell of a row of a state. */
  BookState.Cell cell() {
    return new BookState.Cell(
        block.key().side(), text(), (int) value("component"), number(), value("value"));
  }

  /** Adds the bracket of a row of margin tiers. */
  public void addTo(TierHistory tiers) {
    double cap = value("notional_cap");
    double amount = value("maintenance_amount");
    tiers.add(
        at(),
        MarginTiers.capUnit(text()),
        new MarginTiers.Bracket(
            value("notional_floor"),
            Double.isNaN(cap) ? Double.POSITIVE_INFINITY : cap,
            value("maintenance_margin_rate"),
            value("max_leverage"),
            Double.isNaN(amount) ? 0 : amount));
  }
}
