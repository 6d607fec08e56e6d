/**
 * Regime, flush and treadmill statistics: one job reads everything that is known of an asset once
 * ({@link io.treadmill.jobs.statistics.SeriesInput}), builds its series, and hands them to each
 * {@link io.treadmill.jobs.statistics.Statistic}, which fills its tables. The estimators are in
 * {@code io.treadmill.stats}; here they meet days, windows and columns. A statistic is one class
 * and one line in {@link io.treadmill.jobs.statistics.Statistics}.
 */
package io.treadmill.jobs.statistics;
