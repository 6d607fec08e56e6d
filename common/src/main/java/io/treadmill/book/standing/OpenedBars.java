package io.treadmill.book.standing;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.PriceGrid;
import java.util.List;

/**
 * Bars as columns, with what was opened in each and the clock that the next one decays by.
 *
 * @param low positions of the lowest prices that liquidate, {@code PriceGrid.position}
 * @param high those of the highest
 * @param close last prices
 * @param opens size opened in each bar, size unit
 * @param clock turnover of the bar before, in [0, 1]; 0 for the first
 * @param profiles where volume was traded
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record OpenedBars(
    double[] low,
    double[] high,
    double[] close,
    double[] opens,
    double[] clock,
    List<Profile> profiles) {
  /**
   * Returns bars with the turnover of a book; a missing snapshot of open interest is held, as the
   * book holds it.
   *
   * @param openInterest snapshot before the first bar, size unit; NaN if none
   */
  public static OpenedBars of(List<Step> steps, double openInterest, ParameterSet parameters) {
    int n = steps.size();
    OpenedBars bars =
        new OpenedBars(
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            steps.stream().map(Step::profile).toList());
    double held = openInterest;
    for (int t = 0; t < n; t++) {
      Step step = steps.get(t);
      double start = Double.isNaN(held) ? step.openInterestStart() : held;
      held = Double.isNaN(step.openInterestEnd()) ? start : step.openInterestEnd();
      Turnover turnover = Turnover.of(step.volume(), start, held, parameters);
      bars.low[t] = PriceGrid.position(step.crossLow());
      bars.high[t] = PriceGrid.position(step.crossHigh());
      bars.close[t] = step.close();
      bars.opens[t] = turnover.opens();
      if (t + 1 < n) {
        bars.clock[t + 1] = turnover.clock();
      }
    }
    return bars;
  }

  /** Returns the number of bars. */
  public int count() {
    return low.length;
  }
}
