/**
 * The state of a market at each full hour and what follows it. {@link
 * io.treadmill.stats.regime.HourlyMarket} is a series by hours, {@link
 * io.treadmill.stats.regime.PastScores} scales against complete days before, {@link
 * io.treadmill.stats.regime.RegimeHistory} labels each hour, {@link
 * io.treadmill.stats.regime.RegimeStatistics} and {@link
 * io.treadmill.stats.regime.RegimeTransitions} describe what states share, last and lead to, with
 * intervals from the stationary bootstrap of days.
 *
 * <p>{@link io.treadmill.stats.regime.FundingHistory} is funding at each settlement; {@link
 * io.treadmill.stats.regime.DailyBreakers} what may break the loop of forced sales, and {@link
 * io.treadmill.stats.regime.DailyBreakers#effect} its effect on a second leg. Thresholds never read
 * the day they judge.
 */
package io.treadmill.stats.regime;
