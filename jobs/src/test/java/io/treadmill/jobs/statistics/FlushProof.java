package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * {@code flush} by hand: one fall in two legs with forced longs in three steps, whose every number
 * follows from the few levels that are written into the market.
 */
public final class FlushProof implements ColumnProof {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  /** Step of the first fall, late on the tenth day. */
  static final int AT = 9 * 288 + 200;

  /** Step after the flush: the 15 minutes to AT + 3 hold 4 million, a fifth of the peak of 9. */
  static final int END = AT + 4;

  static final double LAST = 97.0 * 1.015 * 0.97;
  static final double DROP = 4e5;
  private static final double LEAST = 1e7 - DROP;

  /**
   * What is forced in the two hours after the peak comes .5 and 10.5 steps after it, in the shares
   * that give the mean delay of a half-life of 4 steps, cut at 24: tau - 24 / (2^6 - 1).
   */
  private static final double LATE_SHARE = (4 / Math.log(2) - 24 / 63.0 - 0.5) / 10;

  @Override
  public LakeTable table() {
    return LakeTables.FLUSH;
  }

  /** The market of the fall; open interest comes back by .1, .2, .5 and .9 of its drop. */
  static FixedMarket market() {
    FixedMarket market = new FixedMarket(FIRST, 12);
    for (int i = 1; i < AT - 300; i += 2) {
      market.close[i] = 100.01;
    }
    market.price(AT, 97).price(AT + 1, 97 * 1.015).price(AT + 2, LAST).price(AT + 30, LAST * 1.02);
    market.forced(AT, 5e6).forced(AT + 1, 3e6).forced(AT + 2, 1e6);
    market.forced(AT + 3, (1 - LATE_SHARE) * 1e5).forced(AT + 13, LATE_SHARE * 1e5);
    Arrays.fill(market.predicted[0], AT - 2, END, 1e6);
    Arrays.fill(market.predicted[0], END, END + 24, 2000);
    market.openInterest(AT + 1, 9.9e6).openInterest(END, LEAST);
    comesBack(market, END + 16, 0.1);
    comesBack(market, END + 48, 0.2);
    comesBack(market, END + 72, 0.5);
    comesBack(market, END + 144, 0.9);
    for (int step = 96; step < market.steps.count(); step += 96) {
      market.settle(step, rate(step));
    }
    Arrays.fill(market.bought, AT - 2, END, 350);
    return market;
  }

  private static void comesBack(FixedMarket market, int from, double share) {
    market.openInterest(from, LEAST + share * DROP);
  }

  /** No two differences of these are equal. */
  static double rate(int step) {
    return 1e-6 * (step / 96) * (step / 96);
  }

  private static FixedMarket spot() {
    FixedMarket spot = new FixedMarket(FIRST, 12).price(AT, 98).price(AT + 2, 96);
    Arrays.fill(spot.base, 300);
    Arrays.fill(spot.bought, 100);
    return spot;
  }

  /** Rows of the eleventh day, in which the outcome is complete. */
  static List<Row> rows(FixedMarket market, FixedMarket spot, LakeTable table) {
    List<MarketSeries> all = new ArrayList<>(List.of(market.series(FixedMarket.PERPETUAL)));
    if (spot != null) {
      all.add(spot.series(FixedMarket.SPOT));
    }
    return Rows.of(
        new FlushStatistic(),
        new AssetMarkets("BTC", all, List.of()),
        UtcDays.of(market.first.plusDays(10)),
        table);
  }

  private static Row row(FixedMarket market, FixedMarket spot) {
    return rows(market, spot, LakeTables.FLUSH).get(0);
  }

  @Override
  public void prove(Proof proof) {
    FixedMarket market = market();
    double usd = 9e6 + (1 - LATE_SHARE) * 1e5;
    double volume = 6 * 2e6;
    double dropUsd = 0.04 * 1e7 * 100;
    proof
        .row(row(market, spot()))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", FIRST.plusDays(10))
        .is("start_ts", market.at(AT - 2))
        .is("side", "long")
        .is("end_ts", market.at(END))
        .is("trigger", "forced")
        .is("legs", 2) // the rise of 1.5 % between is over a quarter of the move
        .is("move_bp", 1e4 * Math.log(LAST / 100), 1e-8)
        .is("forced_usd", usd, 1e-3)
        .is("forced_low_usd", usd / 2, 1e-3)
        .is("forced_high_usd", usd * 2, 1e-3)
        .is("forced_source", "throttled_1s, five minutes")
        .is("open_interest", 1e7)
        .is("open_interest_drop", DROP)
        .is("drop_percent", 4, 1e-12)
        .is("rebuilt_share", 0.5, 1e-12)
        .is("verdict", "undecided")
        .is("verdict_4h", "cleared")
        .is("verdict_12h", "reloaded")
        .is("verdict_drop_1_percent", "undecided")
        .is("funding_before", rate(9 * 288 + 192), 0)
        .is("funding_after", rate(10 * 288), 0)
        .is("taker_imbalance", 2 * 0.35 - 1, 1e-12)
        .is("half_life_minutes", 20, 1e-6)
        .is("realised_over_predicted", usd / 6e6, 1e-12)
        .is("realised_over_predicted_after", LATE_SHARE * 1e5 / 48_000, 1e-12)
        .is("forced_share", usd / dropUsd, 1e-12)
        .is("forced_share_low", usd / 2 / volume, 1e-12)
        .is("forced_share_high", usd * 2 / dropUsd, 1e-12)
        .is("spot_taker_imbalance", -1 / 3.0, 1e-12)
        .is("spot_share", 600 / 2400.0, 1e-12) // net sales of spot: 6 x 100, of both 6 x 400
        .is("basis_move_bp", 1e4 * Math.log(LAST / 96), 1e-8)
        .is("origin", "flush")
        .isNull("reason");
    proveVerdicts(proof);
    proveReasons(proof);
    proveOtherSources(proof);
  }

  /** Verdicts of a drop under 1 %, and of one under .5 % that came back whole. */
  private static void proveVerdicts(Proof proof) {
    FixedMarket small = market().openInterest(AT + 1, 1e7 - 8e4);
    proof
        .row(row(small, spot()))
        .is("drop_percent", 0.8, 1e-12)
        .is("verdict", "cleared")
        .is("verdict_drop_1_percent", "undecided")
        .is("forced_share_high", 1.0);
    FixedMarket tiny = market().openInterest(AT + 1, 1e7 - 4e4).openInterest(END + 40, 1e7);
    proof
        .row(row(tiny, spot()))
        .is("rebuilt_share", 1.0)
        .is("verdict", "undecided")
        .is("verdict_4h", "undecided")
        .is("verdict_12h", "undecided")
        .is("verdict_drop_1_percent", "undecided");
  }

  private static void proveReasons(Proof proof) {
    FixedMarket bare = market().openInterest(AT - 60, 1e7);
    Arrays.fill(bare.predicted[0], Double.NaN);
    Arrays.fill(bare.high[0], Double.NaN);
    Arrays.fill(bare.usd[0], AT + 20, AT + 26, 5e6);
    bare.settled.clear();
    proof
        .row(row(bare, null))
        .isNull("half_life_minutes")
        .isNull("rebuilt_share")
        .is("verdict", "undecided")
        .is(
            "reason",
            "forced orders did not fall in the 2 h after the peak; no high value of forced totals; no"
                + " prediction or no totals of the flush or of the 2 h after; open interest did not"
                + " fall; no spot market; no settled funding before or within 12 h after");
    FixedMarket later = market();
    later.openInterest[END + 72] = Double.NaN;
    Arrays.fill(later.openInterest, END + 60, END + 73, Double.NaN);
    FixedMarket noTakers = spot();
    Arrays.fill(noTakers.bought, Double.NaN);
    proof
        .row(row(later, noTakers))
        .isNull("verdict")
        .is("verdict_4h", "cleared")
        .isNull("origin")
        .is("reason", "no open interest 4, 6 or 12 h after the end; no taker side of spot");
  }

  /** Without forced orders volume tells; a rise forces shorts; spot may lead. */
  private static void proveOtherSources(Proof proof) {
    FixedMarket silent = market();
    silent.feedRule = null;
    Arrays.fill(silent.quote, AT, AT + 3, 1e8);
    proof
        .row(row(silent, spot()))
        .is("trigger", "volume")
        .isNull("forced_usd")
        .isNull("forced_source")
        .is("reason", "no forced totals");
    FixedMarket rise = market();
    for (int i = 0; i < rise.close.length; i++) {
      rise.close[i] = 10_000 / rise.close[i];
    }
    rise.usd[1] = rise.usd[0].clone();
    Arrays.fill(rise.usd[0], 0);
    Arrays.fill(rise.bought, AT - 2, END, 510);
    FixedMarket bought = spot().price(AT, 108);
    Arrays.fill(bought.bought, 200);
    proof
        .row(row(rise, bought))
        .is("side", "short")
        .is("move_bp", 1e4 * Math.log(100 / LAST), 1e-8)
        .is("spot_share", 600 / 720.0, 1e-12)
        .is("origin", "spot_exodus");
  }
}
