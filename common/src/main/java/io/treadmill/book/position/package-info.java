/**
 * Positions: who opened at which price, at which leverage, and where price would force them out.
 * Mass is in the unit in which size is fixed: base coins for linear contracts, contracts for
 * inverse ones.
 *
 * <p>{@link io.treadmill.book.position.Turnover} says how much a bar opens and closes, {@link
 * io.treadmill.book.position.LeverageComponents} at which distances it would be liquidated, {@link
 * io.treadmill.book.position.LiquidationBook} holds it by component and bucket, and {@link
 * io.treadmill.book.position.Crossing} is what a bar takes out of it. {@link
 * io.treadmill.book.position.BookState} is the book after a day, {@link
 * io.treadmill.book.position.BookBalance} its account: opened - decayed - swept - dropped = change.
 *
 * <p>Choices of the model (turnover share, decay, grid) are a named {@link
 * io.treadmill.book.position.ParameterSet}; {@link io.treadmill.book.position.PriorLaw} is what
 * stands before any calibration.
 */
package io.treadmill.book.position;
