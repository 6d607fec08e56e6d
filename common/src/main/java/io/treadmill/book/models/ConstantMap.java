package io.treadmill.book.models;

import io.treadmill.market.Side;
import java.util.List;

/** The same amount in every bucket, always (M0): the number of buckets crossed, scaled. */
public final class ConstantMap extends PathMap {
  private static final double UNIT_USD = 1e6;

  @Override
  public List<String> columns() {
    return List.of("million_usd_a_bucket");
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    into[at] += UNIT_USD;
  }
}
