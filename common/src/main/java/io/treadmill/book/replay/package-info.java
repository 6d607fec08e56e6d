/**
 * Days of one instrument, in order. {@link io.treadmill.book.replay.InstrumentReplay} runs a day:
 * the state of the day before, the bars, the tiers and the law in force give the state, the maps
 * with zones and cumulative exposure ({@link io.treadmill.book.replay.MapDetails}), and predictions
 * by {@link io.treadmill.book.replay.Horizon} of the published model and of every baseline ({@link
 * io.treadmill.book.replay.RunningModel}).
 *
 * <p>{@link io.treadmill.book.replay.Calibrator} fits the {@link
 * io.treadmill.book.replay.InstrumentLaw} of a first day of use, a law of each model and horizon,
 * from the days before it, held in a {@link io.treadmill.book.replay.TrainingHistory} with what was
 * {@link io.treadmill.book.replay.ReportedLiquidations reported}; symbols with too few totals take
 * the one pooled over their venue. Nothing here reads a value of a later day.
 */
package io.treadmill.book.replay;
