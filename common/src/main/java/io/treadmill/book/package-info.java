/**
 * The heatmap model, pure: no Spark, no files, no clock. Rooms from the inside out: {@code
 * position} (what is open and where it would be forced), {@code map} (exposure by price), {@code
 * score}, {@code law} (which share of an exposure is forced), {@code models} (the book and its
 * baselines), {@code replay} (the days of an instrument in order).
 *
 * <p>Two decisions. Every day starts from a state and ends in one, in an unbroken run too: scales
 * are multiplied out and tiny cells dropped there, so that a continued run equals an unbroken one
 * to the bit. And transcendental functions whose results are stored are those of {@code
 * StrictMath}, which are the same on every machine; {@code PriceGrid} alone decides buckets.
 */
package io.treadmill.book;
