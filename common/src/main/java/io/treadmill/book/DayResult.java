package io.treadmill.book;

import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.List;

/**
 * What a day of a fold gives.
 *
 * @param end state after the day
 * @param maps maps in order of time
 * @param longs predicted crossings of longs
 * @param shorts predicted crossings of shorts
 * @param balanceOfLongs where the mass of longs went
 * @param balanceOfShorts where the mass of shorts went
 * @param heldSnapshots bars at whose end open interest was missing and the last value was held
 */
public record DayResult(
    BookState end,
    List<Heatmap> maps,
    Rows longs,
    Rows shorts,
    BookBalance balanceOfLongs,
    BookBalance balanceOfShorts,
    int heldSnapshots) {

  /** Returns the same with maps. */
  DayResult withMaps(List<Heatmap> taken) {
    return new DayResult(end, taken, longs, shorts, balanceOfLongs, balanceOfShorts, heldSnapshots);
  }

  /** Returns the predicted crossings of a side. */
  public Rows crossed(Side side) {
    return side == Side.LONG ? longs : shorts;
  }

  /** Returns the balance of a side. */
  public BookBalance balance(Side side) {
    return side == Side.LONG ? balanceOfLongs : balanceOfShorts;
  }

  /**
   * Predicted forced notional by bar and bucket of the bar's range, given the path of the price,
   * rescaled by one factor of the day.
   */
  public static final class Rows {
    private final int[] offsets;
    private final int[] firstBuckets;
    private double[] unscaledUsd = new double[1024];
    private int bars;
    private double factor = 1;

    Rows(int bars) {
      offsets = new int[bars + 1];
      firstBuckets = new int[bars];
    }

    void add(int firstBucket, double[] usd, double dayFactor) {
      int from = offsets[bars];
      if (from + usd.length > unscaledUsd.length) {
        unscaledUsd =
            Arrays.copyOf(unscaledUsd, Math.max(2 * unscaledUsd.length, from + usd.length));
      }
      System.arraycopy(usd, 0, unscaledUsd, from, usd.length);
      firstBuckets[bars] = firstBucket;
      offsets[++bars] = from + usd.length;
      factor = dayFactor;
    }

    /** Returns the number of bars. */
    public int bars() {
      return bars;
    }

    /** Returns the bucket of the first row of bar t. */
    public int firstBucket(int t) {
      return firstBuckets[t];
    }

    /** Returns the number of rows of bar t. */
    public int rows(int t) {
      return offsets[t + 1] - offsets[t];
    }

    /** Returns the predicted USD of row i of bar t. */
    public double usd(int t, int i) {
      return factor * unscaledUsd[offsets[t] + i];
    }

    /** Returns the predicted USD of bar t before the rescale: what its sums are made of. */
    public double unscaledUsd(int t) {
      double sum = 0;
      for (int i = offsets[t]; i < offsets[t + 1]; i++) {
        sum += unscaledUsd[i];
      }
      return sum;
    }
  }
}
