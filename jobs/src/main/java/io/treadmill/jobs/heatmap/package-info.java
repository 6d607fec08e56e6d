/**
 * The heatmap job: {@link io.treadmill.jobs.heatmap.HeatmapJob} reads the days of each instrument
 * once, sorted by time, and {@code BookFunction} runs them one after the other through an {@link
 * io.treadmill.book.replay.InstrumentReplay}. {@code FoldOutput} makes the rows of all tables in
 * one pass: states, maps (the cells of a map and side as one packed row), accounts, zones,
 * fragility and predictions.
 *
 * <p>{@code BookAccounts} sums what the books say of themselves: nothing is published unless every
 * account adds up, and every book goes on where it ended or, after days without bars, begins empty.
 */
package io.treadmill.jobs.heatmap;
