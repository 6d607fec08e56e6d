package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.market.FundingRule;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Steps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What each settlement of funding says of crowding and of what holding costs. */
public final class FundingHistory {
  /** Days before a settlement that give its percentile and z-score. */
  public static final int PAST_DAYS = 90;

  /** Settlements of the past below which nothing is scored. */
  public static final int LEAST_PAST = 30;

  private static final double MINUTES_8H = 480;
  private static final double SAME_RATE = 6e-9; // Venues publish eight decimals.
  private static final long JITTER_MICROS = BarClock.MINUTE_MICROS;

  /**
   * State at one settlement. Rates are fractions of notional per interval, longs pay if positive.
   * What each number is, the columns of {@code funding_state} say; NaN = unknown.
   */
  public record State(
      long micros,
      double rate,
      double intervalMinutes,
      double rate8h,
      double premium,
      String formula,
      Boolean atFloor,
      int streak,
      double sum24h,
      double sum7d,
      double percentile90d,
      double robustZ90d,
      long n,
      String reason) {}

  private FundingHistory() {}

  /**
   * Returns the states of all settlements from an instant on.
   *
   * @param fromMicros first instant; those before are the past
   */
  public static List<State> of(MarketSeries series, long fromMicros) {
    List<Settlement> settled = series.settled();
    double[] scaled = settled.stream().mapToDouble(FundingHistory::per8Hours).toArray();
    double[] premiums = premiums(series);
    List<State> states = new ArrayList<>();
    for (int i = 0; i < settled.size(); i++) {
      if (settled.get(i).micros() >= fromMicros) {
        states.add(state(series, scaled, premiums, i));
      }
    }
    return states;
  }

  /** Returns the rate of a settlement scaled to 8 hours; NaN without an interval. */
  public static double per8Hours(Settlement settlement) {
    return settlement.rate() * MINUTES_8H / settlement.intervalMinutes();
  }

  private static State state(MarketSeries series, double[] scaled, double[] premiums, int i) {
    List<Settlement> settled = series.settled();
    Settlement at = settled.get(i);
    int from = series.settledBefore(at.micros() - PAST_DAYS * BarClock.DAY_MICROS);
    double[] past = Ranks.sorted(scaled, from, i);
    boolean scored = past.length >= LEAST_PAST && !Double.isNaN(scaled[i]);
    double z = scored ? Ranks.robustZ(past, scaled[i]) : Double.NaN;
    FundingRule rule = rule(series.instrument().venue(), at);
    double premium = premium(series.steps(), premiums, at);
    double sum7 = sum(settled, i, 7);
    return new State(
        at.micros(),
        at.rate(),
        at.intervalMinutes(),
        scaled[i],
        premium,
        rule == null ? null : formula(series.instrument().venue(), at),
        rule == null ? null : Math.abs(at.rate() - rule.interest() / rule.divisor()) < SAME_RATE,
        streak(settled, from, i),
        sum(settled, i, 1),
        sum7,
        scored ? Ranks.percentile(past, scaled[i]) : Double.NaN,
        z,
        past.length,
        reason(at, past.length, z, sum7, premium));
  }

  private static String reason(Settlement at, int n, double z, double sum7, double premium) {
    if (Double.isNaN(at.intervalMinutes())) {
      return "no interval with the rate";
    }
    if (n < LEAST_PAST) {
      return "under " + LEAST_PAST + " settlements in the " + PAST_DAYS + " days before";
    }
    if (Double.isNaN(z)) {
      return "rates of the days before do not vary";
    }
    if (Double.isNaN(sum7)) {
      return "settlements missing in the 7 days before";
    }
    return Double.isNaN(premium) ? "mark and index of under half of the interval known" : null;
  }

  /** The venue's rule at a settlement; null where none is known. */
  private static FundingRule rule(String venue, Settlement at) {
    double hours = at.intervalMinutes() / 60;
    if (!(hours >= 1 && hours <= 24)) {
      return null;
    }
    return switch (venue) {
      case "binance" ->
          FundingRule.binance(
              Instant.ofEpochSecond(Math.floorDiv(at.micros(), 1_000_000L)),
              (int) Math.round(hours));
      case "hyperliquid" -> FundingRule.hyperliquid();
      default -> null;
    };
  }

  private static String formula(String venue, Settlement at) {
    boolean changed =
        Instant.ofEpochSecond(Math.floorDiv(at.micros(), 1_000_000L))
            .isBefore(FundingRule.BINANCE_CHANGE);
    if (venue.equals("binance")) {
      return changed ? "binance interest by interval" : "binance whole formula by interval";
    }
    return venue + " eighth of 8 h";
  }

  private static int streak(List<Settlement> settled, int from, int i) {
    double sign = Math.signum(settled.get(i).rate());
    int streak = 0;
    while (sign != 0 && i - streak >= from && Math.signum(settled.get(i - streak).rate()) == sign) {
      streak++;
    }
    return (int) sign * streak;
  }

  /** Sum over days up to a settlement; NaN unless the intervals fill them. */
  private static double sum(List<Settlement> settled, int i, int days) {
    long end = settled.get(i).micros();
    double sum = 0;
    double minutes = 0;
    for (int k = i;
        k >= 0 && end - settled.get(k).micros() < days * BarClock.DAY_MICROS - JITTER_MICROS;
        k--) {
      sum += settled.get(k).rate();
      minutes += settled.get(k).intervalMinutes();
    }
    double whole = days * 24 * 60;
    return Math.abs(minutes - whole) < 60 ? sum : Double.NaN;
  }

  /** Mark / index - 1 of each step. */
  static double[] premiums(MarketSeries series) {
    double[] mark = series.column(MarketSeries.Column.MARK);
    double[] index = series.column(MarketSeries.Column.INDEX);
    double[] premiums = new double[mark.length];
    Arrays.setAll(premiums, i -> mark[i] / index[i] - 1);
    return premiums;
  }

  private static double premium(Steps steps, double[] premiums, Settlement at) {
    if (Double.isNaN(at.intervalMinutes())) {
      return Double.NaN;
    }
    int end = steps.index(at.micros() + JITTER_MICROS);
    int length =
        (int) Math.round(at.intervalMinutes() * BarClock.MINUTE_MICROS / steps.stepMicros());
    return mean(premiums, end - length, end, (length + 1) / 2);
  }

  /** Mean of the numbers in [from, to); NaN if there are under {@code least}. */
  static double mean(double[] values, int from, int to, int least) {
    double sum = 0;
    int n = 0;
    for (int i = Math.max(0, from); i < Math.min(values.length, to); i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        n++;
      }
    }
    return n >= Math.max(1, least) ? sum / n : Double.NaN;
  }
}
