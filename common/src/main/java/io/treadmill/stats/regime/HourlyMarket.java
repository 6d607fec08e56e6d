package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.util.List;

/**
 * A perpetual at full hours: hour {@code h} is the instant {@code h} hours after the start of the
 * grid, and every value of it is known then. NaN = unknown.
 */
public final class HourlyMarket {
  /** Steps of an hour. */
  public static final int STEPS = BarClock.BARS_OF_AN_HOUR;

  private static final int FOUR_HOURS = 4;
  private static final int HOLD_STEPS = 6;
  private static final int LEAST_RETURNS = 9;

  /**
   * Forced orders of one feed.
   *
   * @param feedRule how the venue or aggregator reported
   * @param usd notional of both sides of the hour that begins at each hour; NaN where unknown
   */
  public record Feed(String feedRule, double[] usd) {}

  private final MarketSeries series;
  private final int hours;
  private final double[] price;
  private final double[] high;
  private final double[] low;
  private final double[] openInterest;
  private final double[] funding;
  private final double[] variance;
  private final List<Feed> feeds;
  private final double[] premium;

  /** Reads a market; its grid starts with a day. */
  public HourlyMarket(MarketSeries series) {
    if (series.steps().startMicros() % BarClock.DAY_MICROS != 0) {
      throw new IllegalArgumentException("Invalid steps: the grid must start with a day");
    }
    this.series = series;
    this.hours = series.steps().count() / STEPS;
    this.price = filled();
    this.high = filled();
    this.low = filled();
    this.openInterest = filled();
    this.funding = filled();
    this.variance = filled();
    this.premium = filled();
    double[] premiums = FundingHistory.premiums(series);
    for (int h = 0; h < hours; h++) {
      price[h] = last(series.close(), h * STEPS - 1, STEPS);
      openInterest[h] = last(series.openInterest(), h * STEPS, HOLD_STEPS + 1);
      int from = (h - FOUR_HOURS) * STEPS;
      premium[h] = FundingHistory.mean(premiums, from, h * STEPS, FOUR_HOURS * STEPS / 2);
      readRange(h);
    }
    readFunding();
    this.feeds = feeds();
  }

  private double[] filled() {
    double[] values = Steps.unknown(hours);
    return values;
  }

  /** The last number of {@code steps} steps that end with step {@code i}. */
  private static double last(double[] values, int i, int steps) {
    for (int k = i; k > i - steps && k >= 0; k--) {
      if (!Double.isNaN(values[k])) {
        return values[k];
      }
    }
    return Double.NaN;
  }

  /** Range of hour h..h+1 and variance of the hour before h. */
  private void readRange(int h) {
    double[] highs = series.column(Column.HIGH);
    double[] lows = series.column(Column.LOW);
    for (int i = h * STEPS; i < (h + 1) * STEPS; i++) {
      high[h] = Double.isNaN(high[h]) || highs[i] > high[h] ? highs[i] : high[h];
      low[h] = Double.isNaN(low[h]) || lows[i] < low[h] ? lows[i] : low[h];
    }
    double[] close = series.close();
    double sum = 0;
    int n = 0;
    for (int i = Math.max(1, (h - 1) * STEPS); i < h * STEPS; i++) {
      double r = Math.log(close[i] / close[i - 1]);
      if (!Double.isNaN(r)) {
        sum += r * r;
        n++;
      }
    }
    variance[h] = n >= LEAST_RETURNS ? sum * STEPS / n : Double.NaN;
  }

  private void readFunding() {
    int next = 0;
    double last = Double.NaN;
    for (int h = 0; h < hours; h++) {
      // A settlement's stamp may lie some milliseconds after the hour.
      long until = series.steps().micros(h * STEPS) + BarClock.MINUTE_MICROS;
      while (next < series.settled().size() && series.settled().get(next).micros() < until) {
        last = FundingHistory.per8Hours(series.settled().get(next++));
      }
      funding[h] = last;
    }
  }

  private List<Feed> feeds() {
    return series.forced().stream()
        .filter(flow -> flow.steps().stepMicros() <= BarClock.HOUR_MICROS)
        .map(flow -> new Feed(flow.feedRule(), forced(flow)))
        .toList();
  }

  private double[] forced(ForcedFlow flow) {
    double[] usd = filled();
    int each = (int) (BarClock.HOUR_MICROS / flow.steps().stepMicros());
    double[] longs = flow.usd(Side.LONG);
    double[] shorts = flow.usd(Side.SHORT);
    for (int h = 0; h < hours; h++) {
      usd[h] = 0;
      for (int i = h * each; i < (h + 1) * each; i++) {
        usd[h] += longs[i] + shorts[i];
      }
    }
    return usd;
  }

  /** Returns the number of hours. */
  public int hours() {
    return hours;
  }

  /** Returns the market. */
  public MarketSeries series() {
    return series;
  }

  /** Returns the instant of an hour, microseconds since 1970. */
  public long micros(int h) {
    return series.steps().micros(h * STEPS);
  }

  /** Returns the last price before each hour, quote units. */
  public double[] price() {
    return price;
  }

  /** Returns the highest price of the hour that <em>begins</em> at each hour. */
  public double[] highAfter() {
    return high;
  }

  /** Returns the lowest price of the hour that begins at each hour. */
  public double[] lowAfter() {
    return low;
  }

  /** Returns open interest, snapshot at each hour, coins (linear) or contracts (inverse). */
  public double[] openInterest() {
    return openInterest;
  }

  /** Returns the last settled rate at each hour, fraction per 8 hours; NaN without its interval. */
  public double[] funding() {
    return funding;
  }

  /** Returns the mean of mark / index - 1 over the 4 hours before each hour. */
  public double[] premium() {
    return premium;
  }

  /** Returns realised variance of the hour before each hour, sum of squared log returns. */
  public double[] varianceBefore() {
    return variance;
  }

  /** Returns forced orders by feed: own prints before totals of aggregators, then by name. */
  public List<Feed> forced() {
    return feeds;
  }

  /** Returns the log return over the 4 hours before each hour. */
  public double[] return4Hours() {
    return change4Hours(price);
  }

  /** Returns the log change of open interest over the 4 hours before each hour. */
  public double[] openInterestChange4Hours() {
    return change4Hours(openInterest);
  }

  private double[] change4Hours(double[] level) {
    double[] change = filled();
    for (int h = FOUR_HOURS; h < hours; h++) {
      change[h] = Math.log(level[h] / level[h - FOUR_HOURS]);
    }
    return change;
  }
}
