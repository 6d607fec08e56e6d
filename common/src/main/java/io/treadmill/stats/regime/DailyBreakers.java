package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What may break the loop of forced sales, at the end of each day, from values before it: leverage
 * that was reduced, spot buyers who absorb, calm. Values by day of the grid; NaN = unknown.
 *
 * @param fromPeakPercent open interest at the last hour against its peak of 90 days
 * @param fundingZ robust z-score of the last settled rate per 8 hours against 90 days
 * @param burst 95th percentile of hourly forced notional over open interest, 7 days, percent
 * @param usualBurst median of bursts over the 90 days before
 * @param spotImbalance taker buys less sells over volume of spot, in hours when perpetual takers
 *     sell
 * @param perpetualImpact Kyle's lambda over 7 days, bp per million USD of signed flow
 * @param spotImpact the same of spot
 * @param usualImpactRatio median of spot impact / perpetual impact over the 90 days before
 * @param highProbability of the high volatility state at the last hour
 */
public record DailyBreakers(
    double[] fromPeakPercent,
    double[] fundingZ,
    double[] burst,
    double[] usualBurst,
    double[] spotImbalance,
    double[] perpetualImpact,
    double[] spotImpact,
    double[] usualImpactRatio,
    double[] highProbability) {
  /** Breakers, by the name of the table. */
  public enum Breaker {
    /** Lower open interest, mild funding, smaller bursts, three days in a row. */
    DELEVERAGING,
    /** Spot takers buy while takers of the perpetual sell, and spot moves little per dollar. */
    SPOT_ABSORPTION,
    /** Volatility is in its low state. */
    VOLATILITY_REGIME
  }

  /** What leverage is measured by on a day, as the columns of {@code circuit_breaker} say. */
  public record Deleveraging(
      double openInterestFromPeakPercent,
      double fundingZ,
      double burstPercent,
      double usualBurstPercent) {}

  /** What spot does on a day, as the columns say. */
  public record SpotAbsorption(
      double spotImbalance,
      double spotImpactBp,
      double perpetualImpactBp,
      double usualImpactRatio) {}

  /** Volatility at the end of a day, as the column says. */
  public record Volatility(double highVolatilityProbability) {}

  /** Days before that give peaks and medians. */
  public static final int PAST_DAYS = 90;

  /** Days over which bursts, spot flow and price impact are taken. */
  public static final int RECENT_DAYS = 7;

  /** Days of flushes that tell the effect of a breaker, the day of the row at their end. */
  public static final int EFFECT_DAYS = 260;

  private static final int SUSTAINED_DAYS = 3;
  private static final int LEAST_DAYS = 30;
  private static final int LEAST_HOURS = 40;
  private static final double FROM_PEAK_PERCENT = -10;
  private static final double MILD_Z = 1;
  private static final double CALM = 0.5;

  /**
   * Computes all days.
   *
   * @param spot spot market of the asset on the same steps
   * @param highProbability of the volatility state at each hour
   */
  public static DailyBreakers of(
      HourlyMarket market, Optional<MarketSeries> spot, double[] highProbability) {
    int days = market.hours() / PastScores.HOURS;
    double[] unknown = Steps.unknown(days);
    double[][] bursts = {Steps.unknown(days), Steps.unknown(days)};
    for (HourlyMarket.Feed feed : market.forced()) {
      readBursts(market, feed, bursts);
    }
    double[] perpetualImpact = impact(market.series(), days);
    double[] spotImpact = spot.map(series -> impact(series, days)).orElse(unknown);
    return new DailyBreakers(
        fromPeak(market.openInterest(), days),
        byDay(days, day -> fundingZ(market, day)),
        bursts[0],
        bursts[1],
        spot.map(series -> imbalanceWhilePerpetualSells(market.series(), series, days))
            .orElse(unknown),
        perpetualImpact,
        spotImpact,
        medianBefore(byDay(days, day -> spotImpact[day] / perpetualImpact[day])),
        byDay(days, day -> highProbability[(day + 1) * PastScores.HOURS - 1]));
  }

  /** Returns the leverage of a day. */
  public Deleveraging deleveraging(int day) {
    return new Deleveraging(fromPeakPercent[day], fundingZ[day], burst[day], usualBurst[day]);
  }

  /** Returns the spot of a day. */
  public SpotAbsorption spotAbsorption(int day) {
    return new SpotAbsorption(
        spotImbalance[day], spotImpact[day], perpetualImpact[day], usualImpactRatio[day]);
  }

  /** Returns the volatility of a day. */
  public Volatility volatility(int day) {
    return new Volatility(highProbability[day]);
  }

  private static double[] byDay(int days, IntToDoubleFunction value) {
    return IntStream.range(0, days).mapToDouble(value).toArray();
  }

  private static double fundingZ(HourlyMarket market, int day) {
    MarketSeries series = market.series();
    long end = market.micros(0) + (day + 1) * BarClock.DAY_MICROS;
    int last = series.settledBefore(end);
    if (last == 0 || series.settled().get(last - 1).micros() < end - BarClock.DAY_MICROS) {
      return Double.NaN;
    }
    double[] rates =
        series
            .settled()
            .subList(series.settledBefore(end - PAST_DAYS * BarClock.DAY_MICROS), last)
            .stream()
            .mapToDouble(FundingHistory::per8Hours)
            .toArray();
    double[] past = Ranks.sorted(rates, 0, rates.length - 1);
    return past.length >= FundingHistory.LEAST_PAST
        ? Ranks.robustZ(past, rates[rates.length - 1])
        : Double.NaN;
  }

  /** Returns whether a breaker is on at the end of a day; null if unknown. */
  public Boolean on(Breaker breaker, int day) {
    if (day < 0 || day >= fromPeakPercent.length) {
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

  /**
   * Returns the hazard ratio of a second leg with a breaker on against off, at the end of a day.
   *
   * @param events flushes that bounced, in order; those that end after the day are left out. One
   *     counts under the state at the end of the day before it
   * @param perDay steps of a day
   */
  public Estimate effect(List<SecondLegs.Event> events, Breaker breaker, int day, int perDay) {
    int[] legs = new int[2];
    double[] hours = new double[2];
    int n = 0;
    for (SecondLegs.Event event : events) {
      int startDay = event.start() / perDay;
      Boolean on = on(breaker, startDay - 1);
      if (on != null && startDay > day - EFFECT_DAYS && event.end() < (day + 1) * perDay) {
        int group = on ? 1 : 0;
        n++;
        legs[group] += event.secondLeg() ? 1 : 0;
        hours[group] += event.hoursAtRisk();
      }
    }
    return HazardRatio.of(legs[1], hours[1], legs[0], hours[0], n);
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

  private static double[] fromPeak(double[] level, int days) {
    double[][] known = new double[days][];
    Arrays.setAll(
        known, day -> Ranks.sorted(level, day * PastScores.HOURS, (day + 1) * PastScores.HOURS));
    return byDay(
        days,
        day -> {
          double highest = Double.NEGATIVE_INFINITY;
          int n = 0;
          for (int past = Math.max(0, day - PAST_DAYS + 1); past <= day; past++) {
            int hours = known[past].length;
            highest = hours > 0 ? Math.max(highest, known[past][hours - 1]) : highest;
            n += hours > 0 ? 1 : 0;
          }
          double last = level[(day + 1) * PastScores.HOURS - 1];
          return n >= LEAST_DAYS ? 100 * (last / highest - 1) : Double.NaN;
        });
  }

  /** Days that an earlier feed knows keep it: both numbers of a day are of one feed. */
  private static void readBursts(HourlyMarket market, HourlyMarket.Feed feed, double[][] bursts) {
    double[] own = bursts(market.series(), feed.usd(), bursts[0].length);
    double[] usual = medianBefore(own);
    for (int day = 0; day < own.length; day++) {
      if (Double.isNaN(bursts[1][day]) && !Double.isNaN(own[day] + usual[day])) {
        bursts[0][day] = own[day];
        bursts[1][day] = usual[day];
      }
    }
  }

  private static double[] bursts(MarketSeries series, double[] usd, int days) {
    double[] share = new double[days * PastScores.HOURS];
    Arrays.setAll(share, h -> 100 * usd[h] / series.openInterestUsd(h * HourlyMarket.STEPS));
    int hours = RECENT_DAYS * PastScores.HOURS;
    return byDay(
        days,
        day -> {
          int end = (day + 1) * PastScores.HOURS;
          double[] recent = Ranks.sorted(share, end - hours, end);
          boolean known = end >= hours && 2 * recent.length >= hours;
          return known ? Ranks.quantile(recent, 0.95) : Double.NaN;
        });
  }

  private static double[] medianBefore(double[] values) {
    return byDay(
        values.length,
        day -> {
          double[] past = Ranks.sorted(values, day - PAST_DAYS, day);
          return past.length >= LEAST_DAYS ? Ranks.quantile(past, 0.5) : Double.NaN;
        });
  }

  /** Sums over the recent days that end with each day; null while there are fewer. */
  private static double[][] recent(double[][] ofDay) {
    double[][] sums = new double[ofDay.length][];
    for (int day = RECENT_DAYS - 1; day < ofDay.length; day++) {
      sums[day] = new double[ofDay[day].length];
      for (int d = day - RECENT_DAYS + 1; d <= day; d++) {
        for (int k = 0; k < sums[day].length; k++) {
          sums[day][k] += ofDay[d][k];
        }
      }
    }
    return sums;
  }

  private static double[] imbalanceWhilePerpetualSells(
      MarketSeries perpetual, MarketSeries spot, int days) {
    double[][] sums = new double[days][3]; // net, volume, hours.
    for (int h = 0; h < days * PastScores.HOURS; h++) {
      double[] own = netAndVolume(spot, h);
      if (netAndVolume(perpetual, h)[0] < 0 && own[1] > 0) {
        sums[h / PastScores.HOURS][0] += own[0];
        sums[h / PastScores.HOURS][1] += own[1];
        sums[h / PastScores.HOURS][2]++;
      }
    }
    double[][] recent = recent(sums);
    return byDay(
        days,
        day ->
            recent[day] != null && recent[day][2] >= LEAST_HOURS
                ? recent[day][0] / recent[day][1]
                : Double.NaN);
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
  private static double[] impact(MarketSeries series, int days) {
    double[][] sums = new double[days][5]; // n, flow, return, flow squared, flow x return.
    double[] close = series.close();
    double[] volume = series.column(Column.BASE_VOLUME);
    double[] bought = series.column(Column.TAKER_BUY_BASE);
    int perDay = series.steps().perDay();
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
    double[][] recent = recent(sums);
    return byDay(
        days,
        day -> {
          double[] s = recent[day];
          if (s == null) {
            return Double.NaN;
          }
          double variance = s[3] - s[1] * s[1] / s[0];
          return 2 * s[0] >= RECENT_DAYS * perDay && variance > 0
              ? 1e4 * (s[4] - s[1] * s[2] / s[0]) / variance
              : Double.NaN;
        });
  }
}
