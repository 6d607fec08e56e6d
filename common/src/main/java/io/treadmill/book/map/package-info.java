/**
 * Maps: exposure by price. A {@link io.treadmill.book.map.HeatmapModel} reads steps and yields
 * {@link io.treadmill.book.map.Exposure} by column for each bucket that price crosses or may cross;
 * {@link io.treadmill.book.map.BookFold} is the published one: it folds the bars of a day through
 * both sides of a book. It takes no law.
 *
 * <p>Exposure times a law gives the {@link io.treadmill.book.map.Heatmap} on a {@link
 * io.treadmill.book.map.MapGrid}, and {@link io.treadmill.book.map.Zone}s are runs of its cells far
 * above or below the mean of their neighbourhood. {@link io.treadmill.book.map.RestingExposure} is
 * the exposure that stands at an instant, for maps of 1, 4 and 24 hours. {@link
 * io.treadmill.book.map.AssetMap} sums the maps of the instruments of an asset.
 */
package io.treadmill.book.map;
