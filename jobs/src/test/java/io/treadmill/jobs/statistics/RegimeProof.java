package io.treadmill.jobs.statistics;

import static io.treadmill.jobs.statistics.TwoLevelMarket.HOUR;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries.Column;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code regime} at one hour: price fell for four hours, open interest rose by
 * one contract, longs pay. The probability of the state of high volatility is a count: see {@link
 * TwoLevelMarket}.
 */
public final class RegimeProof implements ColumnProof {
  private static final int OF_DAY = HOUR % 24;
  private static final int MIDNIGHT = HOUR - OF_DAY;

  @Override
  public LakeTable table() {
    return LakeTables.REGIME;
  }

  @Override
  public void prove(Proof proof) {
    TwoLevelMarket market = new TwoLevelMarket();
    List<Row> rows = rows(market, UtcDays.of(TwoLevelMarket.DAY));
    double[] openInterest = market.openInterest;
    IntToDoubleFunction move = h -> Math.log(market.price(h) / market.price(h - 4));
    IntToDoubleFunction change = h -> Math.log(openInterest[12 * h] / openInterest[12 * (h - 4)]);
    proof
        .row(rows.get(OF_DAY))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", Instant.parse("2026-02-14T15:00:00Z"))
        .is("state", "fragile")
        .is("quadrant", "price_down_interest_up")
        .is("return_4h", -48 * 1e-3, 1e-12)
        .is("return_z", score(move, 7), 1e-9)
        .is("open_interest_change_4h", change.applyAsDouble(HOUR), 1e-12)
        .is("open_interest_z", score(change, 7), 1e-9)
        .is("open_interest_percentile", percentile(openInterest), 1e-12)
        .is("funding_8h", 2 * market.settled.get(HOUR / 4).rate(), 1e-15)
        .is("crowding_z", score(h -> premium(market, h), 7), 1e-9)
        .is("crowding_source", "premium")
        .is("spot_share", spotShare(market), 1e-12)
        .is("spot_flow", spotFlow(market), 1e-12)
        .is("spot_source", "flow")
        .is("flush_source", "forced")
        // The state before the first hour is not known: 3e-5.
        .is("high_volatility_probability", market.stayStormy(), 1e-4)
        .isNull("reason");
    proof.row(rows.get(OF_DAY - 1)).is("high_volatility_probability", 1, 1e-9);
    proof
        .row(rows(market, UtcDays.of(TwoLevelMarket.FIRST)).get(0))
        .isNull("state")
        .isNull("quadrant")
        .isNull("flush_source")
        .is("spot_source", "none")
        .is("reason", "price, forced orders or volume missing in the last 15 minutes or 7 days");
    proveOtherSources(proof);
  }

  /** Without premium, forced orders and takers of spot the next best is used, and said. */
  private static void proveOtherSources(Proof proof) {
    TwoLevelMarket market = new TwoLevelMarket();
    market.perpetual.remove(Column.MARK);
    market.spot.remove(Column.TAKER_BUY_BASE);
    Arrays.fill(market.forced[0], Double.NaN);
    double[] past =
        market.settled.stream()
            .filter(one -> one.micros() < market.steps.micros(12 * MIDNIGHT))
            .filter(one -> one.micros() >= market.steps.micros(12 * (MIDNIGHT - 30 * 24)))
            .mapToDouble(one -> 2 * one.rate())
            .toArray();
    double last = 2 * market.settled.get(HOUR / 4).rate();
    proof
        .row(rows(market, UtcDays.of(TwoLevelMarket.DAY)).get(OF_DAY))
        .is("crowding_source", "funding")
        .is("crowding_z", TwoLevelMarket.robustZ(past, last), 1e-9)
        .is("spot_source", "volume")
        .isNull("spot_flow")
        .is("flush_source", "volume");
  }

  private static List<Row> rows(TwoLevelMarket market, UtcDays days) {
    return Rows.of(new RegimeStatistic(), market.markets(), days, LakeTables.REGIME);
  }

  /** Robust z-score of the hour against all hours of complete days before. */
  private static double score(IntToDoubleFunction value, int days) {
    double[] past = new double[24 * days];
    Arrays.setAll(past, i -> value.applyAsDouble(MIDNIGHT - 1 - i));
    return TwoLevelMarket.robustZ(past, value.applyAsDouble(HOUR));
  }

  private static double percentile(double[] openInterest) {
    double below = 0;
    for (int h = MIDNIGHT - 30 * 24; h < MIDNIGHT; h++) {
      below += openInterest[12 * h] < openInterest[12 * HOUR] ? 1 : 0;
      below += openInterest[12 * h] == openInterest[12 * HOUR] ? 0.5 : 0;
    }
    return below / (30 * 24);
  }

  /** Mean of mark / index - 1 of the 48 steps before. */
  private static double premium(TwoLevelMarket market, int hour) {
    double sum = 0;
    for (int i = 12 * hour - 48; i < 12 * hour; i++) {
      sum += market.perpetual.get(Column.MARK)[i] / market.perpetual.get(Column.INDEX)[i] - 1;
    }
    return sum / 48;
  }

  private static double spotShare(TwoLevelMarket market) {
    double spot = 0;
    double perpetual = 0;
    for (int i = 12 * HOUR - 48; i < 12 * HOUR; i++) {
      spot += market.spot.get(Column.BASE_VOLUME)[i] * market.spot.get(Column.CLOSE)[i];
      if (!Double.isNaN(market.close[i])) {
        perpetual += market.perpetual.get(Column.BASE_VOLUME)[i] * market.close[i];
      }
    }
    return spot / (spot + perpetual);
  }

  private static double spotFlow(TwoLevelMarket market) {
    double net = 0;
    double all = 0;
    for (int i = 12 * HOUR - 48; i < 12 * HOUR; i++) {
      double bought = market.spot.get(Column.TAKER_BUY_BASE)[i];
      net += bought - (market.spot.get(Column.BASE_VOLUME)[i] - bought);
      all += market.spot.get(Column.BASE_VOLUME)[i];
    }
    return net / all;
  }
}
