package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a flush was and what became of it. It uses values before {@link #completeStep} only. Missing
 * numbers are NaN, with the reasons in words.
 *
 * @param first first step: of the 15 minutes at whose end the rule held
 * @param last last step
 * @param side the position that was forced
 * @param legs legs in its direction, by directional changes of a quarter of its move
 * @param moveLog log price from before to the extreme close
 * @param forced forced orders of the side
 * @param interest open interest
 * @param flow who sold
 * @param fundingBefore last settled rate before
 * @param fundingAfter first settled rate after
 * @param reasons why numbers are missing; empty if none is
 */
public record FlushOutcome(
    int first,
    int last,
    Side side,
    int legs,
    double moveLog,
    Forced forced,
    Interest interest,
    Flow flow,
    double fundingBefore,
    double fundingAfter,
    List<String> reasons) {
  /** Steps after the end until the outcome is complete: 12 hours. */
  public static final int COMPLETE_STEPS = 144;

  private static final int HOUR = BarClock.BARS_OF_AN_HOUR;
  private static final int HALF_HOUR = 6;
  private static final int DECAY_STEPS = 24;
  private static final double LEG_SHARE = 0.25;

  /**
   * Forced orders of the side.
   *
   * @param feed feed that knows all of the flush; empty if none does
   * @param usd as reported, first to last step
   * @param lowUsd least that was forced: as reported
   * @param highUsd of a throttled feed an estimate, see {@link io.treadmill.stats.ForcedFlow}
   * @param overPredicted reported over predicted by the published map, given the path
   * @param overPredictedAfter the same in the two hours after
   * @param halfLifeMinutes time in which prints fall by half in the two hours after the peak; NaN
   *     if they do not fall
   * @param shareOfDrop reported over the fall of open interest in USD; may exceed 1
   * @param shareLow least share of positions closed that were forced: the low bound over all volume
   * @param shareHigh high over the fall, at most 1
   */
  public record Forced(
      Optional<ForcedFlow> feed,
      double usd,
      double lowUsd,
      double highUsd,
      double overPredicted,
      double overPredictedAfter,
      double halfLifeMinutes,
      double shareOfDrop,
      double shareLow,
      double shareHigh) {
    /** Returns true if they are known by steps of five minutes. */
    public boolean isBySteps() {
      return feed.map(FlushOutcome::isBySteps).orElse(false);
    }

    private void addReasons(List<String> reasons) {
      if (Double.isNaN(usd)) {
        reasons.add("no forced totals");
        return;
      }
      if (!isBySteps()) {
        reasons.add("forced totals by the hour: hours touched are counted whole, no decay");
      } else if (Double.isNaN(halfLifeMinutes)) {
        reasons.add("forced orders did not fall in the 2 h after the peak");
      }
      if (Double.isNaN(highUsd)) {
        reasons.add("no high value of forced totals");
      }
      if (Double.isNaN(overPredicted) || Double.isNaN(overPredictedAfter)) {
        reasons.add("no prediction or no totals of the flush or of the 2 h after");
      }
      if (Double.isNaN(shareLow)) {
        reasons.add("no volume");
      }
    }
  }

  /**
   * Open interest, coins or contracts.
   *
   * @param before at the start
   * @param drop that less the least until 30 minutes after the end
   * @param rebuilt4h share of the drop that was back 4 hours after the end
   * @param rebuilt6h 6 hours after
   * @param rebuilt12h 12 hours after
   */
  public record Interest(
      double before, double drop, double rebuilt4h, double rebuilt6h, double rebuilt12h) {
    /** Returns the drop as a fraction of open interest before. */
    public double dropShare() {
      return drop / before;
    }

    private void addReasons(List<String> reasons) {
      if (Double.isNaN(drop)) {
        reasons.add("no open interest");
      } else if (drop == 0) {
        reasons.add("open interest did not fall");
      } else if (Double.isNaN(rebuilt4h + rebuilt6h + rebuilt12h)) {
        reasons.add("no open interest 4, 6 or 12 h after the end");
      }
    }
  }

  /**
   * Who sold (in a rise: bought).
   *
   * @param takerImbalance of the perpetual, -1..1
   * @param spotTakerImbalance of spot
   * @param spotShare net taker flow of spot over that of both, in the direction of the flush; 0..1;
   *     NaN if neither went its way
   * @param basisMoveBp change of the perpetual over spot
   */
  public record Flow(
      double takerImbalance, double spotTakerImbalance, double spotShare, double basisMoveBp) {
    /**
     * Returns {@code flush} if spot gave under a third of the net taker flow and the perpetual led
     * (the basis moved with the price), {@code spot_exodus} if spot gave over two thirds and the
     * basis moved against it, else {@code mixed}; null if unknown.
     */
    public String origin(int sign) {
      if (Double.isNaN(spotShare) || Double.isNaN(basisMoveBp)) {
        return null;
      }
      boolean perpetualLed = sign * basisMoveBp > 0;
      if (spotShare < 1.0 / 3 && perpetualLed) {
        return "flush";
      }
      return spotShare > 2.0 / 3 && !perpetualLed ? "spot_exodus" : "mixed";
    }

    private void addReasons(List<String> reasons, boolean hasSpot) {
      if (Double.isNaN(takerImbalance)) {
        reasons.add("no taker side of perpetual");
      }
      if (!hasSpot) {
        reasons.add("no spot market");
        return;
      }
      if (Double.isNaN(spotTakerImbalance)) {
        reasons.add("no taker side of spot");
      } else if (Double.isNaN(spotShare) && !Double.isNaN(takerImbalance)) {
        reasons.add("no net taker flow in its direction to compare");
      }
      if (Double.isNaN(basisMoveBp)) {
        reasons.add("no price of spot");
      }
    }
  }

  /** Returns the step at whose start the outcome is complete. */
  public int completeStep() {
    return last + 1 + COMPLETE_STEPS;
  }

  /** Returns +1 for a rise, -1 for a fall. */
  public int sign() {
    return -side.sign();
  }

  /** Returns why numbers are missing, in one text; null if none is. */
  public String reason() {
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  /** Returns the verdict at the end + 6 hours; null if unknown. */
  public Verdict verdict() {
    return Verdict.of(interest.dropShare(), interest.rebuilt6h(), Verdict.LEAST_DROP);
  }

  /**
   * Describes a flush; its complete step must be on the grid or at its end.
   *
   * @param spot the spot market beside it, on the same grid
   */
  public static FlushOutcome of(EventMarket market, Optional<EventMarket> spot, Flush flush) {
    int first = flush.start() - FlushTrigger.WINDOW_STEPS + 1;
    int end = flush.end() + 1;
    Side side = flush.sign() < 0 ? Side.LONG : Side.SHORT;
    int extreme = extreme(market.logClose(), first, end, flush.sign());
    double move = market.logClose()[extreme] - market.logClose()[first - 1];
    Interest interest = interest(market, first, end);
    Forced forced = forced(market, side, flush, interest);
    Flow flow = flow(market, spot, first, end, flush.sign());
    double before = market.lastSettled(first);
    double after = market.firstSettled(end, end + COMPLETE_STEPS);
    List<String> reasons = new ArrayList<>();
    forced.addReasons(reasons);
    interest.addReasons(reasons);
    flow.addReasons(reasons, spot.isPresent());
    if (Double.isNaN(before) || Double.isNaN(after)) {
      reasons.add("no settled funding before or within 12 h after");
    }
    return new FlushOutcome(
        first,
        flush.end(),
        side,
        legs(market.logClose(), first - 1, end + HALF_HOUR, Math.abs(move), flush.sign()),
        move,
        forced,
        interest,
        flow,
        before,
        after,
        reasons);
  }

  private static int extreme(double[] log, int from, int to, int sign) {
    int extreme = from;
    for (int i = from; i < to; i++) {
      extreme = Double.isNaN(log[extreme]) || sign * (log[i] - log[extreme]) > 0 ? i : extreme;
    }
    return extreme;
  }

  private static int legs(double[] log, int from, int to, double move, int sign) {
    if (!(move > 0)) {
      return 0;
    }
    return (int)
        DirectionalChange.legs(log, from, to, LEG_SHARE * move).stream()
            .filter(leg -> leg.isUp() == sign > 0)
            .count();
  }

  private static Interest interest(EventMarket market, int first, int end) {
    double before = market.openInterest(first);
    int least = market.leastOpenInterest(first, end + HALF_HOUR);
    double low = least < 0 ? Double.NaN : market.openInterest(least);
    double drop = Math.max(0, before - low);
    return new Interest(
        before,
        drop,
        drop > 0 ? (market.openInterest(end + 4 * HOUR) - low) / drop : Double.NaN,
        drop > 0 ? (market.openInterest(end + 6 * HOUR) - low) / drop : Double.NaN,
        drop > 0 ? (market.openInterest(end + COMPLETE_STEPS) - low) / drop : Double.NaN);
  }

  private static Forced forced(EventMarket market, Side side, Flush flush, Interest interest) {
    int first = flush.start() - FlushTrigger.WINDOW_STEPS + 1;
    int end = flush.end() + 1;
    Optional<ForcedFlow> feed = market.forced(first, end);
    if (feed.isEmpty()) {
      double no = Double.NaN;
      return new Forced(feed, no, no, no, no, no, no, no, no, no);
    }
    ForcedFlow flow = feed.get();
    Steps steps = flow.steps();
    double usd = market.forcedSum(flow.usd(side), steps, first, end);
    double low = market.forcedSum(flow.lowUsd()[side.index()], steps, first, end);
    double high = market.forcedSum(flow.highUsd()[side.index()], steps, first, end);
    double[] predicted = flow.predictedUsd(side);
    double openInterestUsd = market.series().openInterestUsd(first);
    double dropUsd = interest.dropShare() * openInterestUsd;
    double volume = market.volumeUsd(first, end);
    int after = end + DECAY_STEPS;
    return new Forced(
        feed,
        usd,
        low,
        high,
        ratio(usd, market.forcedSum(predicted, steps, first, end)),
        ratio(
            market.forcedSum(flow.usd(side), steps, end, after),
            market.forcedSum(predicted, steps, end, after)),
        isBySteps(flow) ? halfLifeMinutes(flow.usd(side), flush.peak()) : Double.NaN,
        ratio(usd, dropUsd),
        Math.min(1, ratio(Double.isNaN(low) ? usd : low, volume)),
        Math.min(1, ratio(high, dropUsd)));
  }

  private static boolean isBySteps(ForcedFlow flow) {
    return flow.steps().stepMicros() == BarClock.BAR_MICROS;
  }

  private static double ratio(double x, double y) {
    return y > 0 ? x / y : Double.NaN;
  }

  /**
   * Half-life of an exponential decay cut at two hours, by its likelihood: the mean delay m of the
   * notional after the peak solves m = tau - T / (exp(T / tau) - 1). NaN if there is none or it
   * does not fall (m at least T / 2).
   */
  static double halfLifeMinutes(double[] usd, int peak) {
    double sum = 0;
    double delay = 0;
    for (int k = 0; k < DECAY_STEPS; k++) {
      int i = peak + 1 + k;
      double value = i < usd.length ? usd[i] : Double.NaN;
      sum += value;
      delay += value * (k + 0.5);
    }
    double mean = delay / sum;
    if (!(sum > 0) || mean >= DECAY_STEPS / 2.0) {
      return Double.NaN;
    }
    double low = 1e-3;
    double high = 1e4;
    for (int i = 0; i < 80; i++) {
      double tau = Math.sqrt(low * high);
      double implied = tau - DECAY_STEPS / Math.expm1(DECAY_STEPS / tau);
      if (implied < mean) {
        low = tau;
      } else {
        high = tau;
      }
    }
    return Math.log(2) * low * 5;
  }

  private static Flow flow(
      EventMarket market, Optional<EventMarket> spot, int first, int end, int sign) {
    double perpetual = market.takerImbalance(first, end);
    if (spot.isEmpty()) {
      return new Flow(perpetual, Double.NaN, Double.NaN, Double.NaN);
    }
    double own = Math.max(0, sign * market.takerNetBase(first, end));
    double other = Math.max(0, sign * spot.get().takerNetBase(first, end));
    boolean linear = !market.series().instrument().product().isInverse();
    double[] log = market.logClose();
    double[] spotLog = spot.get().logClose();
    return new Flow(
        perpetual,
        spot.get().takerImbalance(first, end),
        linear ? ratio(other, own + other) : Double.NaN,
        1e4 * (log[end - 1] - spotLog[end - 1] - log[first - 1] + spotLog[first - 1]));
  }
}
