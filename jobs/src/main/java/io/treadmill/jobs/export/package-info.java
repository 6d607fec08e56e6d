/**
 * Files for back-testers: the map, its zones and what was forced, each value with the instant from
 * which on it could be known.
 *
 * <p>{@link io.treadmill.jobs.export.Export} reads tables in order of instrument and time and hands
 * their rows to the {@link io.treadmill.jobs.export.SeriesWriter} of a format. Nothing is computed
 * here but when a value was known ({@link io.treadmill.jobs.export.Known}), and sums by move of an
 * asset, of which no table has any ({@link io.treadmill.jobs.export.AssetMoves}).
 */
package io.treadmill.jobs.export;
