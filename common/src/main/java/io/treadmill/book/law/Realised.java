package io.treadmill.book.law;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reported forced orders of an instrument, USD, as a fit and its scores read them: totals of
 * intervals, of longer windows where only those were told, or by cell where prints carry prices. An
 * interval that was not observed is unknown, which is not zero. Not thread-safe.
 */
public final class Realised {
  private final long intervalMicros;
  private final int buckets;
  private final TreeMap<Long, Long> longer = new TreeMap<>();
  private final Set<Long> known = new HashSet<>();
  private final Map<Long, Cells> longs = new HashMap<>();
  private final Map<Long, Cells> shorts = new HashMap<>();

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

  /** What was reported of an interval and side. */
  private static final class Cells {
    private final Map<Integer, Amount> amounts = new HashMap<>();
    private double usd;
  }

  /**
   * Makes amounts of which none is known yet.
   *
   * @param intervalMicros length of an interval, microseconds, a multiple of 5 min
   * @param buckets 10 bp buckets of a cell; 0: totals of the interval, without a price
   */
  public Realised(long intervalMicros, int buckets) {
    if (intervalMicros <= 0 || intervalMicros % BarClock.BAR_MICROS != 0 || buckets < 0) {
      throw new IllegalArgumentException(
          "Invalid cell: %s us, %s buckets (must be a multiple of 5 min, not negative)"
              .formatted(intervalMicros, buckets));
    }
    this.intervalMicros = intervalMicros;
    this.buckets = buckets;
  }

  /** Returns totals of hours, or of longer windows where a feed tells no hours. */
  public static Realised hourlyTotals() {
    return new Realised(BarClock.HOUR_MICROS, 0);
  }

  /** Returns the length of an interval, microseconds. */
  public long intervalMicros() {
    return intervalMicros;
  }

  /** Returns the start of the interval, or of the longer window, of an instant. */
  public long interval(long micros) {
    Map.Entry<Long, Long> window = longer.floorEntry(micros);
    return window != null && micros < window.getValue()
        ? window.getKey()
        : Math.floorDiv(micros, intervalMicros) * intervalMicros;
  }

  /** Returns the end of the interval, or of the longer window, that starts at an instant. */
  public long until(long intervalStart) {
    return longer.getOrDefault(intervalStart, intervalStart + intervalMicros);
  }

  /** Returns whether some totals are of more than an interval. */
  public boolean hasLongerWindows() {
    return !longer.isEmpty();
  }

  /** Says that what is between two instants is told as one total: one interval of its own. */
  public void window(long from, long to) {
    if (to - from > intervalMicros) {
      longer.put(from, to);
    }
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
    Cells cells = cells(side).computeIfAbsent(interval(micros), key -> new Cells());
    cells.amounts.merge(cell(bucket), new Amount(usd, prints), Amount::plus);
    cells.usd += usd;
  }

  private Map<Long, Cells> cells(Side side) {
    return side == Side.LONG ? longs : shorts;
  }

  /** Returns whether the interval that starts at this instant was observed. */
  public boolean knows(long intervalStart) {
    return known.contains(interval(intervalStart));
  }

  /** Returns the amounts of an interval by cell; empty if nothing was reported. */
  public Map<Integer, Amount> amounts(long intervalStart, Side side) {
    Cells cells = cells(side).get(interval(intervalStart));
    return cells == null ? Map.of() : Collections.unmodifiableMap(cells.amounts);
  }

  /** Returns the total of an interval, all cells together, USD; NaN if it was not observed. */
  public double total(long intervalStart, Side side) {
    if (!knows(intervalStart)) {
      return Double.NaN;
    }
    Cells cells = cells(side).get(interval(intervalStart));
    return cells == null ? 0 : cells.usd;
  }

  /**
   * Returns the total from one instant to another, USD; NaN if it is not that of whole intervals
   * that were observed.
   */
  public double total(long from, long to, Side side) {
    double usd = 0;
    long at = from;
    while (at < to) {
      usd += interval(at) == at ? total(at, side) : Double.NaN;
      at = until(at);
    }
    return at == to ? usd : Double.NaN;
  }
}
