/**
 * Laws: which share of an exposure ends as a reported forced order. {@link
 * io.treadmill.book.law.Realised} totals and the columns of a model make {@link
 * io.treadmill.book.law.Observations}; {@link io.treadmill.book.law.ModelFit} finds weights by a
 * {@link io.treadmill.book.law.FitRule} with {@link io.treadmill.book.law.Calibration}
 * (identity-link Poisson, non-negative, by expectation-maximisation: Richardson 1972, Lucy 1974),
 * and {@link io.treadmill.book.law.Training} draws block-bootstrap refits for bands.
 *
 * <p>{@link io.treadmill.book.law.FittedLaw} is the one form of a law: weights by side and column,
 * their draws, the sums of the trailing rescale and its factor on a day. Times an exposure it gives
 * a {@link io.treadmill.book.map.Heatmap} or the value of any sum of columns with its band.
 */
package io.treadmill.book.law;
