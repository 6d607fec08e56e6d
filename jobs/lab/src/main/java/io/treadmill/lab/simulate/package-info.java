/**
 * A seeded, trader-by-trader perpetual-futures market whose true book is known, written out as the
 * files that vendors publish. No Spark, no wall clock: the same world, symbols, days and seed give
 * the same bytes.
 *
 * <p>{@link io.treadmill.lab.simulate.World} holds the laws, {@link
 * io.treadmill.lab.simulate.Market} is the fold over 10 s steps, {@link
 * io.treadmill.lab.simulate.Simulator} writes a market, and {@link
 * io.treadmill.lab.simulate.WorldCheck} measures whether a world keeps its baselines.
 *
 * <p>The path of the mark price and the path of the traded price are one and the same, prices stay
 * on the tick, and a step goes from its open to its close without turning: that is what makes the
 * truth exact. All mathematics is {@link java.lang.StrictMath}, so another machine draws the same
 * market.
 */
package io.treadmill.lab.simulate;
