package io.treadmill.lab.simulate;

import java.util.ArrayList;
import java.util.List;

/** What a throttled feed lets through: the latest orders of each second. */
final class FeedCap {
  private FeedCap() {}

  /**
   * Returns the orders that a feed reports, in their order.
   *
   * @param orders orders by rising time
   * @param perSecond most orders reported in a second; 0 = all
   */
  static List<ForcedOrder> seen(List<ForcedOrder> orders, int perSecond) {
    if (perSecond == 0) {
      return orders;
    }
    List<ForcedOrder> seen = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      int later = i + perSecond;
      boolean overtaken =
          later < orders.size() && second(orders.get(later)) == second(orders.get(i));
      if (!overtaken) {
        seen.add(orders.get(i));
      }
    }
    return seen;
  }

  private static long second(ForcedOrder order) {
    return Math.floorDiv(order.micros(), 1_000_000L);
  }
}
