package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Reasons;

/**
 * Whether traders came back on the bounce after a flush: open interest rebuilt over open interest
 * lost. It uses values before {@link #completeStep} only. The columns of {@code reload} say what
 * each number is; NaN = unknown.
 */
public record Reload(
    double openInterestLost,
    double bounceMinutes,
    double bounceShare,
    double rebuiltShare,
    double halfLifeMinutes,
    double fundingReboundBp,
    String reason) {
  /** Steps after the end until the outcome is complete: 24 hours. */
  public static final int COMPLETE_STEPS = BarClock.BARS_OF_A_DAY;

  /**
   * Returns the step at whose start the outcome of an event that ended with step last is complete.
   */
  public static int completeStep(int last) {
    return last + 1 + COMPLETE_STEPS;
  }

  /**
   * Looks at what followed an event.
   *
   * @param first first step of the event
   * @param last last step
   * @param sign -1 if price fell, +1 if it rose
   */
  public static Reload of(EventMarket market, int first, int last, int sign) {
    double[] log = market.logClose();
    int end = last + 1;
    int extreme = first;
    for (int i = first; i < end + BarClock.BARS_OF_HALF_AN_HOUR; i++) {
      extreme = Double.isNaN(log[extreme]) || sign * (log[i] - log[extreme]) > 0 ? i : extreme;
    }
    int top = extreme;
    for (int i = extreme + 1; i <= extreme + Treadmill.BOUNCE_STEPS && i < log.length; i++) {
      if (sign * (log[i] - log[extreme]) > 0) {
        break;
      }
      top = sign * (log[i] - log[top]) < 0 ? i : top;
    }
    double move = Math.abs(log[extreme] - log[first - 1]);
    double before = market.openInterest(first);
    int least = market.leastOpenInterest(first, end + BarClock.BARS_OF_HALF_AN_HOUR);
    double low = least < 0 ? Double.NaN : market.openInterest(least);
    double lost = before - low;
    double first24h = market.firstSettled(first, completeStep(last));
    double last24h = market.lastSettled(completeStep(last) - 1);
    double half =
        lost > 0 ? halfLife(market, least, low + lost / 2, completeStep(last)) : Double.NaN;
    double rebuilt = lost > 0 ? (market.openInterest(top + 1) - low) / lost : Double.NaN;
    double bounce = move > 0 ? Math.abs(log[top] - log[extreme]) / move : Double.NaN;
    double rebound = 1e4 * (last24h - first24h);
    String reason =
        Reasons.join(
            Double.isNaN(lost) ? "no open interest" : null,
            lost <= 0 ? "open interest did not fall" : null,
            lost > 0 && Double.isNaN(rebuilt) ? "no open interest at the top of the bounce" : null,
            lost > 0 && Double.isNaN(half) ? "half not rebuilt within 24 h" : null,
            Double.isNaN(bounce) ? "no move" : null,
            Double.isNaN(rebound) ? "no settled funding within 24 h" : null);
    return new Reload(
        Math.max(0, lost), (top - extreme) * 5.0, bounce, rebuilt, half, rebound, reason);
  }

  private static double halfLife(EventMarket market, int least, double level, int end) {
    double[] values = market.series().openInterest();
    for (int i = least + 1; i < end && i < values.length; i++) {
      if (values[i] >= level) {
        return (i - least) * 5.0;
      }
    }
    return Double.NaN;
  }
}
