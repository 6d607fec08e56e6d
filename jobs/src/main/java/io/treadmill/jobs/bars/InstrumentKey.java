package io.treadmill.jobs.bars;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.Row;

/**
 * An instrument as text, with a hash that is the same in every process: an enum in a shuffle key
 * would send equal keys to different partitions.
 */
record InstrumentKey(String venue, String product, String symbol)
    implements Comparable<InstrumentKey>, Serializable {
  private static final Comparator<String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());
  private static final Comparator<InstrumentKey> ORDER =
      Comparator.comparing(InstrumentKey::symbol, TEXT)
          .thenComparing(InstrumentKey::venue, TEXT)
          .thenComparing(InstrumentKey::product, TEXT);

  static InstrumentKey of(Instrument instrument) {
    return new InstrumentKey(instrument.venue(), instrument.product().text(), instrument.symbol());
  }

  static InstrumentKey of(Row row) {
    NamedRow named = new NamedRow(row);
    return new InstrumentKey(named.text("venue"), named.text("product"), named.text("symbol"));
  }

  /** Returns the instrument, with its names checked. */
  Instrument instrument() {
    return new Instrument(venue, Product.of(product), symbol);
  }

  /** Returns true if the names are there and name an instrument. */
  boolean isValid() {
    if (venue == null || product == null || symbol == null) {
      return false;
    }
    try {
      instrument();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public int compareTo(InstrumentKey other) {
    return ORDER.compare(this, other);
  }

  boolean isInverse() {
    return Product.of(product).isInverse();
  }

  @Override
  public String toString() {
    return venue + "/" + product + "/" + symbol;
  }
}
