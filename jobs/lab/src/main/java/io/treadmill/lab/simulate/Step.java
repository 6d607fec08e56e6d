package io.treadmill.lab.simulate;

import java.util.List;

/**
 * What happened in one step of {@value Market#STEP_SECONDS} s. The price went from open to close
 * without turning.
 *
 * @param startMicros start, microseconds since 1970
 * @param openTicks price at the start, in ticks
 * @param closeTicks price at the end, in ticks
 * @param takerBuyLots volume of buyers that took, forced orders left out
 * @param takerSellLots volume of sellers that took, forced orders left out
 * @param forced forced orders by rising time
 * @param activity trading activity as a multiple of its mean
 * @param openInterestLots one-sided open interest at the end, in lots
 * @param indexPrice spot index at the end
 * @param premium premium of the price over the index at the end, as a fraction
 * @param fundingRate rate settled at the start of the step, or NaN
 * @param runningRate rate that would settle if the interval ended with this step
 */
record Step(
    long startMicros,
    long openTicks,
    long closeTicks,
    long takerBuyLots,
    long takerSellLots,
    List<ForcedOrder> forced,
    double activity,
    long openInterestLots,
    double indexPrice,
    double premium,
    double fundingRate,
    double runningRate) {

  /** Returns the end, exclusive, microseconds since 1970. */
  long endMicros() {
    return startMicros + Market.STEP_SECONDS * 1_000_000L;
  }
}
