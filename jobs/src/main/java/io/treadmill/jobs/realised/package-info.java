/**
 * Reported forced orders on the grid of the map: {@link io.treadmill.jobs.realised.RealisedJob}
 * brings prints and totals of a symbol and day together, and {@code RealisedFunction} puts them
 * into intervals, sides and buckets, with the rule under which the feed was published and what it
 * may have hidden.
 */
package io.treadmill.jobs.realised;
