package io.treadmill.lab.simulate;

import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Turns steps into trades. Forced orders are printed one by one at their fill; the rest of a step's
 * volume is spread over as many trades as the tape is meant to have, so one trade may carry several
 * orders of the same taker side. No volume is lost: what a step does not print waits for the next.
 *
 * <p>A step that forces an order or makes a new high or low of its 5 min bar always prints its
 * close, so the extremes of the tape are those of the path at any number of trades.
 */
final class Tape {
  private static final int STEPS_PER_BAR = 300 / Market.STEP_SECONDS;
  private static final int USED_MICROS = Market.STEP_SECONDS * 1_000_000 - 100_000;
  private static final long LARGE_LOTS = 1000;

  private final double meanPerStep;
  private final Randomness random;
  private long waitingBuyLots;
  private long waitingSellLots;
  private long barHigh;
  private long barLow;

  /**
   * Starts a tape.
   *
   * @param tradesPerDay mean number of trades a day, forced orders not counted
   */
  Tape(int tradesPerDay, Randomness random) {
    this.meanPerStep = (double) tradesPerDay / Market.STEPS_PER_DAY;
    this.random = random;
  }

  /** Adds the trades of a step to {@code out}, by rising time. */
  void print(Step step, List<Print> out) {
    int from = out.size();
    for (ForcedOrder order : step.forced()) {
      for (long lots : pieces(order.lots())) {
        out.add(new Print(order.micros(), order.fillTicks(), lots, order.side() == Side.SHORT));
      }
    }
    printRest(step, out);
    out.subList(from, out.size()).sort(Comparator.comparingLong(Print::micros));
  }

  /** Returns the sizes in which a forced order of that many lots meets the other side. */
  static long[] pieces(long lots) {
    if (lots < LARGE_LOTS) {
      return new long[] {lots};
    }
    long first = lots / 2;
    long second = lots / 3;
    return new long[] {first, second, lots - first - second};
  }

  /** Returns the volume that steps made and the tape has not shown yet, in lots. */
  long waitingLots() {
    return waitingBuyLots + waitingSellLots;
  }

  private void printRest(Step step, List<Print> out) {
    waitingBuyLots += step.takerBuyLots();
    waitingSellLots += step.takerSellLots();
    int count = random.poisson(meanPerStep * step.activity());
    boolean mustPrint = isNewExtreme(step) || !step.forced().isEmpty();
    if (count == 0 && mustPrint) {
      count = 1;
    }
    if (count == 0) {
      return;
    }
    double[] ways = new double[count];
    boolean[] buys = new boolean[count];
    double[] weights = new double[count];
    double buyShare = (double) Math.max(0, waitingBuyLots) / Math.max(1, waitingLots());
    for (int i = 0; i < count; i++) {
      ways[i] = random.uniform();
      buys[i] = random.chance(buyShare);
      double draw = random.exponential();
      weights[i] = draw * draw;
    }
    Arrays.sort(ways);
    ways[count - 1] = Math.max(ways[count - 1], random.uniform(0.98, 0.999));
    waitingBuyLots -= printSide(step, true, waitingBuyLots, new Draws(ways, buys, weights), out);
    waitingSellLots -= printSide(step, false, waitingSellLots, new Draws(ways, buys, weights), out);
  }

  /** What was drawn for each trade of a step. */
  private record Draws(double[] ways, boolean[] buys, double[] weights) {}

  /** Prints one side and returns the lots printed: all that wait, but at least one a trade. */
  private static long printSide(
      Step step, boolean buy, long waiting, Draws draws, List<Print> out) {
    int count = 0;
    double sum = 0;
    for (int i = 0; i < draws.buys.length; i++) {
      count += draws.buys[i] == buy ? 1 : 0;
      sum += draws.buys[i] == buy ? draws.weights[i] : 0;
    }
    if (count == 0) {
      return 0;
    }
    long spread = Math.max(0, waiting - count);
    long left = spread;
    long printed = 0;
    int seen = 0;
    for (int i = 0; i < draws.buys.length; i++) {
      if (draws.buys[i] != buy) {
        continue;
      }
      seen++;
      long share = seen == count ? left : Math.min(left, (long) (spread * draws.weights[i] / sum));
      left -= share;
      printed += share + 1;
      double way = draws.ways[i];
      boolean last = i == draws.ways.length - 1;
      long ticks =
          last
              ? step.closeTicks()
              : step.openTicks() + Math.round((step.closeTicks() - step.openTicks()) * way);
      out.add(new Print(step.startMicros() + (long) (way * USED_MICROS), ticks, share + 1, buy));
    }
    return printed;
  }

  private boolean isNewExtreme(Step step) {
    long close = step.closeTicks();
    boolean newBar = step.startMicros() / 1_000_000 / Market.STEP_SECONDS % STEPS_PER_BAR == 0;
    if (newBar) {
      barHigh = close;
      barLow = close;
      return true;
    }
    boolean extreme = close > barHigh || close < barLow;
    barHigh = Math.max(barHigh, close);
    barLow = Math.min(barLow, close);
    return extreme;
  }
}
