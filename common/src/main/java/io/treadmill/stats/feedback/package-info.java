/**
 * Does forced selling feed on itself, and does price seek or fear the map? {@link
 * io.treadmill.stats.feedback.SelfExcitation} is the branching of forced orders given what the map
 * says of the path; {@link io.treadmill.stats.feedback.ThinZoneTest} and {@link
 * io.treadmill.stats.feedback.HuntTest} are event studies registered before they were run; {@link
 * io.treadmill.stats.feedback.ZoneOutcome} is what came of a hot zone that was touched. Others hold
 * the order of funding, open interest and liquidations (local projections, Jorda 2005) and their
 * concentration in price.
 *
 * <p>Each has a null, placebos where they make sense, and draws of whole days for its intervals.
 */
package io.treadmill.stats.feedback;
