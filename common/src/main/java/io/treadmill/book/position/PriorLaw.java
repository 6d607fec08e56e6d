package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.List;

/**
 * The law before any calibration: 1.6 % of opened notional ends as a reported liquidation, .2 % of
 * it within .6 % of entry, .2 at .6-1 %, .24 at 1-2 %, .26 at 2-3.5 %, .7 deeper. Never the start
 * of a scored fit: it was learnt on those months.
 *
 * <p>How a band's share is spread. Bands are cut at 6, 10, 20 and 35 buckets of log distance. Half
 * of the share goes to the spikes whose distance lies in the band, in equal parts; the other half,
 * or all if the band has no spike, to the boxes, flat in log distance. Boxes and spikes reach over
 * band edges, and a box is flat in distance, not in its logarithm; so all weights are then scaled
 * by {@code prod_b (share_b / sum_k weight_k taps_kb) ^ taps_kb} until the weighted taps of each
 * band sum to its share (multiplicative algebraic reconstruction: the nearest such weights in
 * relative entropy). Weights of one coin were up to 2.3 times off the level of another.
 */
public final class PriorLaw {
  /** How the print scope of a map that stands on this law begins. */
  public static final String SCOPE = "prior law";

  /** What stands in the place of the id of a fit where this law is in force. */
  public static final String FIT_ID = "prior";

  /** Whose reported orders it was learnt on. */
  public static final String SCALE = "binance+bybit+okx as reported";

  /** Edges of the distance bands, in buckets. */
  static final List<Integer> BAND_EDGES = List.of(6, 10, 20, 35);

  /** Share of opened notional of each band. */
  static final List<Double> BAND_SHARES = List.of(0.002, 0.002, 0.0024, 0.0026, 0.007);

  private static final int MOST_ROUNDS = 20_000;
  private static final double TOLERANCE = 1e-13;

  private PriorLaw() {}

  /** Returns the weights of a book by side and column; those of freshness are 0. */
  public static double[][] of(LeverageComponents components) {
    double[][] law = new double[2][];
    for (Side side : Side.values()) {
      law[side.index()] = Arrays.copyOf(weights(components, side), components.columns().size());
    }
    return law;
  }

  private static double[] weights(LeverageComponents components, Side side) {
    double[][] taps = tapsByBand(components, side);
    double[] weights = firstWeights(components, side, taps);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] logRatio = new double[BAND_SHARES.size()];
      double worst = 0;
      for (int b = 0; b < logRatio.length; b++) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * taps[k][b];
        }
        logRatio[b] = StrictMath.log(BAND_SHARES.get(b) / sum);
        worst = Math.max(worst, Math.abs(logRatio[b]));
      }
      if (worst < TOLERANCE) {
        break;
      }
      for (int k = 0; k < weights.length; k++) {
        double exponent = 0;
        for (int b = 0; b < logRatio.length; b++) {
          exponent += taps[k][b] * logRatio[b];
        }
        weights[k] *= StrictMath.exp(exponent);
      }
    }
    return weights;
  }

  /** Share of the taps of each component in each band; rows of 0 for forbidden components. */
  private static double[][] tapsByBand(LeverageComponents components, Side side) {
    double[][] taps = new double[components.count()][BAND_SHARES.size()];
    for (int k = 0; k < taps.length; k++) {
      Component component = components.get(k);
      for (int i = 0; i < component.tapCount(side); i++) {
        taps[k][band(component.firstOffset(side) + i)] += component.tap(side, i);
      }
    }
    return taps;
  }

  /** Returns the band of an offset in buckets, of either sign. */
  static int band(int offset) {
    int band = 0;
    while (band < BAND_EDGES.size() && Math.abs(offset) >= BAND_EDGES.get(band)) {
      band++;
    }
    return band;
  }

  private static double[] firstWeights(LeverageComponents components, Side side, double[][] taps) {
    double[] spikes = new double[BAND_SHARES.size()];
    double[] spread = new double[BAND_SHARES.size()];
    double[][] flat = new double[components.count()][BAND_SHARES.size()];
    for (int k = 0; k < taps.length; k++) {
      Component component = components.get(k);
      for (int i = 0; i < component.tapCount(side); i++) {
        // ln((d + 1) / d): the length of the tap's bucket in the logarithm of the distance.
        int distance = Math.abs(component.firstOffset(side) + i);
        int b = band(distance);
        if (component.isSpike()) {
          spikes[b] += component.tap(side, i);
        } else {
          flat[k][b] += StrictMath.log((distance + 1.0) / distance);
          spread[b] += StrictMath.log((distance + 1.0) / distance);
        }
      }
    }
    double[] weights = new double[components.count()];
    for (int k = 0; k < weights.length; k++) {
      for (int b = 0; b < BAND_SHARES.size(); b++) {
        double toSpikes = spikes[b] > 0 ? BAND_SHARES.get(b) / 2 : 0;
        weights[k] +=
            components.get(k).isSpike()
                ? (spikes[b] > 0 ? toSpikes * taps[k][b] / spikes[b] : 0)
                : (BAND_SHARES.get(b) - toSpikes) * flat[k][b] / spread[b];
      }
    }
    return weights;
  }
}
