package io.treadmill.book.models;

import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The volume traded at each bucket in the last 7 days, drawn as if it were to be liquidated. */
public final class VolumeProfileMap extends PathMap {
  private static final int WINDOW_BARS = 7 * BarClock.BARS_OF_A_DAY;

  private final ContractValue contract;
  private final Deque<Step> window = new ArrayDeque<>();
  private final Map<Integer, Double> volume = new HashMap<>();

  /** Makes an empty map. */
  public VolumeProfileMap(ContractValue contract) {
    this.contract = contract;
  }

  @Override
  public List<String> columns() {
    return List.of("volume_7d");
  }

  @Override
  void remember(Step step) {
    window.addLast(step);
    add(step, 1);
    if (window.size() > WINDOW_BARS) {
      add(window.removeFirst(), -1);
    }
  }

  private void add(Step step, int sign) {
    Profile profile = step.profile();
    for (int i = 0; i < profile.count(); i++) {
      volume.merge(profile.buckets()[i], sign * profile.shares()[i] * step.volume(), Double::sum);
    }
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    // What is left of removed volume is rounding, of either sign.
    double size = Math.max(0, volume.getOrDefault(bucket, 0.0));
    into[at] += contract.usd(size, PriceGrid.bucketPrice(bucket));
  }
}
