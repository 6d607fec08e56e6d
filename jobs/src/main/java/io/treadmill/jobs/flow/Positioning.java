package io.treadmill.jobs.flow;

import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;

/** Open interest and longs per short every five minutes: {@code positioning}. */
final class Positioning {
  /** What snapshots say, and when it counts. */
  private enum Value {
    OPEN_INTEREST(InstrumentSeries::openInterest, Double.MIN_VALUE),
    OPEN_INTEREST_USD(row -> row.number("open_interest_usd"), Double.MIN_VALUE),
    ACCOUNTS(row -> row.number("account_ratio"), 0),
    TOP_ACCOUNTS(row -> row.number("top_account_ratio"), 0),
    TOP_POSITIONS(row -> row.number("top_position_ratio"), 0),
    TAKERS(row -> row.number("taker_volume_ratio"), 0);

    static final List<Value> OF_INTEREST = List.of(OPEN_INTEREST, OPEN_INTEREST_USD);
    static final List<Value> OF_RATIOS = List.of(ACCOUNTS, TOP_ACCOUNTS, TOP_POSITIONS, TAKERS);

    private final ToDoubleFunction<NamedRow> of;
    private final double least;

    Value(ToDoubleFunction<NamedRow> of, double least) {
      this.of = of;
      this.least = least;
    }
  }

  /** What is known of an instrument at an instant. */
  private record Found(Instrument instrument, long ts, Map<Value, Double> values) {
    double value(Value value) {
      return values.getOrDefault(value, Double.NaN);
    }
  }

  private static final RowLayout<Found> LAYOUT =
      RowLayout.<Found>of(LakeTables.POSITIONING)
          .instrument(Found::instrument)
          .micros("ts", Found::ts)
          .number("open_interest", one -> one.value(Value.OPEN_INTEREST))
          .number("open_interest_usd", one -> one.value(Value.OPEN_INTEREST_USD))
          .number("long_short_account_ratio", one -> one.value(Value.ACCOUNTS))
          .number("top_account_ratio", one -> one.value(Value.TOP_ACCOUNTS))
          .number("top_position_ratio", one -> one.value(Value.TOP_POSITIONS))
          .number("taker_volume_ratio", one -> one.value(Value.TAKERS))
          .build();

  private Positioning() {}

  /**
   * Returns the rows of an instrument and day.
   *
   * @param interest snapshots of open interest of the day, in any order
   * @param ratios snapshots of longs per short of the day, in any order
   */
  static List<Row> rows(List<NamedRow> interest, List<NamedRow> ratios) {
    Map<Long, Found> found = new TreeMap<>();
    add(interest, Value.OF_INTEREST, found);
    add(ratios, Value.OF_RATIOS, found);
    return LAYOUT.rows(List.copyOf(found.values()));
  }

  private static void add(List<NamedRow> snapshots, List<Value> values, Map<Long, Found> to) {
    Comparator<NamedRow> byTime = Comparator.comparingLong(row -> row.micros("ts"));
    for (NamedRow row : snapshots.stream().sorted(byTime).toList()) {
      long ts = row.micros("ts");
      long known = BarClock.knownAt(ts);
      // What is known at 24:00 belongs to the next day, which reads its own snapshots alone.
      if (UtcDays.dayOf(known).equals(UtcDays.dayOf(ts))) {
        for (Value value : values) {
          double number = value.of.applyAsDouble(row);
          if (number >= value.least) {
            to.computeIfAbsent(
                    known, at -> new Found(row.instrument(), at, new EnumMap<>(Value.class)))
                .values()
                .put(value, number);
          }
        }
      }
    }
  }
}
