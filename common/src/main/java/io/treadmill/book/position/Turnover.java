package io.treadmill.book.position;

import java.util.List;

/**
 * Opens and closes of a bar, in the size unit (base coins or contracts), and the clock. Every
 * contract has a long and a short, so both sides take the same opens.
 *
 * @param opens size opened, &gt;= 0
 * @param closes size closed, &gt;= 0
 * @param clock dtau = closes / open interest at the bar's start, in [0, 1]
 */
public record Turnover(double opens, double closes, double clock) {
  /**
   * Returns the turnover of a bar: gross G = max(0, theta v - |change| / 2), opens = max(change, 0)
   * + G, closes = max(-change, 0) + G.
   *
   * @param volume traded size, &gt;= 0
   * @param openInterestStart snapshot at the bar's start; NaN if the first one comes at its end:
   *     then the change is taken as 0 and the clock stands
   * @param openInterestEnd snapshot at the bar's end
   */
  public static Turnover of(
      double volume, double openInterestStart, double openInterestEnd, ParameterSet parameters) {
    double raw = openInterestEnd - openInterestStart;
    double change = parameters.activity() == Activity.VOLUME || Double.isNaN(raw) ? 0 : raw;
    double gross = Math.max(0, parameters.theta() * volume - Math.abs(change) / 2);
    double opens = Math.max(change, 0) + gross;
    double closes = Math.max(-change, 0) + gross;
    double clock = closes > 0 ? Math.min(closes / openInterestStart, 1) : 0;
    return new Turnover(opens, closes, Double.isNaN(clock) ? 0 : clock);
  }

  /**
   * Returns the mean turnover of the bars from an instant to another, by {@link TurnoverClock}.
   *
   * @param steps all bars from the warm-up on
   * @param openInterest snapshot before the first bar; NaN if none
   * @param from first instant, microseconds since 1970
   * @param to end, exclusive
   * @throws IllegalArgumentException if no bar is in between
   */
  public static Turnover mean(
      List<Step> steps, double openInterest, ParameterSet parameters, long from, long to) {
    TurnoverClock turnovers = new TurnoverClock(parameters, openInterest);
    double opens = 0;
    double closes = 0;
    double clock = 0;
    int n = 0;
    for (Step step : steps) {
      Turnover turnover = turnovers.read(step);
      if (step.ts() >= from && step.ts() < to) {
        opens += turnover.opens;
        closes += turnover.closes;
        clock += turnover.clock;
        n++;
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException(
          "Cannot average turnover: no bars from " + from + " to " + to);
    }
    return new Turnover(opens / n, closes / n, clock / n);
  }
}
