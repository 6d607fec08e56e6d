package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import java.util.Optional;

/**
 * What a flush was and what became of it. It uses values before {@link #completeStep} only. Missing
 * numbers are NaN, with the reasons in words. The columns of {@code flush} say what each number is.
 *
 * @param first first step: of the 15 minutes at whose end the rule held
 * @param last last step
 * @param moveLog log price from before to the extreme close
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
    String reason) {
  /** Steps after the end until the outcome is complete: 12 hours. */
  public static final int COMPLETE_STEPS = 12 * BarClock.BARS_OF_AN_HOUR;

  private static final int HOUR = BarClock.BARS_OF_AN_HOUR;
  private static final int DECAY_STEPS = 2 * HOUR;
  private static final double LEG_SHARE = 0.25;

  /**
   * Forced orders of the side.
   *
   * @param feed feed that knows all of the flush; empty if none does
   * @param unused which totals there are that tell nothing of it; null if there are none
   */
  public record Forced(
      Optional<ForcedFlow> feed,
      String unused,
      double forcedUsd,
      double forcedLowUsd,
      double forcedHighUsd,
      double realisedOverPredicted,
      double realisedOverPredictedAfter,
      double halfLifeMinutes,
      double forcedShare,
      double forcedShareLow,
      double forcedShareHigh) {
    /** Returns true if they are known by steps of five minutes. */
    public boolean isBySteps() {
      return feed.map(FlushOutcome::isBySteps).orElse(false);
    }

    private String reason() {
      if (Double.isNaN(forcedUsd)) {
        return Reasons.join("no forced totals", unused);
      }
      return Reasons.join(
          !isBySteps()
              ? "forced totals by the hour: hours touched are counted whole, no decay"
              : Double.isNaN(halfLifeMinutes)
                  ? "forced orders did not fall in the 2 h after the peak"
                  : null,
          Double.isNaN(forcedHighUsd) ? "no high value of forced totals" : null,
          Double.isNaN(realisedOverPredicted) || Double.isNaN(realisedOverPredictedAfter)
              ? "no prediction or no totals of the flush or of the 2 h after"
              : null,
          Double.isNaN(forcedShareLow) ? "no volume" : null);
    }
  }

  /**
   * Open interest, coins or contracts. What was rebuilt is a share of the drop, some hours after
   * the end.
   */
  public record Interest(
      double openInterest,
      double openInterestDrop,
      double rebuilt4h,
      double rebuilt6h,
      double rebuilt12h) {
    /** Returns the drop as a fraction of open interest before. */
    public double dropShare() {
      return openInterestDrop / openInterest;
    }

    private String reason() {
      return Double.isNaN(openInterestDrop)
          ? "no open interest"
          : openInterestDrop == 0
              ? "open interest did not fall"
              : Double.isNaN(rebuilt4h + rebuilt6h + rebuilt12h)
                  ? "no open interest 4, 6 or 12 h after the end"
                  : null;
    }
  }

  /** Who sold (in a rise: bought). */
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

    private String reason(boolean hasSpot) {
      return Reasons.join(
          Double.isNaN(takerImbalance) ? "no taker side of perpetual" : null,
          !hasSpot
              ? "no spot market"
              : Double.isNaN(spotTakerImbalance)
                  ? "no taker side of spot"
                  : Double.isNaN(spotShare) && !Double.isNaN(takerImbalance)
                      ? "no net taker flow in its direction to compare"
                      : null,
          hasSpot && Double.isNaN(basisMoveBp) ? "no price of spot" : null);
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
    String reason =
        Reasons.join(
            forced.reason(),
            interest.reason(),
            flow.reason(spot.isPresent()),
            Double.isNaN(before) || Double.isNaN(after)
                ? "no settled funding before or within 12 h after"
                : null);
    return new FlushOutcome(
        first,
        flush.end(),
        side,
        legs(
            market.logClose(),
            first - 1,
            end + BarClock.BARS_OF_HALF_AN_HOUR,
            Math.abs(move),
            flush.sign()),
        move,
        forced,
        interest,
        flow,
        before,
        after,
        reason);
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
    int least = market.leastOpenInterest(first, end + BarClock.BARS_OF_HALF_AN_HOUR);
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
      return new Forced(feed, market.longTotals(first, end), no, no, no, no, no, no, no, no, no);
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
        null,
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
