package io.treadmill.book.standing;

import io.treadmill.book.position.Crossing;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.LiquidationBook;
import io.treadmill.book.position.Profile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much of what is opened within a horizon is forced within it, by signed distance from the
 * price at its start: an empty book is run from each start of a training window. It needs bars and
 * the distances of the components, no totals; per component, so that the weights of a law turn it
 * into expected forced size. Distances are those of {@link DistanceBins}.
 */
public final class InflowTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int components;
  // By side, horizon, bin, component.
  private final double[][][][] forced;

  private InflowTable(int horizons, int components) {
    this.components = components;
    this.forced = new double[2][horizons][DistanceBins.COUNT][components];
  }

  /**
   * Runs empty books from every full hour of a training window.
   *
   * @param means means of the window
   * @return empty if no hour of the window has the bars of the longest horizon after it
   */
  public static Optional<InflowTable> of(
      OpenedBars bars,
      LeverageComponents components,
      UtcDays window,
      MarketOutlook.Means means,
      List<MapHorizon> horizons) {
    List<Integer> starts = bars.starts(window, horizons.get(horizons.size() - 1).bars());
    return starts.isEmpty()
        ? Optional.empty()
        : Optional.of(of(bars, components, starts, means, horizons));
  }

  /**
   * Runs empty books.
   *
   * @param starts bars at which one starts, rising, above 0
   */
  static InflowTable of(
      OpenedBars bars,
      LeverageComponents components,
      List<Integer> starts,
      MarketOutlook.Means means,
      List<MapHorizon> horizons) {
    InflowTable table = new InflowTable(horizons.size(), components.count());
    double[][][] exposure = new double[2][horizons.size()][DistanceBins.COUNT];
    MarketOutlook outlook = new MarketOutlook(means);
    int read = 0;
    for (int start : starts) {
      for (; read < start; read++) {
        outlook.step(bars, read);
      }
      for (Side side : Side.values()) {
        table.run(bars, components, side, start, outlook, horizons, exposure[side.index()]);
      }
    }
    for (int side = 0; side < 2; side++) {
      for (int h = 0; h < horizons.size(); h++) {
        divide(table.forced[side][h], exposure[side][h]);
      }
    }
    return table;
  }

  private void run(
      OpenedBars bars,
      LeverageComponents list,
      Side side,
      int start,
      MarketOutlook outlook,
      List<MapHorizon> horizons,
      double[][] exposure) {
    LiquidationBook book = new LiquidationBook(list, side, InflowMode.ADD_AFTER_CROSSING);
    int end = start + horizons.get(horizons.size() - 1).bars();
    int first = (int) Math.floor(Arrays.stream(bars.low(), start, end).min().orElseThrow());
    int last = (int) Math.floor(Arrays.stream(bars.high(), start, end).max().orElseThrow());
    double[][] byBucket = new double[last - first + 1][components];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int h = 0;
    for (int t = start; t < end; t++) {
      double clock = t == start ? 0 : bars.clock()[t];
      Crossing crossing =
          book.step(bars.low()[t], bars.high()[t], clock, bars.opens()[t], bars.profiles().get(t));
      for (int row = 0; row < crossing.rows(); row++) {
        double[] bucket = byBucket[crossing.firstBucket() + row - first];
        for (int k = 0; k < components; k++) {
          bucket[k] += crossing.mass(k, row);
        }
      }
      low = Math.min(low, bars.low()[t]);
      high = Math.max(high, bars.high()[t]);
      if (t + 1 - start == horizons.get(h).bars()) {
        double price = PriceGrid.position(bars.close()[start - 1]);
        double scale = outlook.scale(horizons.get(h));
        double opens = outlook.opens(horizons.get(h));
        for (int bucket = (int) Math.floor(low); bucket <= (int) Math.floor(high); bucket++) {
          int bin = DistanceBins.of(side.sign() * (price - (bucket + 0.5)) * scale);
          exposure[h][bin] += Profile.covered(low, high, bucket) * opens;
          add(byBucket[bucket - first], forced[side.index()][h][bin]);
        }
        h++;
      }
    }
  }

  private static void add(double[] from, double[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] += from[k];
    }
  }

  /** Divides by the exposure; bins that no window crossed lie on the line between their next. */
  private static void divide(double[][] bins, double[] exposure) {
    int before = -1;
    for (int bin = 0; bin < DistanceBins.COUNT; bin++) {
      if (exposure[bin] > 0) {
        for (int k = 0; k < bins[bin].length; k++) {
          bins[bin][k] /= exposure[bin];
        }
        for (int gap = before + 1; gap < bin; gap++) {
          double[] left = bins[before < 0 ? bin : before];
          double share = before < 0 ? 1 : (double) (gap - before) / (bin - before);
          for (int k = 0; k < bins[gap].length; k++) {
            bins[gap][k] = left[k] + share * (bins[bin][k] - left[k]);
          }
        }
        before = bin;
      }
    }
    for (int gap = before + 1; gap < DistanceBins.COUNT && before >= 0; gap++) {
      System.arraycopy(bins[before], 0, bins[gap], 0, bins[gap].length);
    }
  }

  /**
   * Returns the size per size opened and bucket covered that is forced, by bin of distance.
   *
   * @param horizon number of the horizon
   * @param weights weights of the components
   */
  public double[] forced(Side side, int horizon, double[] weights) {
    return Arrays.stream(forced[side.index()][horizon])
        .mapToDouble(
            bin -> {
              double sum = 0;
              for (int k = 0; k < components; k++) {
                sum += bin[k] * weights[k];
              }
              return sum;
            })
        .toArray();
  }
}
