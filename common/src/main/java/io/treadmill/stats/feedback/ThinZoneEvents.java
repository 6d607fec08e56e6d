package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.RunningSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The events of the thin-zone test of one instrument, by the rule that was fixed before any data
 * were looked at: the first five-minute close with a return over 30 minutes beyond 1 % (falls and
 * their mirror), none for 3 hours after; the map is the last one before that close.
 */
public final class ThinZoneEvents {
  /** Move over 30 minutes that makes an event. */
  public static final double MOVE = 0.01;

  private static final int MOVE_STEPS = BarClock.BARS_OF_HALF_AN_HOUR;
  private static final int REFRACTORY_STEPS = 3 * BarClock.BARS_OF_AN_HOUR;
  private static final int OUTCOME_STEPS = BarClock.BARS_OF_AN_HOUR;
  private static final int SECOND_STEPS = 3;
  private static final double NEAR_PERCENT = 1;
  private static final double FAR_PERCENT = 4;
  private static final double LEAST_WIDTH_PERCENT = 2;

  private ThinZoneEvents() {}

  /**
   * An event with what was known at its close and what came in the hour after.
   *
   * @param completeMicros end of the outcome
   * @param side long: price fell, longs lie ahead; short: price rose
   * @param thin map within 1 % ahead over a quarter of that within 4 %, or as far as the map
   *     reaches; small = thin
   * @param dayBefore placebo: the same a day earlier
   * @param otherSide placebo: the same of the other side
   * @param reversal log return over the hour against the move
   * @param reversalSoon the same over 15 minutes
   * @param taker taker imbalance of the hour against the move, (bought - sold) / volume; NaN if
   *     unknown
   */
  public record Event(
      long micros,
      long completeMicros,
      Side side,
      double thin,
      double dayBefore,
      double otherSide,
      double volatility,
      double move,
      double reversal,
      double reversalSoon,
      double taker,
      double forcedUsd,
      double predictedUsd)
      implements StudyEvent {}

  /** Returns the events whose outcome and map are known, by time. */
  public static List<Event> of(MarketSeries series) {
    double[] close = series.close();
    RunningSums squares = RunningSums.ofSquaredReturns(close);
    List<Event> events = new ArrayList<>();
    int[] next = new int[2];
    for (int i = BarClock.BARS_OF_A_DAY; i + OUTCOME_STEPS < close.length; i++) {
      double move = Math.log(close[i] / close[i - MOVE_STEPS]);
      Side ahead = move < 0 ? Side.LONG : Side.SHORT;
      if (Math.abs(move) > MOVE && i >= next[ahead.index()]) {
        next[ahead.index()] = i + REFRACTORY_STEPS;
        double volatility = Math.sqrt(squares.sum(i + 1 - BarClock.BARS_OF_A_DAY, i + 1));
        Event event = event(series, i, ahead, move, volatility);
        if (!Double.isNaN(event.thin) && !Double.isNaN(event.reversal)) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private static Event event(
      MarketSeries series, int i, Side ahead, double move, double volatility) {
    double[] close = series.close();
    long at = series.steps().micros(i + 1);
    double[] hour = forced(series, ahead, i);
    return new Event(
        at,
        series.steps().micros(i + 1 + OUTCOME_STEPS),
        ahead,
        thinness(series, ahead, at),
        thinness(series, ahead, at - BarClock.DAY_MICROS),
        thinness(series, ahead.opposite(), at),
        volatility,
        Math.abs(move),
        ahead.sign() * Math.log(close[i + OUTCOME_STEPS] / close[i]),
        ahead.sign() * Math.log(close[i + SECOND_STEPS] / close[i]),
        taker(series, ahead, i),
        hour[0],
        hour[1]);
  }

  /**
   * Mass within 1 % ahead of the price over a quarter of that within 4 %, of the last map before;
   * NaN if none. The map stands around its own price, which may be 15 minutes old: what the price
   * has crossed since is not ahead, so sums count from the price at the instant (from that of the
   * map if price went the other way, where the map of this side says nothing). Where the map ends
   * before 4 %, what is left of it stands for that, by its width.
   */
  private static double thinness(MarketSeries series, Side side, long before) {
    Map.Entry<Long, List<MassWithin>> map = series.masses().lowerEntry(before);
    if (map == null || before - map.getKey() > BarClock.HOUR_MICROS) {
      return Double.NaN;
    }
    int drawn = series.steps().index(map.getKey()) - 1;
    int now = series.steps().index(before) - 1;
    if (drawn < 0 || now < 0) {
      return Double.NaN;
    }
    double towards = 100 * side.sign() * (1 - series.close()[now] / series.close()[drawn]);
    if (Double.isNaN(towards)) {
      return Double.NaN;
    }
    double moved = Math.max(0, towards);
    NavigableMap<Double, Double> within = new TreeMap<>(Map.of(0.0, 0.0));
    for (MassWithin mass : map.getValue()) {
      if (mass.side() == side) {
        within.put(mass.movePercent(), mass.usd());
      }
    }
    double reach = Math.min(moved + FAR_PERCENT, within.lastKey());
    double near = within(within, moved + NEAR_PERCENT) - within(within, moved);
    double far = within(within, reach) - within(within, moved);
    double width = reach - moved;
    return far > 0 && width >= LEAST_WIDTH_PERCENT ? near * width / far : Double.NaN;
  }

  /** Mass up to a move, linear between those known; NaN beyond the largest. */
  private static double within(NavigableMap<Double, Double> known, double move) {
    if (move == 0) {
      return 0;
    }
    Map.Entry<Double, Double> above = known.ceilingEntry(move);
    if (above == null) {
      return Double.NaN;
    }
    Map.Entry<Double, Double> below = known.lowerEntry(move);
    double share = (move - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue() + share * (above.getValue() - below.getValue());
  }

  private static double taker(MarketSeries series, Side ahead, int i) {
    double bought = 0;
    double volume = 0;
    for (int k = i + 1; k <= i + OUTCOME_STEPS; k++) {
      bought += series.column(Column.TAKER_BUY_BASE)[k];
      volume += series.column(Column.BASE_VOLUME)[k];
    }
    return volume > 0 ? ahead.sign() * (2 * bought / volume - 1) : Double.NaN;
  }

  /** Forced and predicted notional of the hour after; NaN without totals of five minutes. */
  private static double[] forced(MarketSeries series, Side ahead, int i) {
    double[] sums = {Double.NaN, Double.NaN};
    ForcedFlow flow = series.forcedBySteps().orElse(null);
    if (flow != null) {
      sums = new double[2];
      for (int k = i + 1; k <= i + OUTCOME_STEPS; k++) {
        sums[0] += flow.usd(ahead)[k];
        sums[1] += flow.predictedUsd(ahead)[k];
      }
    }
    return sums;
  }
}
