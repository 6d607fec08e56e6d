package io.treadmill.book.models;

import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A moving average in disguise: open interest spread by the distance of a bucket from the mean log
 * price of the last 24 h, against the side: below the mean for longs, above for shorts.
 */
public final class MovingAverageMap extends PathMap {
  private static final int[] EDGES = {-48, -24, -12, -6, 0, 6, 12, 24, 48, 96};

  private final ContractValue contract;
  private final Deque<Double> positions = new ArrayDeque<>();
  private double sum;
  private double openInterest;

  /**
   * Makes an empty map.
   *
   * @param openInterest snapshot to hold until the first one comes, size unit; NaN if none
   */
  public MovingAverageMap(ContractValue contract, double openInterest) {
    this.contract = contract;
    this.openInterest = openInterest;
  }

  @Override
  public List<String> columns() {
    List<String> names = new ArrayList<>();
    names.add("nearer_than_" + EDGES[0]);
    for (int edge : EDGES) {
      names.add("from_" + edge);
    }
    return names;
  }

  @Override
  void remember(Step step) {
    double position = PriceGrid.position(step.close());
    positions.addLast(position);
    sum += position;
    if (positions.size() > BarClock.BARS_OF_A_DAY) {
      sum -= positions.removeFirst();
    }
    openInterest = Double.isNaN(step.openInterestEnd()) ? openInterest : step.openInterestEnd();
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    if (positions.isEmpty() || Double.isNaN(openInterest)) {
      return;
    }
    double distance = side.sign() * (sum / positions.size() - (bucket + 0.5));
    int column = 0;
    while (column < EDGES.length && distance >= EDGES[column]) {
      column++;
    }
    into[at + column] += contract.usd(openInterest, price);
  }
}
