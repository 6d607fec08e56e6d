/**
 * Rules of venues and of time, pure: {@link io.treadmill.market.Instrument} and its product and
 * side, {@link io.treadmill.market.PriceGrid} (the only place of the bucket formula), {@link
 * io.treadmill.market.MarginTiers} and {@link io.treadmill.market.LiquidationPrice} with their
 * sources, {@link io.treadmill.market.FeedRule} (how a venue reports forced orders as of a day) and
 * {@link io.treadmill.market.FeedCoverage} (what a recording heard), {@link
 * io.treadmill.market.BarClock} and {@link io.treadmill.market.UtcDays}.
 *
 * <p>Rules are dated: they are asked with the day, never with today.
 */
package io.treadmill.market;
