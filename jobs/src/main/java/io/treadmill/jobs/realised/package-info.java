/**
 * Reported forced orders on the grid of the map: {@link io.treadmill.jobs.realised.RealisedJob}
 * puts prints and totals of each feed into intervals, sides and buckets, with the rule under which
 * the feed was published and what it may have hidden. {@link io.treadmill.jobs.realised.FullFeed}
 * finds feeds that report every order, from which a restoration is learned.
 */
package io.treadmill.jobs.realised;
