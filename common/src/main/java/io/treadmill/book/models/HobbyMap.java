package io.treadmill.book.models;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Crossing;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.LiquidationBook;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.List;

/**
 * The map that most public pages draw: all traded volume stands at the liquidation prices of four
 * leverages for ever and nothing decays. As drawn, it stays when price gets there; the fairer kind
 * removes what price went through. A straw man, kept for comparison.
 */
public final class HobbyMap implements HeatmapModel {
  private static final List<Integer> LEVERAGES = List.of(10, 25, 50, 100);

  private final LeverageComponents spikes;
  private final LiquidationBook[] books = new LiquidationBook[2];
  private final ContractValue contract;
  private final boolean removes;
  private int firstBucket;
  private double[][][] crossedUsd = new double[2][0][];

  /**
   * Makes an empty map of an instrument.
   *
   * @param removes whether price removes what it goes through
   */
  public HobbyMap(MarginTiers tiers, ContractValue contract, boolean removes) {
    // Spikes alone: no parameter but the tiers matters without decay.
    spikes = LeverageComponents.spikes(LEVERAGES, ParameterSet.REAL, tiers, contract.inverse());
    for (Side side : Side.values()) {
      books[side.index()] = new LiquidationBook(spikes, side, InflowMode.ADD_AFTER_CROSSING);
    }
    this.contract = contract;
    this.removes = removes;
  }

  @Override
  public List<String> columns() {
    return spikes.names();
  }

  @Override
  public void step(Step step) {
    double low = PriceGrid.position(step.crossLow());
    double high = PriceGrid.position(step.crossHigh());
    firstBucket = (int) Math.floor(low);
    int rows = (int) Math.floor(high) - firstBucket + 1;
    for (Side side : Side.values()) {
      LiquidationBook book = books[side.index()];
      double[][] crossed = new double[rows][spikes.count()];
      crossedUsd[side.index()] = crossed;
      if (removes) {
        Crossing crossing = book.step(low, high, 0, step.volume(), step.profile());
        for (int row = 0; row < rows; row++) {
          for (int k = 0; k < spikes.count(); k++) {
            crossed[row][k] = crossing.mass(k, row) * usdOfOne(firstBucket + row);
          }
        }
      } else {
        for (int row = 0; row < rows; row++) {
          addStanding(side, firstBucket + row, step.open(), 1, crossed[row], 0);
        }
        book.open(step.volume(), step.profile());
      }
    }
  }

  private double usdOfOne(int bucket) {
    return contract.usd(1, PriceGrid.bucketPrice(bucket));
  }

  @Override
  public int firstBucket() {
    return firstBucket;
  }

  @Override
  public int rows() {
    return crossedUsd[0].length;
  }

  @Override
  public void addCrossed(Side side, int row, double[] into, int at) {
    for (int k = 0; k < spikes.count(); k++) {
      into[at + k] += crossedUsd[side.index()][row][k];
    }
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    double one = (removes ? covered : 1) * usdOfOne(bucket);
    for (int k = 0; k < spikes.count(); k++) {
      into[at + k] += books[side.index()].mass(k, bucket) * one;
    }
  }
}
