package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settlements of a window that keep its usual cadence.
 *
 * @param steps steps at whose start a settlement took place, rising; stamps up to 150 s off count
 * @param intervalMinutes usual time between settlements; 0 if there is none
 */
public record SettlementSteps(int[] steps, int intervalMinutes) {
  /** Returns the settlements in the steps from..to-1 whose interval is the commonest one. */
  public static SettlementSteps of(List<Settlement> settled, Steps grid, int from, int to) {
    List<int[]> found = new ArrayList<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    int last = Integer.MIN_VALUE;
    for (Settlement settlement : settled) {
      int step = grid.index(settlement.micros() + grid.stepMicros() / 2);
      if (step == last || step < from || step >= to) {
        continue;
      }
      int interval = (int) Math.round(settlement.intervalMinutes()); // 0 if unknown.
      last = step;
      if (interval >= 60 && interval <= BarClock.MINUTES_OF_A_DAY) {
        found.add(new int[] {step, interval});
        counts.merge(interval, 1, Integer::sum);
      }
    }
    int usual = 0;
    for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
      usual = usual == 0 || entry.getValue() > counts.get(usual) ? entry.getKey() : usual;
    }
    int chosen = usual;
    return new SettlementSteps(
        found.stream().filter(one -> one[1] == chosen).mapToInt(one -> one[0]).toArray(), usual);
  }
}
