/**
 * Events. {@link io.treadmill.stats.episode.FlushTrigger} finds bursts of forced orders with an
 * unusual move, {@link io.treadmill.stats.episode.FlushOutcome} what became of open interest,
 * funding and prints until twelve hours later, {@link io.treadmill.stats.episode.Verdict} whether
 * leverage cleared or was reloaded (one rule, with a least drop). {@link
 * io.treadmill.stats.episode.Treadmill} is the sequence of leg, bounce and second leg, held against
 * windows matched on volatility; {@link io.treadmill.stats.episode.Reload} what was rebuilt.
 *
 * <p>{@link io.treadmill.stats.episode.FundingClock} asks whether settlements move the market,
 * {@link io.treadmill.stats.episode.WeeklyTotals} how big a week was.
 */
package io.treadmill.stats.episode;
