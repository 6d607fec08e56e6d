/**
 * What archive and lake hold of one instrument: {@link
 * io.treadmill.jobs.instrument.InstrumentSeries} defines each series once for all that read it,
 * {@link io.treadmill.jobs.instrument.SeriesBlock} carries rows of one from task to task, {@link
 * io.treadmill.jobs.instrument.InstrumentRows} asks for some of them in order of time, {@link
 * io.treadmill.jobs.instrument.InstrumentDays} makes days of them, {@link
 * io.treadmill.jobs.instrument.AggregateTotals} brings totals of aggregators, {@link
 * io.treadmill.jobs.instrument.LawTable} reads and makes the rows of laws.
 *
 * <p>Realised, calibration, heatmap, score and statistics stand on this room; none of them knows
 * another.
 */
package io.treadmill.jobs.instrument;
