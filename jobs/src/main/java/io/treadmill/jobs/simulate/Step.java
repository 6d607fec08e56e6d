package io.treadmill.jobs.simulate;

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
 * @param crossed whether the path closed a position or moved a margin: then it must be seen
 * @param activity trading activity as a multiple of its mean
 * @param openInterestLots one-sided open interest at the end, in lots
 * @param indexPrice spot index at the end
 * @param premium premium of the price over the index at the end, as a fraction
 * @param fundingRate rate settled at the start of the step, or NaN
 */
record Step(
    long startMicros,
    long openTicks,
    long closeTicks,
    long takerBuyLots,
    long takerSellLots,
    List<ForcedOrder> forced,
    boolean crossed,
    double activity,
    long openInterestLots,
    double indexPrice,
    double premium,
    double fundingRate) {}
