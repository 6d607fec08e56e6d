/**
 * The heatmap model: turnover, leverage components, the book of open positions and what each step
 * of price crosses. No Spark, no files, no clock.
 *
 * <p>The way through it: {@link io.treadmill.book.BookState} of yesterday and {@link
 * io.treadmill.book.DaySteps} of today go into a {@link io.treadmill.book.BookFold}, a {@link
 * io.treadmill.book.DayResult} comes out. Mass is in the unit in which size is fixed (base coins
 * for linear, contracts for inverse); USD appears only in results, by {@link
 * io.treadmill.book.ContractValue}.
 *
 * <p>Two decisions. Every day starts from a state and ends in one, in an unbroken run too: scales
 * are multiplied out and tiny cells dropped there, so that a continued run equals an unbroken one
 * to the bit. And transcendental functions whose results are stored are those of {@code
 * StrictMath}, which are the same on every machine; {@code PriceGrid} alone decides buckets.
 */
package io.treadmill.book;
