package io.treadmill.lake;

import io.treadmill.market.Instrument;
import java.io.Serializable;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Which instruments a run is about.
 *
 * @param venue the venue, or null for all
 * @param symbols the symbols, sorted; empty for all
 */
public record Selection(String venue, SortedSet<String> symbols) implements Serializable {
  /** Every instrument. */
  public static final Selection ALL = new Selection(null, new TreeSet<>());

  /** Keeps a copy of the symbols. */
  public Selection {
    symbols = new TreeSet<>(symbols);
  }

  /** Returns true if nothing is left out. */
  public boolean isAll() {
    return venue == null && symbols.isEmpty();
  }

  /** Returns true if the instrument is selected. */
  public boolean contains(Instrument instrument) {
    return (venue == null || venue.equals(instrument.venue()))
        && (symbols.isEmpty() || symbols.contains(instrument.symbol()));
  }

  /** Returns the condition on the columns venue and symbol; empty if nothing is left out. */
  public Optional<Column> condition() {
    Optional<Column> byVenue =
        Optional.ofNullable(venue).map(value -> functions.col("venue").equalTo(value));
    Optional<Column> bySymbol =
        symbols.isEmpty()
            ? Optional.empty()
            : Optional.of(functions.col("symbol").isin(symbols.toArray()));
    if (byVenue.isPresent() && bySymbol.isPresent()) {
      return Optional.of(byVenue.get().and(bySymbol.get()));
    }
    return byVenue.isPresent() ? byVenue : bySymbol;
  }

  @Override
  public String toString() {
    return (venue == null ? "all venues" : venue)
        + ", "
        + (symbols.isEmpty() ? "all symbols" : String.join(",", symbols));
  }
}
