/**
 * Days of one instrument, in order. {@link io.treadmill.book.replay.InstrumentReplay} runs a day:
 * the state of the day before, the bars, the tiers and the law in force give the state, the maps
 * with zones and cumulative exposure ({@link io.treadmill.book.replay.MapDetails}), and predictions
 * by {@link io.treadmill.book.replay.Horizon} of the published model and of every baseline ({@link
 * io.treadmill.book.replay.RunningModel}).
 *
 * <p>{@link io.treadmill.book.replay.Calibrator} fits the {@link
 * io.treadmill.book.replay.StoredLaw} of a first day of use from the days before it, held in a
 * {@link io.treadmill.book.replay.TrainingHistory} with what was {@link
 * io.treadmill.book.replay.ReportedLiquidations reported}; {@link
 * io.treadmill.book.replay.PooledLaw} serves symbols with too few totals. Nothing here reads a
 * value of a later day.
 */
package io.treadmill.book.replay;
