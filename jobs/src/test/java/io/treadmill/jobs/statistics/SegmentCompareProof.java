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
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;

/**
 * Second computation of {@code segment_compare}: two perpetuals, of which the smaller is left out,
 * spot, and a regulated future that rests for half of the day.
 */
public final class SegmentCompareProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final int STEPS = 288;
  private static final int BLOCK = 3;
  private static final Instrument PERPETUAL =
      new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument SMALLER = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument REGULATED =
      new Instrument("cme", Product.REGULATED_FUTURE, "BTC");
  private static final Instrument SPOT = new Instrument("kraken", Product.SPOT, "BTCUSD");

  @Override
  public LakeTable table() {
    return LakeTables.SEGMENT_COMPARE;
  }

  @Override
  public void prove(Proof proof) {
    double[][] returns = returns();
    double[] perpetual = prices(returns[0]);
    double[] spot = prices(returns[1]);
    double[] regulated = perpetual.clone();
    Arrays.fill(regulated, 0, STEPS / 2, Double.NaN);
    MarketSeries first = series(PERPETUAL, perpetual, 3_000);
    MarketSeries smaller = series(SMALLER, spot, 2_999);
    List<Row> rows =
        rows(first, smaller, series(REGULATED, regulated, 700), series(SPOT, spot, 1_000));

    proof
        .row(rows.get(1))
        .is("asset", "BTC")
        .is("venue_set", "binance linear_perp+kraken spot")
        .is("day", DAY)
        .is("first_segment", "offshore_perp")
        .is("second_segment", "spot")
        .is("first_market", "binance/linear_perp/BTCUSDT")
        .is("second_market", "kraken/spot/BTCUSD")
        .is("common_hours", 24, 1e-9)
        .is("first_volume_usd", 288 * 3_000, 1e-6)
        .is("second_volume_usd", 288 * 1_000, 1e-6)
        .is("n", 287L)
        .isNull("reason");
    proveMoves(proof, perpetual, spot);
    proof
        .row(rows.get(0))
        .is("second_segment", "regulated_future")
        .is("common_hours", 12, 1e-9)
        .is("first_volume_usd", 144 * 3_000, 1e-6)
        .is("second_volume_usd", 144 * 700, 1e-6)
        .is("n", 143L);
    proof
        .row(rows.get(2))
        .is("first_segment", "spot")
        .is("second_segment", "regulated_future")
        .is("first_market", "kraken/spot/BTCUSD")
        .is("second_market", "cme/regulated_future/BTC");

    List<Row> without = rows(first, series(SPOT, spot, Double.NaN));
    proof
        .row(without.get(0))
        .isNull("second_market")
        .isNull("common_hours")
        .is("reason", "no regulated_future in the lake on the day");
    proof
        .row(without.get(1))
        .isNull("second_volume_usd")
        .is("reason", "no volume of a market is known");
  }

  private static void proveMoves(Proof proof, double[] first, double[] second) {
    double[][] logs = {
      Arrays.stream(first).map(Math::log).toArray(), Arrays.stream(second).map(Math::log).toArray()
    };
    long seed = Resampling.seed("segment_compare", "BTC", PERPETUAL, SPOT, DAY);
    int[] once = new int[STEPS / BLOCK];
    Arrays.setAll(once, b -> b);
    double[] sums = sums(logs, once);
    double ratio = Math.sqrt(sums[0] / sums[1]);
    double correlation = sums[2] / Math.sqrt(sums[0] * sums[1]);
    double[][] draws = new double[2][SlowDraws.DRAWS];
    int[][] drawn = SlowDraws.of(seed, STEPS / BLOCK);
    for (int d = 0; d < drawn.length; d++) {
      double[] some = sums(logs, drawn[d]);
      draws[0][d] = Math.sqrt(some[0] / some[1]);
      draws[1][d] = some[2] / Math.sqrt(some[0] * some[1]);
    }
    double[] ofRatio = SlowDraws.ends(draws[0], ratio);
    double[] ofCorrelation = SlowDraws.ends(draws[1], correlation);
    double[] lead = SlowDraws.lead(logs[0], logs[1], 300, BLOCK, seed + 1);
    proof
        .is("first_volatility", Math.sqrt(sums[0]), 1e-12)
        .is("second_volatility", Math.sqrt(sums[1]), 1e-12)
        .is("volatility_ratio", ratio, 1e-9)
        .is("volatility_ratio_low", ofRatio[0], 1e-9)
        .is("volatility_ratio_high", ofRatio[1], 1e-9)
        .is("correlation", correlation, 1e-9)
        .is("correlation_low", ofCorrelation[0], 1e-9)
        .is("correlation_high", ofCorrelation[1], 1e-9)
        .is("lead_seconds", lead[0], 1e-6)
        .is("lead_seconds_low", lead[1], 1e-6)
        .is("lead_seconds_high", lead[2], 1e-6);
  }

  /** Squares of both and products of the returns of some blocks. */
  private static double[] sums(double[][] logs, int[] blocks) {
    double[] sums = new double[3];
    for (int b : blocks) {
      for (int t = Math.max(1, BLOCK * b); t < BLOCK * b + BLOCK; t++) {
        double first = logs[0][t] - logs[0][t - 1];
        double second = logs[1][t] - logs[1][t - 1];
        sums[0] += first * first;
        sums[1] += second * second;
        sums[2] += first * second;
      }
    }
    return sums;
  }

  /** The second returns are .8 times the size of the first and follow them in part. */
  private static double[][] returns() {
    Random random = new Random(5);
    double[][] returns = new double[2][STEPS];
    for (int t = 0; t < STEPS; t++) {
      returns[0][t] = 1e-3 * random.nextGaussian();
      double past = t == 0 ? 0 : returns[0][t - 1];
      returns[1][t] = 0.6 * returns[0][t] + 0.3 * past + 4e-4 * random.nextGaussian();
    }
    return returns;
  }

  private static double[] prices(double[] returns) {
    double[] prices = new double[STEPS];
    double log = Math.log(50_000);
    for (int t = 0; t < STEPS; t++) {
      log += returns[t];
      prices[t] = Math.exp(log);
    }
    return prices;
  }

  private static List<Row> rows(MarketSeries... markets) {
    return Rows.of(
        new SegmentCompareStatistic(),
        new AssetMarkets("BTC", List.of(markets), List.of()),
        UtcDays.of(DAY),
        LakeTables.SEGMENT_COMPARE);
  }

  private static MarketSeries series(Instrument instrument, double[] close, double usd) {
    double[] volume = new double[STEPS];
    Arrays.fill(volume, usd);
    Map<Column, double[]> columns = new HashMap<>();
    columns.put(Column.CLOSE, close);
    columns.put(Column.QUOTE_VOLUME, volume);
    return new MarketSeries(
        instrument,
        Steps.of(UtcDays.of(DAY), BarClock.BAR_MICROS),
        MarketSeries.Parts.ofColumns(columns));
  }
}
