package io.treadmill.stats;

import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.WindowTotals;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Forced orders of one feed rule on a regular grid, USD by side; NaN where the feed has no total.
 * Totals of an aggregator that are told in some intervals are one flow for each length in which
 * they are read: a step has the sum of its parts where all of them are known. Prints: a side
 * without a print is 0 where the recording of the feed heard it. Predictions are those of the
 * published map for these steps, given the path, by laws of earlier days; NaN without.
 *
 * @param feedRule how the venue or aggregator reported; names the venue set of aggregates
 * @param steps grid: five minutes for prints; of totals five minutes, an hour, or longer as told
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
  /**
   * Own prints before totals of an aggregator, those of known venues before others, then short
   * steps before long ones, then by name.
   */
  public static final Comparator<ForcedFlow> PREFERENCE =
      Comparator.comparing(ForcedFlow::isAggregate)
          .thenComparing(flow -> AggregateRule.isOfUnknownVenues(flow.feedRule()))
          .thenComparing(flow -> flow.steps().stepMicros())
          .thenComparing(ForcedFlow::feedRule);

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
    return AggregateRule.is(feedRule);
  }

  /** Returns the length of a step in minutes. */
  public int minutes() {
    return (int) (steps.stepMicros() / BarClock.MINUTE_MICROS);
  }

  /**
   * Returns what the flows of one feed tell, whatever their steps.
   *
   * @param flows of one rule, on grids of the same days, at least one
   * @param values of a flow that are told, one a step
   */
  public static WindowTotals windows(
      List<ForcedFlow> flows, Function<ForcedFlow, double[]> values) {
    TreeMap<Integer, double[]> told = new TreeMap<>();
    flows.forEach(flow -> told.put(flow.minutes(), values.apply(flow)));
    Steps steps = flows.get(0).steps();
    return WindowTotals.of((int) (steps.count() * steps.stepMicros() / BarClock.HOUR_MICROS), told);
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

  /** Returns true if a total of a step that holds a part is known. */
  boolean tellsPartOf(long fromMicros, long toMicros) {
    return IntStream.rangeClosed(steps.index(fromMicros), steps.index(toMicros - 1))
        .filter(steps::contains)
        .anyMatch(i -> !Double.isNaN(usd[0][i]) || !Double.isNaN(usd[1][i]));
  }

  /** Returns forced notional of a side, USD a step. */
  public double[] usd(Side side) {
    return usd[side.index()];
  }

  /** Returns what was forced of both sides in a step, USD. */
  public double bothUsd(int step) {
    return usd[0][step] + usd[1][step];
  }

  /** Returns what was forced of both sides by step, USD. */
  public double[] bothUsd() {
    return IntStream.range(0, steps.count()).mapToDouble(this::bothUsd).toArray();
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
