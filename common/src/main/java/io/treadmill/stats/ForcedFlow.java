package io.treadmill.stats;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Forced orders of one feed rule on a regular grid, USD by side; NaN where the feed has no total.
 * Prints: a side without a print is 0 where the recording of the feed heard it. Predictions are
 * those of the published map for these steps, given the path, by laws of earlier days; NaN without.
 *
 * @param feedRule how the venue or aggregator reported; names the venue set of aggregates
 * @param steps grid: five minutes for prints, an hour for totals of aggregators
 * @param usd forced notional as reported, by {@link Side#index()} and step
 * @param lowUsd least that was forced: as reported
 * @param highUsd of a full feed as reported; of a throttled one an estimate of what was forced and
 *     no bound ({@code realised_liquidations.high_usd}); NaN if there is none
 * @param prints number of prints; NaN from aggregates
 * @param predictedUsd prediction of the published map
 */
public record ForcedFlow(
    String feedRule,
    Steps steps,
    double[][] usd,
    double[][] lowUsd,
    double[][] highUsd,
    double[][] prints,
    double[][] predictedUsd)
    implements Serializable {
  /** Own prints before totals of an aggregator, then short steps before long ones. */
  public static final Comparator<ForcedFlow> PREFERENCE =
      Comparator.comparing(ForcedFlow::isAggregate)
          .thenComparing(flow -> flow.steps().stepMicros())
          .thenComparing(ForcedFlow::feedRule);

  private static final String AGGREGATE = "aggregate of ";

  /** Checks the lengths. */
  public ForcedFlow {
    for (double[][] part : new double[][][] {usd, lowUsd, highUsd, prints, predictedUsd}) {
      if (part.length != Side.values().length
          || part[0].length != steps.count()
          || part[1].length != steps.count()) {
        throw new IllegalArgumentException("Invalid forced flow: lengths differ from the grid");
      }
    }
  }

  /** Returns true if these are totals of an aggregator over a set of venues. */
  public boolean isAggregate() {
    return isAggregateRule(feedRule);
  }

  /** Returns true if a rule is that of an aggregator's totals. */
  public static boolean isAggregateRule(String feedRule) {
    return feedRule.startsWith(AGGREGATE);
  }

  /** Returns the venue set of an aggregate as it is written, for example Binance+OKX. */
  public String venueSet() {
    return feedRule.substring(AGGREGATE.length());
  }

  /** Returns the venues of an aggregate, in lower case. */
  public List<String> venues() {
    return List.of(venueSet().toLowerCase(Locale.ROOT).split("[+,; ]+"));
  }

  /** Returns the same with other predictions. */
  public ForcedFlow withPredicted(double[][] other) {
    return new ForcedFlow(feedRule, steps, usd, lowUsd, highUsd, prints, other);
  }

  /** Returns true if the totals of both sides are known in every step that holds a part. */
  public boolean knows(long fromMicros, long toMicros) {
    int to = steps.index(toMicros - 1);
    for (int i = steps.index(fromMicros); i <= to; i++) {
      if (!steps.contains(i) || Double.isNaN(usd[0][i] + usd[1][i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns forced notional of a side, USD a step. */
  public double[] usd(Side side) {
    return usd[side.index()];
  }

  /** Returns what was forced of both sides in a step, USD. */
  public double bothUsd(int step) {
    return usd[0][step] + usd[1][step];
  }

  /**
   * Returns the same of each hour of the grid, in steps of an hour at most; NaN if one is unknown.
   */
  public double[] hourlyUsd() {
    int each = (int) (BarClock.HOUR_MICROS / steps.stepMicros());
    double[] hours = new double[steps.count() / each];
    for (int i = 0; i < hours.length * each; i++) {
      hours[i / each] += bothUsd(i);
    }
    return hours;
  }

  /** Returns the prediction of a side, USD a step. */
  public double[] predictedUsd(Side side) {
    return predictedUsd[side.index()];
  }

  /** Returns the number of prints of a side a step. */
  public double[] prints(Side side) {
    return prints[side.index()];
  }
}
