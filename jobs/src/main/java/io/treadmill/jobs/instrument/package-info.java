/**
 * What archive and lake hold of one instrument, day by day, as the jobs of the map need it: {@code
 * FoldInput} reads bars, profile, open interest, tiers, forced orders and states as rows of one
 * schema in order of time, {@code DayCollector} makes days of them, {@code AggregateTotals} brings
 * totals of aggregators, {@code LawTable} reads and makes the rows of laws.
 *
 * <p>Realised, calibration, heatmap and score stand on this room; none of them knows another.
 */
package io.treadmill.jobs.instrument;
