/**
 * The standing map of a horizon: what is expected to be forced within the next 1, 4 or 24 h where
 * price goes. Three parts: what stands on the way, what will be opened on the way and forced there,
 * and what will be opened beyond the price, on the other side, and forced when price comes back.
 *
 * <p>{@link io.treadmill.book.standing.MapHorizon} holds what was chosen for each horizon. {@link
 * io.treadmill.book.standing.OpenedBars} are bars with what was opened in them, {@link
 * io.treadmill.book.standing.MarketOutlook} expects opens and range of the hours ahead, and {@link
 * io.treadmill.book.standing.InflowTable} says, from empty books run over the training window, how
 * much of what is opened is forced at which distance. {@link
 * io.treadmill.book.standing.StandingExposure} makes columns of all of it, linear in the weights of
 * the law of the hours, and {@link io.treadmill.book.standing.HorizonStack} weighs the parts and
 * the rule of freshness against each other.
 */
package io.treadmill.book.standing;
