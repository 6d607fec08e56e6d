package io.treadmill.book.position;

import io.treadmill.market.PriceGrid;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The bars of one instrument and day as columns, by rising ts: the input of a fold.
 *
 * @param day the UTC day
 * @param ts starts of the bars, microseconds since 1970
 * @param open first prices
 * @param high highest prices
 * @param low lowest prices
 * @param close last prices
 * @param volume traded size, base coins (linear) or contracts (inverse)
 * @param openInterest snapshots at the n starts and at the end of the last bar, n + 1 values in the
 *     size unit; NaN if there is none: the last one is held
 * @param markLow lowest mark prices, NaN where not archived; null if none is
 * @param markHigh highest mark prices, as above
 * @param profiles volume by bucket; null if not known: uniform in log price over [low, high]
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record DaySteps(
    LocalDate day,
    long[] ts,
    double[] open,
    double[] high,
    double[] low,
    double[] close,
    double[] volume,
    double[] openInterest,
    double[] markLow,
    double[] markHigh,
    Profiles profiles)
    implements Serializable {

  /**
   * Volume by bucket of all bars: those of bar t are at {@code offsets[t]} to {@code offsets[t + 1]
   * - 1}. A bar without any has the uniform profile.
   *
   * @param offsets n + 1 offsets, rising
   * @param buckets buckets, each once a bar
   * @param volumes volume in each, in any unit; only its shares are used
   */
  public record Profiles(int[] offsets, int[] buckets, double[] volumes) implements Serializable {
    Profile of(int t) {
      int from = offsets[t];
      int count = offsets[t + 1] - from;
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += volumes[i];
      }
      if (count == 0 || !(sum > 0)) {
        return null;
      }
      double[] shares = new double[count];
      for (int i = 0; i < count; i++) {
        shares[i] = volumes[from + i] / sum;
      }
      return new Profile(Arrays.copyOfRange(buckets, from, from + count), shares, count);
    }
  }

  /** Checks lengths and order. */
  public DaySteps {
    int n = ts.length;
    for (double[] column : new double[][] {open, high, low, close, volume, markLow, markHigh}) {
      if (column != null && column.length != n) {
        throw new IllegalArgumentException(
            "Invalid bars of " + day + ": columns of " + n + " and " + column.length + " values");
      }
    }
    if (openInterest.length != n + 1) {
      throw new IllegalArgumentException(
          ("Invalid open interest of %s: %s values (must be %s, one a bar and one at the " + "end)")
              .formatted(day, openInterest.length, n + 1));
    }
    if (profiles != null && profiles.offsets().length != n + 1) {
      throw new IllegalArgumentException(
          "Invalid profiles of %s: %s offsets (must be %s)"
              .formatted(day, profiles.offsets().length, n + 1));
    }
    for (int t = 1; t < n; t++) {
      if (ts[t] <= ts[t - 1]) {
        throw new IllegalArgumentException(
            "Invalid bars of " + day + ": ts " + ts[t] + " after " + ts[t - 1] + " (must rise)");
      }
    }
  }

  /** Returns the number of bars. */
  public int count() {
    return ts.length;
  }

  /** Returns bar t. */
  public Step step(int t) {
    boolean marked =
        markLow != null && markHigh != null && markLow[t] > 0 && markHigh[t] >= markLow[t];
    Profile profile = profiles == null ? null : profiles.of(t);
    return new Step(
        ts[t],
        open[t],
        low[t],
        high[t],
        close[t],
        marked ? markLow[t] : low[t],
        marked ? markHigh[t] : high[t],
        volume[t],
        openInterest[t],
        openInterest[t + 1],
        profile == null
            ? Profile.uniform(PriceGrid.position(low[t]), PriceGrid.position(high[t]))
            : profile);
  }

  @Override
  public String toString() {
    return ts.length + " bars of " + day;
  }
}
