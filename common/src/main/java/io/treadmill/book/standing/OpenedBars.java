package io.treadmill.book.standing;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.book.position.TurnoverClock;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bars as columns, with what was opened in each and the clock that the next one decays by.
 *
 * @param ts starts of the bars, microseconds since 1970
 * @param low positions of the lowest prices that liquidate, {@code PriceGrid.position}
 * @param high those of the highest
 * @param close last prices
 * @param opens size opened in each bar, size unit
 * @param clock turnover of the bar before, in [0, 1]; 0 for the first
 * @param profiles where volume was traded
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record OpenedBars(
    long[] ts,
    double[] low,
    double[] high,
    double[] close,
    double[] opens,
    double[] clock,
    List<Profile> profiles) {
  /**
   * Returns bars with the turnover of a book.
   *
   * @param openInterest snapshot before the first bar, size unit; NaN if none
   */
  public static OpenedBars of(List<Step> steps, double openInterest, ParameterSet parameters) {
    int n = steps.size();
    OpenedBars bars =
        new OpenedBars(
            steps.stream().mapToLong(Step::ts).toArray(),
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            steps.stream().map(Step::profile).toList());
    TurnoverClock turnovers = new TurnoverClock(parameters, openInterest);
    for (int t = 0; t < n; t++) {
      Step step = steps.get(t);
      Turnover turnover = turnovers.read(step);
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

  /** Returns the number of the first bar at or after an instant; that of all bars if none is. */
  int from(long micros) {
    int at = Arrays.binarySearch(ts, micros);
    return at < 0 ? -at - 1 : at;
  }

  /**
   * Returns the full hours of a window from which on as many bars as asked are in it, none missing.
   */
  List<Integer> starts(UtcDays window, int count) {
    return IntStream.range(
            Math.max(1, from(window.startMicros())), from(window.endMicros()) - count + 1)
        .filter(t -> Math.floorMod(ts[t], BarClock.HOUR_MICROS) == 0)
        .filter(t -> ts[t + count - 1] - ts[t - 1] == count * BarClock.BAR_MICROS)
        .boxed()
        .toList();
  }
}
