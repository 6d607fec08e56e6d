package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.Optional;

/**
 * Funding, open interest and liquidations of an instrument by hour, NaN where unknown.
 *
 * @param funding rate of the last settlement before the end of the hour, at most 9 h before it
 * @param openInterest log change of open interest over the hour, coins or contracts
 * @param liquidations log(1 + forced notional of both sides in basis points of open interest)
 */
@SuppressWarnings("ArrayRecordComponent") // columns, shared and not changed
public record HourlyFlows(double[] funding, double[] openInterest, double[] liquidations) {
  private static final long FRESH_MICROS = 9 * BarClock.HOUR_MICROS;
  private static final double BASIS_POINTS = 1e4;

  /**
   * Returns the columns of a series, whose grid starts and ends at full hours.
   *
   * @param flow forced orders to use, in steps of an hour at most; empty: none are known
   */
  public static HourlyFlows of(MarketSeries series, Optional<ForcedFlow> flow) {
    Steps fine = series.steps();
    Steps hours =
        new Steps(
            fine.startMicros(), BarClock.HOUR_MICROS, fine.count() / BarClock.BARS_OF_AN_HOUR);
    double[] funding = Steps.unknown(hours.count());
    double[] change = Steps.unknown(hours.count());
    double[] forced = Steps.unknown(hours.count());
    double[] size = series.column(Column.OPEN_INTEREST);
    for (int k = 0; k + 1 < hours.count(); k++) {
      double change1 =
          Math.log(size[(k + 1) * BarClock.BARS_OF_AN_HOUR] / size[k * BarClock.BARS_OF_AN_HOUR]);
      change[k] = Double.isInfinite(change1) ? Double.NaN : change1;
    }
    for (int k = 0; k < hours.count(); k++) {
      long end = hours.micros(k + 1);
      int n = series.settledBefore(end);
      if (n > 0 && end - series.settled().get(n - 1).micros() <= FRESH_MICROS) {
        funding[k] = series.settled().get(n - 1).rate();
      }
    }
    if (flow.isPresent()) {
      double[] usd = flow.get().hourlyUsd();
      Arrays.setAll(
          forced,
          k ->
              Math.log1p(
                  BASIS_POINTS * usd[k] / series.openInterestUsd(k * BarClock.BARS_OF_AN_HOUR)));
    }
    return new HourlyFlows(funding, change, forced);
  }
}
