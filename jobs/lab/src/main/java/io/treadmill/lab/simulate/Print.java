package io.treadmill.lab.simulate;

/**
 * One trade on the tape.
 *
 * @param micros instant, microseconds since 1970
 * @param ticks price in ticks
 * @param lots size in lots, &gt; 0
 * @param takerBuys whether the buyer took
 */
record Print(long micros, long ticks, long lots, boolean takerBuys) {}
