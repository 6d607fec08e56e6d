package io.treadmill.book;

import io.treadmill.market.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reported forced orders of an instrument, USD, as a fit and its scores read them: totals of
 * intervals, or by cell where prints carry prices. An interval that was not observed is unknown,
 * which is not zero. Not thread-safe.
 */
public final class Realised {
  private final long intervalMicros;
  private final int buckets;
  private final Set<Long> known = new HashSet<>();
  private final Map<Key, Map<Integer, Amount>> cells = new HashMap<>();

  /**
   * What was reported in a cell.
   *
   * @param usd notional, USD
   * @param prints number of prints; 0 where only totals are known
   */
  public record Amount(double usd, long prints) {
    Amount plus(Amount other) {
      return new Amount(usd + other.usd, prints + other.prints);
    }
  }

  private record Key(long interval, Side side) {}

  /**
   * Makes amounts of which none is known yet.
   *
   * @param intervalMicros length of an interval, microseconds, a multiple of 5 min
   * @param buckets 10 bp buckets of a cell; 0: totals of the interval, without a price
   */
  public Realised(long intervalMicros, int buckets) {
    if (intervalMicros <= 0 || intervalMicros % 300_000_000L != 0 || buckets < 0) {
      throw new IllegalArgumentException(
          "Invalid cell: "
              + intervalMicros
              + " us, "
              + buckets
              + " buckets (must be a multiple of 5 min, not negative)");
    }
    this.intervalMicros = intervalMicros;
    this.buckets = buckets;
  }

  /** Returns totals of hours: what aggregators publish. */
  public static Realised hourlyTotals() {
    return new Realised(3_600_000_000L, 0);
  }

  /** Returns the length of an interval, microseconds. */
  public long intervalMicros() {
    return intervalMicros;
  }

  /** Returns the start of the interval of an instant. */
  public long interval(long micros) {
    return Math.floorDiv(micros, intervalMicros) * intervalMicros;
  }

  /** Returns true if amounts are totals, without a price. */
  public boolean isTotal() {
    return buckets == 0;
  }

  /** Returns the cell of a bucket of the price grid; 0 for totals. */
  public int cell(int bucket) {
    return buckets == 0 ? 0 : Math.floorDiv(bucket, buckets);
  }

  /** Says that the interval of an instant was observed: cells without an amount are zero. */
  public void know(long micros) {
    known.add(interval(micros));
  }

  /**
   * Adds an amount to the cell of an instant and bucket, and says that its interval was observed.
   *
   * @param bucket bucket of the price; not read for totals
   */
  public void add(long micros, Side side, int bucket, double usd, long prints) {
    if (!(usd >= 0)) {
      throw new IllegalArgumentException(
          "Invalid forced notional at " + micros + ": " + usd + " (must not be negative)");
    }
    know(micros);
    cells
        .computeIfAbsent(new Key(interval(micros), side), key -> new HashMap<>())
        .merge(cell(bucket), new Amount(usd, prints), Amount::plus);
  }

  /** Returns whether the interval that starts at this instant was observed. */
  public boolean knows(long intervalStart) {
    return known.contains(intervalStart);
  }

  /** Returns the amounts of an interval by cell; empty if nothing was reported. */
  public Map<Integer, Amount> amounts(long intervalStart, Side side) {
    return Map.copyOf(cells.getOrDefault(new Key(intervalStart, side), Map.of()));
  }

  /** Returns the total of an interval, all cells together, USD; NaN if it was not observed. */
  public double total(long intervalStart, Side side) {
    if (!knows(intervalStart)) {
      return Double.NaN;
    }
    return cells.getOrDefault(new Key(intervalStart, side), Map.of()).values().stream()
        .mapToDouble(Amount::usd)
        .sum();
  }
}
