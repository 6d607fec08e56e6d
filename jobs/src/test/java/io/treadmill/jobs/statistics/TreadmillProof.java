package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;

/**
 * {@code treadmill_episode} by hand: one fall, bounce and second leg whose levels are written into
 * the market after eight days of a random walk, in which windows are matched by plain loops.
 */
public final class TreadmillProof implements ColumnProof {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  /** Step of the first fall; the outcome is complete at the end of that day, 138 steps later. */
  static final int AT = 8 * 288 + 150;

  private static final int T0 = AT - 20;
  private static final int T1 = AT + 1;
  private static final int KNOWN = AT + 5;
  private static final int T2 = AT + 20;
  private static final int T3 = AT + 50;
  private static final int T4 = AT + 70;
  private static final double LEG = Math.log(100.5 / 95.5);
  private static final double BOUNCE = Math.log(98 / 95.5);

  @Override
  public LakeTable table() {
    return LakeTables.TREADMILL_EPISODE;
  }

  /** The market of the episode; open interest rises by 10 a step, so that no two are alike. */
  static FixedMarket market() {
    FixedMarket market = new FixedMarket(FIRST, 11);
    Random random = new Random(4);
    for (int i = AT - 41; i >= 0; i--) {
      market.close[i] =
          market.close[i + 1] * Math.exp((1 + i / 800) * 1e-3 * random.nextGaussian());
    }
    market.close[T0] = 100.5;
    market.price(AT, 97).price(T1, 95.5).price(AT + 2, 95.7).price(KNOWN, 96.6);
    market.price(AT + 10, 96.4).price(AT + 15, 97.5).price(T2, 98).price(AT + 21, 97.8);
    market.price(AT + 40, 96).price(T3, 94.8).price(T4, 94).price(T4 + 1, 94.5);
    market.forced(AT, 5e6).forced(T1, 3e6).forced(AT + 2, 1e6).forced(T3, 2e5);
    for (int i = 0; i < market.openInterest.length; i++) {
      market.openInterest[i] = 1e7 + 10 * i;
    }
    market.settle(AT - 30, 1e-5).settle(AT - 10, 3e-5).settle(AT + 10, 7e-5);
    return market.settle(AT + 30, 15e-5).settle(AT + 60, 31e-5);
  }

  private static Row row(FixedMarket market) {
    return Rows.only(
        new TreadmillStatistic(),
        new AssetMarkets("BTC", List.of(market.series(FixedMarket.PERPETUAL)), List.of()),
        UtcDays.of(FIRST.plusDays(9)),
        LakeTables.TREADMILL_EPISODE);
  }

  @Override
  public void prove(Proof proof) {
    FixedMarket market = market();
    double[] log = Arrays.stream(market.close).map(Math::log).toArray();
    double largest = Math.log(97.5 / 96.4) / volatility(log, T0, 288);
    proof
        .row(row(market))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", FIRST.plusDays(9)) // complete at its first instant
        .is("start_ts", market.at(AT - 2))
        .is("direction", "down")
        .is("trigger", "forced")
        .is("t0", market.at(T0 + 1))
        .is("t1", market.at(T1 + 1))
        .is("known_ts", market.at(KNOWN + 1))
        .is("t2", market.at(T2 + 1))
        .is("t3", market.at(T3 + 1))
        .is("t4", market.at(T4 + 1))
        .is("leg1_bp", 1e4 * LEG, 1e-8)
        .is("bounce_bp", 1e4 * BOUNCE, 1e-8)
        .is("leg2_beyond_bp", 1e4 * Math.log(95.5 / 94), 1e-8)
        .is("bounce_efficiency", BOUNCE / (BOUNCE + 2 * Math.log(96.6 / 96.4)), 1e-9)
        .is("bounce_largest_step", largest, 1e-9)
        .is("orderly", largest <= 4)
        .is("open_interest_t0", 1e7 + 10 * (T0 + 1))
        .is("open_interest_t1", 1e7 + 10 * (T1 + 1))
        .is("open_interest_t2", 1e7 + 10 * (T2 + 1))
        .is("open_interest_t3", 1e7 + 10 * (T3 + 1))
        .is("open_interest_t4", 1e7 + 10 * (T4 + 1))
        .is("funding_t0", 1e-5)
        .is("funding_t1", 3e-5)
        .is("funding_t2", 7e-5)
        .is("funding_t3", 15e-5)
        .is("funding_t4", 31e-5)
        .is("forced_leg1_usd", 8e6) // the step of t1 and that before
        .is("forced_leg2_usd", 2e5)
        .is("forced_source", "throttled_1s")
        .is("completed", true)
        .is("matched_chance", chance(log), 1e-12)
        .isNull("reason");
    proveMirror(proof);
    proveReasons(proof);
  }

  private static void proveMirror(Proof proof) {
    FixedMarket up = market();
    for (int i = 0; i < up.close.length; i++) {
      up.close[i] = 1e4 / up.close[i];
    }
    up.usd[1] = up.usd[0].clone();
    Arrays.fill(up.usd[0], 0);
    proof
        .row(row(up))
        .is("direction", "up")
        .is("t4", up.at(T4 + 1))
        .is("leg1_bp", 1e4 * LEG, 1e-8)
        .is("forced_leg1_usd", 8e6);
    FixedMarket calm = market();
    for (int i = T0 - 1; i >= T0 - 288; i--) {
      // Steps of 1 % before make the bounce an orderly one.
      calm.close[i] = i % 2 == 0 ? 99.5 : 100.5;
    }
    proof.row(row(calm)).is("orderly", true);
  }

  private static void proveReasons(Proof proof) {
    FixedMarket falls = market().price(AT + 8, 95);
    falls.feedRule = null;
    falls.settled.clear();
    Arrays.fill(falls.quote, AT, AT + 3, 1e8);
    Arrays.fill(falls.openInterest, Double.NaN);
    proof
        .row(row(falls))
        .is("trigger", "volume")
        .is("completed", false)
        .isNull("t2")
        .isNull("bounce_efficiency")
        .is("reason", "no bounce; no open interest; no settled funding before; no forced totals");
    FixedMarket stays = market().price(T2, 98);
    // Half of the seven days is known, as a flush needs, with a hole: under 60 windows are whole.
    Arrays.fill(stays.close, 0, 8 * 288 - 1060, Double.NaN);
    Arrays.fill(stays.close, 8 * 288 - 500, 8 * 288 - 460, Double.NaN);
    proof
        .row(row(stays))
        .is("completed", false)
        .is("t2", stays.at(T2 + 1))
        .isNull("t3")
        .isNull("matched_chance")
        .is("reason", "no second leg; under 60 windows to match in the past");
  }

  private static double volatility(double[] log, int at, int steps) {
    double squares = 0;
    for (int i = at - steps + 1; i <= at; i++) {
      squares += Math.pow(log[i] - log[i - 1], 2);
    }
    return Math.sqrt(squares / steps);
  }

  /** Paths of the 60 hours before that are most like the episode's, both ways round. */
  private static double chance(double[] log) {
    double day = volatility(log, KNOWN, 288);
    double hours = volatility(log, KNOWN, 36);
    List<double[]> windows = new ArrayList<>();
    for (int s = 288; s + 132 < KNOWN; s += 12) {
      double x = Math.log(volatility(log, s, 288) / day);
      double y = Math.log(volatility(log, s, 36) / hours);
      windows.add(new double[] {x * x + y * y, s});
    }
    windows.sort(Comparator.comparingDouble(one -> one[0]));
    double gap = Math.log(96.6 / 95.5);
    int hits = 0;
    for (double[] window : windows.subList(0, 60)) {
      for (int sign : new int[] {-1, 1}) {
        hits += isTreadmill(log, (int) window[1], sign, gap) ? 1 : 0;
      }
    }
    if (hits < 5 || hits > 100) {
      throw new IllegalStateException("too few or too many paths to tell: " + hits);
    }
    return (hits + 0.5) / 121;
  }

  private static boolean isTreadmill(double[] log, int at, int sign, double gap) {
    int bounced = -1;
    for (int i = at; i <= at + 72 && bounced < 0; i++) {
      double off = gap - sign * (log[i] - log[at]);
      if (off < 0) {
        return false;
      }
      bounced = off >= 0.35 * LEG ? i : -1;
    }
    for (int i = bounced + 1; bounced >= 0 && i <= bounced + 60; i++) {
      if (sign * (log[i] - log[at]) - gap > 0.1 * LEG) {
        return true;
      }
    }
    return false;
  }
}
