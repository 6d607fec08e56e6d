package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.io.Serializable;

/**
 * Where the mass of one side went in a day, in the size unit: {@code opened - decayed - swept -
 * dropped = end - start}. Every component takes the same opens, so amounts are means over the
 * components: {@code opened} is what was opened in the market, less what components that the margin
 * tiers forbid did not take.
 *
 * @param side side of the positions
 * @param start mass before the day
 * @param opened mass added
 * @param decayed mass that the clock closed: the model's closes
 * @param swept mass that price removed
 * @param dropped mass clipped off the grid or pruned
 * @param end mass after the day
 * @param impliedCloses closes that volume and open interest imply
 */
public record BookBalance(
    Side side,
    double start,
    double opened,
    double decayed,
    double swept,
    double dropped,
    double end,
    double impliedCloses)
    implements Serializable {

  /** Returns the change of mass over the day. */
  public double change() {
    return end - start;
  }

  /**
   * Returns what does not add up, relative to the mass that was there or came; 0 if nothing was.
   */
  public double relativeError() {
    double base = start + opened;
    double error = Math.abs(opened - decayed - swept - dropped - change());
    return base > 0 ? error / base : error;
  }

  /** Returns implied closes less the mass that left the book by clock and price. */
  public double residual() {
    return impliedCloses - decayed - swept;
  }
}
