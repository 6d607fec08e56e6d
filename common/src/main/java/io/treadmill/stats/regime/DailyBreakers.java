package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Ranks;
import java.util.Arrays;
import java.util.Optional;

/**
 * What may break the loop of forced sales, at the end of each day, from values before it: leverage
 * that was reduced, spot buyers who absorb, calm. Values by day of the grid; NaN = unknown.
 */
public final class DailyBreakers {
  /** Breakers, by the name of the table. */
  public enum Breaker {
    /** Lower open interest, mild funding, smaller bursts, three days in a row. */
    DELEVERAGING,
    /** Spot takers buy while takers of the perpetual sell, and spot moves little per dollar. */
    SPOT_ABSORPTION,
    /** Volatility is in its low state. */
    VOLATILITY_REGIME
  }

  /** Days before that give peaks and medians. */
  public static final int PAST_DAYS = 90;

  /** Days over which bursts, spot flow and price impact are taken. */
  public static final int RECENT_DAYS = 7;

  private static final int SUSTAINED_DAYS = 3;
  private static final int LEAST_DAYS = 30;
  private static final int LEAST_HOURS = 40;
  private static final double FROM_PEAK_PERCENT = -10;
  private static final double MILD_Z = 1;
  private static final double CALM = 0.5;

  private final HourlyMarket market;
  private final int days;
  private final double[] fromPeakPercent;
  private final double[] fundingZ;
  private final double[] burst;
  private final double[] usualBurst;
  private final double[] spotImbalance;
  private final double[] perpetualImpact;
  private final double[] spotImpact;
  private final double[] usualImpactRatio;
  private final double[] highProbability;

  /**
   * Computes all days.
   *
   * @param spot spot market of the asset on the same steps
   * @param highProbability of the volatility state at each hour
   */
  public DailyBreakers(HourlyMarket market, Optional<MarketSeries> spot, double[] highProbability) {
    this.market = market;
    this.days = market.hours() / PastScores.HOURS;
    this.fromPeakPercent = fromPeak();
    this.fundingZ = scoreFunding();
    this.burst = unknown();
    this.usualBurst = unknown();
    for (HourlyMarket.Feed feed : market.forced()) {
      readBursts(feed);
    }
    this.spotImbalance = spot.map(this::imbalanceWhilePerpetualSells).orElseGet(this::unknown);
    this.perpetualImpact = impact(market.series());
    this.spotImpact = spot.map(this::impact).orElseGet(this::unknown);
    double[] ratio = unknown();
    Arrays.setAll(ratio, day -> spotImpact[day] / perpetualImpact[day]);
    this.usualImpactRatio = medianBefore(ratio);
    this.highProbability = unknown();
    for (int day = 0; day < days; day++) {
      this.highProbability[day] = highProbability[day * PastScores.HOURS + PastScores.HOURS - 1];
    }
  }

  private double[] unknown() {
    double[] values = new double[days];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** Returns open interest at the last hour of each day against its peak of 90 days, percent. */
  public double[] fromPeakPercent() {
    return fromPeakPercent;
  }

  /** Robust z-score of the last settled rate against 90 days. */
  private double[] scoreFunding() {
    double[] z = unknown();
    long[] at = market.series().settled().stream().mapToLong(Settlement::micros).toArray();
    double[] rates =
        market.series().settled().stream().mapToDouble(FundingHistory::per8Hours).toArray();
    int last = 0;
    for (int day = 0; day < days; day++) {
      long end = market.micros(0) + (day + 1) * BarClock.DAY_MICROS;
      while (last < at.length && at[last] < end) {
        last++;
      }
      int first = last - 1;
      while (first > 0 && at[first - 1] >= end - PAST_DAYS * BarClock.DAY_MICROS) {
        first--;
      }
      if (last > 0 && at[last - 1] >= end - BarClock.DAY_MICROS) {
        double[] past = Ranks.sorted(rates, first, last - 1);
        z[day] =
            past.length >= FundingHistory.LEAST_PAST
                ? Ranks.robustZ(past, rates[last - 1])
                : Double.NaN;
      }
    }
    return z;
  }

  /** Returns the robust z-score of the last settled rate per 8 hours against 90 days. */
  public double[] fundingZ() {
    return fundingZ;
  }

  /** Returns the 95th percentile of hourly forced notional over open interest, 7 days, percent. */
  public double[] burst() {
    return burst;
  }

  /** Returns the median of {@link #burst} over the 90 days before. */
  public double[] usualBurst() {
    return usualBurst;
  }

  /** Returns taker buys less sells over volume of spot, in hours when perpetual takers sell. */
  public double[] spotImbalance() {
    return spotImbalance;
  }

  /** Returns Kyle's lambda of the perpetual over 7 days, bp per million USD of signed flow. */
  public double[] perpetualImpact() {
    return perpetualImpact;
  }

  /** Returns Kyle's lambda of spot over 7 days, bp per million USD. */
  public double[] spotImpact() {
    return spotImpact;
  }

  /** Returns the median of spot impact / perpetual impact over the 90 days before. */
  public double[] usualImpactRatio() {
    return usualImpactRatio;
  }

  /** Returns the probability of the high volatility state at the last hour of each day. */
  public double[] highProbability() {
    return highProbability;
  }

  /** Returns whether a breaker is on at the end of a day; null if unknown. */
  public Boolean on(Breaker breaker, int day) {
    if (day < 0 || day >= days) {
      return null;
    }
    return switch (breaker) {
      case DELEVERAGING -> sustained(day);
      case SPOT_ABSORPTION -> absorbed(day);
      case VOLATILITY_REGIME ->
          Double.isNaN(highProbability[day]) ? null : highProbability[day] < CALM;
    };
  }

  /** Returns why a breaker is unknown, or which part was not asked; null if neither. */
  public String reason(Breaker breaker, int day) {
    return switch (breaker) {
      case DELEVERAGING ->
          on(breaker, day) == null
              ? "open interest or funding of three days and " + LEAST_DAYS + " before not known"
              : Double.isNaN(burst[day]) || Double.isNaN(usualBurst[day])
                  ? "bursts not known: decided without"
                  : null;
      case SPOT_ABSORPTION ->
          on(breaker, day) == null ? "no spot market with taker sides, or a short past" : null;
      case VOLATILITY_REGIME ->
          on(breaker, day) == null ? "under 20 days before the last Monday" : null;
    };
  }

  private Boolean sustained(int day) {
    Boolean all = day >= SUSTAINED_DAYS - 1 ? Boolean.TRUE : null;
    for (int d = day; d > day - SUSTAINED_DAYS && all != null; d--) {
      if (Double.isNaN(fromPeakPercent[d]) || Double.isNaN(fundingZ[d])) {
        return null;
      }
      boolean burstsLarge = burst[d] > usualBurst[d]; // Unknown bursts decide nothing.
      boolean now =
          fromPeakPercent[d] <= FROM_PEAK_PERCENT && Math.abs(fundingZ[d]) < MILD_Z && !burstsLarge;
      all = all && now;
    }
    return all;
  }

  private Boolean absorbed(int day) {
    double ratio = spotImpact[day] / perpetualImpact[day];
    if (Double.isNaN(spotImbalance[day])
        || Double.isNaN(ratio)
        || Double.isNaN(usualImpactRatio[day])) {
      return null;
    }
    return spotImbalance[day] > 0 && ratio <= usualImpactRatio[day];
  }

  private double[] fromPeak() {
    double[] percent = unknown();
    double[] level = market.openInterest();
    double[] peak = unknown();
    double[] last = unknown();
    boolean[] known = new boolean[days];
    for (int day = 0; day < days; day++) {
      double[] ofDay = Ranks.sorted(level, day * PastScores.HOURS, (day + 1) * PastScores.HOURS);
      known[day] = ofDay.length > 0;
      peak[day] = known[day] ? ofDay[ofDay.length - 1] : Double.NEGATIVE_INFINITY;
      last[day] = level[(day + 1) * PastScores.HOURS - 1];
    }
    for (int day = 0; day < days; day++) {
      double highest = Double.NEGATIVE_INFINITY;
      int n = 0;
      for (int past = Math.max(0, day - PAST_DAYS + 1); past <= day; past++) {
        highest = Math.max(highest, peak[past]);
        n += known[past] ? 1 : 0;
      }
      percent[day] = n >= LEAST_DAYS ? 100 * (last[day] / highest - 1) : Double.NaN;
    }
    return percent;
  }

  /** Days that an earlier feed knows keep it: both numbers of a day are of one feed. */
  private void readBursts(HourlyMarket.Feed feed) {
    double[] own = bursts(feed.usd());
    double[] usual = medianBefore(own);
    for (int day = 0; day < days; day++) {
      if (Double.isNaN(usualBurst[day]) && !Double.isNaN(own[day] + usual[day])) {
        burst[day] = own[day];
        usualBurst[day] = usual[day];
      }
    }
  }

  private double[] bursts(double[] usd) {
    double[] share = new double[days * PastScores.HOURS];
    for (int h = 0; h < share.length; h++) {
      share[h] = 100 * usd[h] / market.series().openInterestUsd(h * HourlyMarket.STEPS);
    }
    double[] result = unknown();
    for (int day = RECENT_DAYS - 1; day < days; day++) {
      double[] recent =
          Ranks.sorted(
              share, (day - RECENT_DAYS + 1) * PastScores.HOURS, (day + 1) * PastScores.HOURS);
      result[day] =
          2 * recent.length >= RECENT_DAYS * PastScores.HOURS
              ? Ranks.quantile(recent, 0.95)
              : Double.NaN;
    }
    return result;
  }

  private double[] medianBefore(double[] values) {
    double[] medians = unknown();
    for (int day = 0; day < days; day++) {
      double[] past = Ranks.sorted(values, day - PAST_DAYS, day);
      medians[day] = past.length >= LEAST_DAYS ? Ranks.quantile(past, 0.5) : Double.NaN;
    }
    return medians;
  }

  private double[] imbalanceWhilePerpetualSells(MarketSeries spot) {
    double[] net = new double[days];
    double[] volume = new double[days];
    int[] hours = new int[days];
    for (int h = 0; h < days * PastScores.HOURS; h++) {
      double[] perpetual = netAndVolume(market.series(), h);
      double[] own = netAndVolume(spot, h);
      if (perpetual[0] < 0 && own[1] > 0) {
        net[h / PastScores.HOURS] += own[0];
        volume[h / PastScores.HOURS] += own[1];
        hours[h / PastScores.HOURS]++;
      }
    }
    double[] result = unknown();
    for (int day = RECENT_DAYS - 1; day < days; day++) {
      double sum = 0;
      double all = 0;
      int n = 0;
      for (int d = day - RECENT_DAYS + 1; d <= day; d++) {
        sum += net[d];
        all += volume[d];
        n += hours[d];
      }
      result[day] = n >= LEAST_HOURS ? sum / all : Double.NaN;
    }
    return result;
  }

  /** Base coins bought less sold by takers in the hour from h on, and all of them. */
  private static double[] netAndVolume(MarketSeries series, int h) {
    double[] volume = series.column(Column.BASE_VOLUME);
    double[] bought = series.column(Column.TAKER_BUY_BASE);
    double net = 0;
    double all = 0;
    for (int i = h * HourlyMarket.STEPS; i < (h + 1) * HourlyMarket.STEPS; i++) {
      if (!Double.isNaN(bought[i]) && !Double.isNaN(volume[i])) {
        net += 2 * bought[i] - volume[i];
        all += volume[i];
      }
    }
    return new double[] {net, all};
  }

  /** Slope of five-minute log returns on signed taker flow, over 7 days (Kyle 1985). */
  private double[] impact(MarketSeries series) {
    double[][] sums = new double[days][5]; // n, flow, return, flow squared, flow x return.
    double[] close = series.close();
    double[] volume = series.column(Column.BASE_VOLUME);
    double[] bought = series.column(Column.TAKER_BUY_BASE);
    int perDay = (int) (BarClock.DAY_MICROS / BarClock.BAR_MICROS);
    for (int i = 1; i < days * perDay; i++) {
      double r = Math.log(close[i] / close[i - 1]);
      double flow = (2 * bought[i] - volume[i]) * close[i] / 1e6;
      if (!Double.isNaN(r + flow)) {
        double[] day = sums[i / perDay];
        day[0]++;
        day[1] += flow;
        day[2] += r;
        day[3] += flow * flow;
        day[4] += flow * r;
      }
    }
    double[] result = unknown();
    for (int day = RECENT_DAYS - 1; day < days; day++) {
      double[] s = new double[5];
      for (int d = day - RECENT_DAYS + 1; d <= day; d++) {
        for (int k = 0; k < s.length; k++) {
          s[k] += sums[d][k];
        }
      }
      double variance = s[3] - s[1] * s[1] / s[0];
      if (2 * s[0] >= RECENT_DAYS * perDay && variance > 0) {
        result[day] = 1e4 * (s[4] - s[1] * s[2] / s[0]) / variance;
      }
    }
    return result;
  }
}
