package io.treadmill.book.standing;

import io.treadmill.book.position.Step;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * What the hours ahead are expected to bring, from bars before an instant alone: size that will be
 * opened, and how far price will go. Both are exponential averages over the bars with half-lives of
 * 1, 4, 24 and 120 h, and the mean of training, weighted by horizon. The range is Parkinson's:
 * variance of a bar = (high - low)^2 / (4 ln 2) of log prices (Parkinson 1980).
 */
public final class MarketOutlook {
  private static final double[] KEEP =
      IntStream.of(12, 48, 288, 1440)
          .mapToDouble(bars -> StrictMath.pow(0.5, 1.0 / bars))
          .toArray();
  private static final double PARKINSON = 4 * StrictMath.log(2);

  private static final double LEAST_BUCKETS = 1e-9;

  private final Means means;
  private final Averages opens = new Averages();
  private final Averages variance = new Averages();

  /**
   * Means of the bars of the training window.
   *
   * @param opens size opened in a bar, size unit
   * @param variance variance of a bar, 10 bp buckets squared
   */
  public record Means(double opens, double variance) implements Serializable {
    /**
     * Returns the means of the bars of a training window.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static Means of(OpenedBars bars, UtcDays window) {
      return of(bars, bars.from(window.startMicros()), bars.from(window.endMicros()));
    }

    static Means of(OpenedBars bars, int from, int to) {
      if (to <= from) {
        throw new IllegalArgumentException(
            "Invalid training bars: %s to %s (must be at least one)".formatted(from, to));
      }
      double opens = 0;
      double variance = 0;
      for (int t = from; t < to; t++) {
        opens += bars.opens()[t];
        variance += parkinson(bars.low()[t], bars.high()[t]);
      }
      return new Means(opens / (to - from), variance / (to - from));
    }
  }

  /** Sums of values and of weights that halve over each half-life. */
  private static final class Averages {
    private final double[] sums = new double[KEEP.length];
    private final double[] weights = new double[KEEP.length];

    void add(double value) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = KEEP[i] * sums[i] + value;
        weights[i] = KEEP[i] * weights[i] + 1;
      }
    }

    double expected(MapHorizon horizon, double mean) {
      int last = sums.length;
      double sum = horizon.forecast().get(last) * mean;
      for (int i = 0; i < last; i++) {
        sum += horizon.forecast().get(i) * (weights[i] > 0 ? sums[i] / weights[i] : mean);
      }
      return horizon.bars() * sum;
    }
  }

  /** Starts before any bar: all that is expected is the mean of training. */
  public MarketOutlook(Means means) {
    this.means = means;
  }

  private static double parkinson(double low, double high) {
    return (high - low) * (high - low) / PARKINSON;
  }

  /** Returns the variance of a bar by its range, 10 bp buckets squared. */
  public static double variance(Step step) {
    return parkinson(PriceGrid.position(step.crossLow()), PriceGrid.position(step.crossHigh()));
  }

  /**
   * Reads a bar.
   *
   * @param opened size opened in it
   * @param low position of its low, {@code PriceGrid.position}
   * @param high position of its high
   */
  public void step(double opened, double low, double high) {
    opens.add(opened);
    variance.add(parkinson(low, high));
  }

  /** Reads bar t. */
  public void step(OpenedBars bars, int t) {
    step(bars.opens()[t], bars.low()[t], bars.high()[t]);
  }

  /** Returns the size that is expected to be opened over the horizon, size unit. */
  public double opens(MapHorizon horizon) {
    return opens.expected(horizon, means.opens);
  }

  /** Returns the factor on distances to those of a market of the deviation of reference. */
  public double scale(MapHorizon horizon) {
    return horizon.referenceBuckets() / Math.max(LEAST_BUCKETS, buckets(horizon));
  }

  /** Returns the expected deviation of the price over the horizon, 10 bp buckets. */
  public double buckets(MapHorizon horizon) {
    return Math.sqrt(variance.expected(horizon, means.variance));
  }
}
