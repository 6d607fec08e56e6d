/**
 * Scores of predicted totals against realised ones, in millions of USD: {@link
 * io.treadmill.book.score.Score} holds the measures (quasi-Poisson deviance, skill over another
 * model with an interval from drawn days, R2, rank correlation, ratio, reliability), {@link
 * io.treadmill.book.score.WindowScore} those of one window of days, {@link
 * io.treadmill.book.score.LocationScore} whether a map knows where in the path the prints fall.
 *
 * <p>Under a stated number of days there is no interval, and no verdict.
 */
package io.treadmill.book.score;
