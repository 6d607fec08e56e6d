package io.treadmill.jobs.flow;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Forced notional by the way in which the venue closed positions: {@code forced_kind}. */
final class ForcedKind {
  private static final String UNKNOWN = "unknown";

  private static final RowLayout<Found> LAYOUT =
      RowLayout.<Found>of(LakeTables.FORCED_KIND)
          .instrument(one -> one.key().instrument())
          .micros("ts", one -> one.key().ts())
          .text("side", one -> one.key().side())
          .number("market_usd", one -> one.known("market"))
          .number("backstop_usd", one -> one.known("backstop"))
          .number("auto_deleveraged_usd", one -> one.known("adl"))
          .number("unknown_usd", one -> one.usd(UNKNOWN))
          .whole("print_count", one -> one.sums().prints)
          .text("reason", one -> one.isTold() ? null : "the feed does not tell the kind")
          .build();

  private ForcedKind() {}

  /** Five minutes of a side. */
  private record Key(Instrument instrument, long ts, String side) {}

  /** Prints of a key; sums are exact, so that the order of prints does not matter. */
  private static final class Sums {
    final Map<String, BigDecimal> byKind = new HashMap<>();
    long prints;

    void add(NamedRow print) {
      BigDecimal usd = BigDecimal.valueOf(print.number("notional_usd"));
      byKind.merge(print.text("kind"), usd, BigDecimal::add);
      prints++;
    }
  }

  private record Found(Key key, Sums sums) {
    boolean isTold() {
      return sums.byKind.keySet().stream().anyMatch(kind -> !kind.equals(UNKNOWN));
    }

    double usd(String kind) {
      return sums.byKind.getOrDefault(kind, BigDecimal.ZERO).doubleValue();
    }

    double known(String kind) {
      return isTold() ? usd(kind) : Double.NaN;
    }
  }

  /** Returns the rows of the prints of an instrument and day, which come in any order. */
  static List<Row> rows(List<NamedRow> prints) {
    Map<Key, Sums> sums = new HashMap<>();
    for (NamedRow print : prints) {
      long ts = Math.floorDiv(print.micros("ts"), BarClock.BAR_MICROS) * BarClock.BAR_MICROS;
      Key key = new Key(print.instrument(), ts, print.text("liquidated_side"));
      sums.computeIfAbsent(key, found -> new Sums()).add(print);
    }
    return LAYOUT.rows(
        sums.entrySet().stream().map(one -> new Found(one.getKey(), one.getValue())).toList());
  }
}
