package io.treadmill.book.position;

import io.treadmill.market.LiquidationPrice;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One kind of position of the book: how far from entry it is liquidated, and how fast it is closed.
 * The taps of a side are consecutive offsets in buckets from entry to liquidation, and weights
 * whose sum is 1. No taps: such positions cannot exist under the margin tiers, nothing is opened.
 */
public final class Component implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double[] NONE = {};

  private final String name;
  private final boolean spike;
  private final double decay;
  private final int[] firstOffset = new int[2];
  private final double[][] taps = new double[2][];

  private Component(String name, boolean spike, double decay) {
    this.name = name;
    this.spike = spike;
    this.decay = decay;
  }

  /**
   * Returns a spike: positions of one leverage, on the two buckets around their distance.
   *
   * @param maintenanceMarginRate rate at that leverage; empty if the tiers do not allow it
   */
  static Component spike(
      int leverage, double decay, OptionalDouble maintenanceMarginRate, boolean inverse) {
    Component spike = new Component("spike_" + leverage + "x", true, decay);
    for (Side side : Side.values()) {
      OptionalDouble distance =
          maintenanceMarginRate.isEmpty()
              ? OptionalDouble.empty()
              : LiquidationPrice.logDistance(
                  side, leverage, maintenanceMarginRate.getAsDouble(), inverse);
      spike.taps[side.index()] = NONE;
      if (distance.isPresent()) {
        double buckets = distance.getAsDouble() / PriceGrid.STEP;
        double first = Math.floor(buckets);
        spike.firstOffset[side.index()] = (int) first;
        spike.taps[side.index()] = new double[] {1 - (buckets - first), buckets - first};
      }
    }
    return spike;
  }

  /** Returns a box: distances of lower..upper-1 buckets with equal weights. */
  static Component box(int lower, int upper, double decay) {
    Component box = new Component("box_" + lower + "_" + upper, false, decay);
    for (Side side : Side.values()) {
      double[] weights = new double[upper - lower];
      Arrays.fill(weights, 1.0 / weights.length);
      box.taps[side.index()] = weights;
      box.firstOffset[side.index()] = side == Side.LONG ? 1 - upper : lower;
    }
    return box;
  }

  /** Returns the name, for example {@code spike_50x} or {@code box_4_6}. */
  public String name() {
    return name;
  }

  /** Returns true for a spike, false for a box. */
  public boolean isSpike() {
    return spike;
  }

  /** Returns the decay per turnover of open interest. */
  public double decay() {
    return decay;
  }

  /** Returns the offset of the first tap, in buckets, negative for longs. */
  public int firstOffset(Side side) {
    return firstOffset[side.index()];
  }

  /** Returns the number of taps of a side, 0 if such positions cannot exist. */
  public int tapCount(Side side) {
    return taps[side.index()].length;
  }

  /** Returns the weight of tap i of a side. */
  public double tap(Side side, int i) {
    return taps[side.index()][i];
  }

  /** The taps themselves, for the inner loop of the book; not to be written to. */
  double[] taps(Side side) {
    return taps[side.index()];
  }

  @Override
  public String toString() {
    return name;
  }
}
