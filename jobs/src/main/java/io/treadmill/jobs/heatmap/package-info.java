/**
 * The heatmap: {@link io.treadmill.jobs.heatmap.HeatmapJob} folds the steps of each instrument
 * through its book, {@link io.treadmill.jobs.heatmap.RealisedJob} puts reported liquidations on the
 * same grid.
 */
package io.treadmill.jobs.heatmap;
