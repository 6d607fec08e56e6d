package io.treadmill.jobs.flow;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** What aggressors bought and sold by bar, and summed over the day: {@code volume_delta}. */
final class VolumeDelta {
  private static final RowLayout<Found> LAYOUT =
      RowLayout.<Found>of(LakeTables.VOLUME_DELTA)
          .instrument(one -> one.bar().instrument())
          .micros("ts", one -> one.bar().ts())
          .number("buy_quote", one -> one.bar().buy())
          .number("sell_quote", one -> one.bar().sell())
          .number("delta_quote", one -> one.bar().delta())
          .number("unknown_quote", one -> one.bar().unknown())
          .number("cumulative_delta_quote", Found::delta)
          .number("cumulative_unknown_quote", Found::unknown)
          .text("source", one -> one.bar().source())
          .text("reason", Found::reason)
          .build();

  private VolumeDelta() {}

  /**
   * A bar in quote units; NaN is what nobody told.
   *
   * @param bought by aggressors
   * @param unknown traded without an aggressor
   */
  private record Bar(
      Instrument instrument, long ts, double quote, double bought, double unknown, String source) {
    static Bar of(NamedRow row) {
      return new Bar(
          row.instrument(),
          row.micros("ts"),
          row.number("quote_volume"),
          row.number("taker_buy_quote_volume"),
          row.number("unknown_quote_volume"),
          row.text("source"));
    }

    double buy() {
      return isKnown() ? bought : Double.NaN;
    }

    /** Rounding of the volume makes nothing negative. */
    double sell() {
      return isKnown() ? Math.max(0, quote - bought - unknown) : Double.NaN;
    }

    double delta() {
      return buy() - sell();
    }

    boolean isKnown() {
      return !Double.isNaN(quote) && !Double.isNaN(bought) && !Double.isNaN(unknown);
    }

    /** Why the bar has no delta; null if it has one. */
    String reason() {
      if (isKnown()) {
        return null;
      }
      return Double.isNaN(quote)
          ? "no quote volume in the source"
          : Double.isNaN(unknown)
              ? "the bar was written before trades without an aggressor were counted"
              : "no trade of the bar tells its aggressor";
    }
  }

  /**
   * A bar with the sums of its day.
   *
   * @param delta sum of deltas; NaN before the first, and where a part of it is missing
   * @param unknown sum of what is not known
   * @param gap why sums are missing; null if they are not
   */
  private record Found(Bar bar, double delta, double unknown, String gap) {
    String reason() {
      return bar.reason() == null ? gap : bar.reason();
    }
  }

  /** Returns the rows of the bars of an instrument and day, which come in any order. */
  static List<Row> rows(List<NamedRow> bars) {
    List<Found> found = new ArrayList<>();
    double delta = Double.NaN;
    double unknown = 0;
    String gap = null;
    for (Bar bar : bars.stream().map(Bar::of).sorted(Comparator.comparingLong(Bar::ts)).toList()) {
      unknown += bar.unknown();
      if (bar.isKnown()) {
        delta = (Double.isNaN(delta) ? 0 : delta) + bar.delta();
      }
      if (Double.isNaN(bar.unknown()) && gap == null) {
        gap = "sums: an earlier bar of the day, %s".formatted(bar.reason());
      }
      found.add(new Found(bar, gap == null ? delta : Double.NaN, unknown, gap));
    }
    return LAYOUT.rows(found);
  }
}
