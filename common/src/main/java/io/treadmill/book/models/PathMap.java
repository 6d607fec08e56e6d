package io.treadmill.book.models;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.Step;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/**
 * What the maps without a book have in common: every bucket that a bar goes through counts whole,
 * and its amount is that of the map before the bar.
 */
abstract class PathMap implements HeatmapModel {
  private int firstBucket;
  private double[][][] crossed = new double[2][0][];

  @Override
  public final void step(Step step) {
    firstBucket = PriceGrid.bucket(step.crossLow());
    int rows = PriceGrid.bucket(step.crossHigh()) - firstBucket + 1;
    for (Side side : Side.values()) {
      double[][] usd = new double[rows][columns().size()];
      for (int row = 0; row < rows; row++) {
        addStanding(side, firstBucket + row, step.open(), 1, usd[row], 0);
      }
      crossed[side.index()] = usd;
    }
    remember(step);
  }

  /** Takes the bar into the map; a map that never changes takes none. */
  void remember(Step step) {}

  @Override
  public final int firstBucket() {
    return firstBucket;
  }

  @Override
  public final int rows() {
    return crossed[0].length;
  }

  @Override
  public final void addCrossed(Side side, int row, double[] into, int at) {
    double[] usd = crossed[side.index()][row];
    for (int k = 0; k < usd.length; k++) {
      into[at + k] += usd[k];
    }
  }
}
