/**
 * The trade scan: one pass over the ticks gives one-minute bars, five-minute bars and the volume
 * profile.
 *
 * <p>Spark lists, prunes and splits the files. Their columns are read as arrays by {@link
 * io.treadmill.jobs.bars.pages}, or, where a file has other types or encodings, by Spark's own
 * vectorized reader; both end in {@link io.treadmill.jobs.bars.TradeKernel}, which counts whole
 * ticks and lots by price bucket and side for each instrument-minute. A finished minute is a {@link
 * io.treadmill.jobs.bars.MinutePart}: a few hundred bytes, all of whose sums are exact. Minutes
 * that several splits saw are merged by hour; no trade is ever shuffled. Because sums are exact and
 * first and last trade are decided by a total order, results do not depend on splits, partitions or
 * the order of rows.
 *
 * <p>Rules for rows: a trade without a positive finite price or amount, or without venue, product
 * or symbol, is left out and counted in the notes of the run; a trade whose aggressor is unknown
 * counts to volume but not to the parts of buyers and sellers. Trades of one instant are ordered by
 * id, then by sequence, then by their place in the archive (file, then row).
 */
package io.treadmill.jobs.bars;
