package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * {@code liquidation_week} by hand: totals of five weeks, each the same in every hour, of which the
 * first began before Bybit changed its feed; and prints of one perpetual.
 */
public final class LiquidationWeekProof implements ColumnProof {
  private static final LocalDate MONDAY = LocalDate.of(2025, 2, 24);
  private static final LocalDate SUNDAY = LocalDate.of(2025, 3, 30);
  private static final double[] LONGS = {100, 5, 1, 8, 5};
  private static final Instrument OTHER = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");

  @Override
  public LakeTable table() {
    return LakeTables.LIQUIDATION_WEEK;
  }

  /** Totals by hour; the low bound is half of them, the high bound three times. */
  private static ForcedFlow totals() {
    Steps hours = Steps.of(new UtcDays(MONDAY, SUNDAY), BarClock.HOUR_MICROS);
    double[][][] parts = new double[5][2][hours.count()];
    for (int h = 0; h < hours.count(); h++) {
      double usd = LONGS[h / 168];
      double[] values = {usd, usd / 2, usd * 3};
      for (int part = 0; part < 3; part++) {
        parts[part][0][h] = values[part];
        parts[part][1][h] = 2 * values[part];
      }
    }
    return new ForcedFlow(
        "aggregate of Binance+Bybit", hours, parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  private static FixedMarket market(double coins, double volume) {
    FixedMarket market = new FixedMarket(MONDAY, 35);
    Arrays.fill(market.quote, volume);
    market.feedRule = null;
    return market.openInterest(0, 7777).openInterest(4 * 2016, coins);
  }

  private static List<Row> rows(FixedMarket one, FixedMarket other) {
    return Rows.of(
        new LiquidationWeekStatistic(),
        new AssetMarkets(
            "BTC",
            List.of(
                one.series(FixedMarket.PERPETUAL),
                other.series(OTHER),
                market(1e6, 1e6).series(FixedMarket.SPOT)),
            List.of(totals())),
        new UtcDays(SUNDAY.minusDays(6), SUNDAY),
        LakeTables.LIQUIDATION_WEEK);
  }

  @Override
  public void prove(Proof proof) {
    FixedMarket one = market(10, 2).openInterest(4 * 2016 + 1008, 30);
    List<Row> rows = rows(one, market(5, 1));
    proof
        .row(rows.get(0))
        .is("asset", "BTC")
        .is("venue_set", "Binance+Bybit")
        .is("day", SUNDAY)
        .is("iso_week", "2025-W13")
        .is("feed_rule", "aggregate of Binance+Bybit")
        .is("side", "long")
        .is("raw_usd", 168 * 5.0)
        .is("low_usd", 168 * 2.5)
        .is("high_usd", 168 * 15.0)
        .is("floor_usd", 168 * 5.0)
        .is("hours_with_totals", 168)
        .is("largest_168h_usd", 167 * 8.0 + 5)
        .is("percentile", 0.5) // of 5, 1, 8: one is smaller, one as large
        .is("rank", 2)
        .is("n", 3)
        // Half a week of 10 coins, half of 30, and 5 coins, at 100.
        .is("per_open_interest", 168 * 5 / 2500.0, 1e-12)
        .is("per_volume", 168 * 5 / (2016 * 3.0), 1e-12)
        .is("instruments_known", "binance/linear_perp/BTCUSDT+bybit/linear_perp/BTCUSDT")
        .is("rule_breaks", "2025-02-25")
        .isNull("reason");
    proof.row(rows.get(1)).is("side", "short").is("raw_usd", 168 * 10.0);
    provePrints(proof);
  }

  /** Of prints the last eight hours are missing; another feed has no high value. */
  private static void provePrints(Proof proof) {
    FixedMarket partial = market(Double.NaN, Double.NaN);
    Arrays.fill(partial.base, Double.NaN);
    partial.feedRule = "throttled_1s";
    for (int i = 0; i < partial.steps.count(); i++) {
      partial.forced(i, i < 35 * 288 - 96 ? 1 : Double.NaN);
    }
    FixedMarket sampled = market(10, 1);
    sampled.feedRule = "sampled";
    Arrays.fill(sampled.usd[1], 3);
    for (int side = 0; side < 2; side++) {
      Arrays.fill(sampled.high[side], Double.NaN);
    }
    List<Row> rows = rows(partial, sampled);
    proof
        .row(rows.get(2))
        .is("venue_set", "binance/linear_perp/BTCUSDT")
        .is("feed_rule", "throttled_1s")
        .isNull("raw_usd")
        .is("floor_usd", 160 * 12.0)
        .is("hours_with_totals", 160)
        .isNull("rank")
        .is("instruments_known", "binance/linear_perp/BTCUSDT")
        .isNull("rule_breaks")
        .is(
            "reason",
            "partial: totals of 160 of 168 hours; no open interest of all instruments known; no"
                + " volume of all instruments known");
    proof
        .row(rows.get(5))
        .is("venue_set", "bybit/linear_perp/BTCUSDT")
        .is("side", "short")
        .is("raw_usd", 2016 * 3.0)
        .isNull("high_usd")
        .is("reason", "no high value");
  }
}
