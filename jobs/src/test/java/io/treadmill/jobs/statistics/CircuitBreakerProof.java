package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.spark.sql.Row;

/**
 * Slow computation of the inputs of {@code circuit_breaker} on {@link TwoLevelMarket}; and a hand
 * count of the hazard on a market with two flushes a day that are alike but for the second leg.
 */
public final class CircuitBreakerProof implements ColumnProof {
  private static final int DAYS = TwoLevelMarket.DAYS;
  private static final int STEPS = TwoLevelMarket.STEPS;
  private static final int LAST = DAYS - 1;

  private final TwoLevelMarket market = new TwoLevelMarket();

  @Override
  public LakeTable table() {
    return LakeTables.CIRCUIT_BREAKER;
  }

  @Override
  public void prove(Proof proof) {
    double[] bursts = new double[DAYS];
    double[] ratios = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      bursts[day] = day < 6 ? Double.NaN : burst(day);
      ratios[day] = day < 6 ? Double.NaN : impact(market.spot, day) / impact(market.perpetual, day);
    }
    double usual = TwoLevelMarket.quantile(Arrays.copyOf(ratios, LAST), 0.5);
    double[] rates = market.settled.stream().mapToDouble(one -> 2 * one.rate()).toArray();
    int last = rates.length - 1;
    List<Row> rows =
        Rows.of(
            new RegimeStatistic(),
            market.markets(),
            UtcDays.of(TwoLevelMarket.DAY),
            LakeTables.CIRCUIT_BREAKER);
    proof
        .row(rows.get(0))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", TwoLevelMarket.DAY)
        .is("breaker", "deleveraging")
        .is("open_interest_from_peak_percent", fromPeakPercent(), 1e-9)
        .is("funding_z", TwoLevelMarket.robustZ(Arrays.copyOf(rates, last), rates[last]), 1e-9)
        .is("burst_percent", bursts[LAST], 1e-9)
        .is("usual_burst_percent", TwoLevelMarket.quantile(Arrays.copyOf(bursts, LAST), 0.5), 1e-9)
        .isNull("spot_imbalance")
        .isNull("high_volatility_probability")
        .isNull("second_leg_hazard_ratio")
        .is("n_events", 0L)
        .isNull("reason")
        .is("hazard_reason", "under 5 second legs with it on (0) or off (0)");
    proof
        .row(rows.get(1))
        .is("breaker", "spot_absorption")
        .is("is_on", imbalance() > 0 && ratios[LAST] <= usual)
        .is("spot_imbalance", imbalance(), 1e-12)
        .is("spot_impact_bp", impact(market.spot, LAST), 1e-9)
        .is("perpetual_impact_bp", impact(market.perpetual, LAST), 1e-9)
        .is("usual_impact_ratio", usual, 1e-9)
        .isNull("funding_z");
    proof
        .row(rows.get(2))
        .is("breaker", "volatility_regime")
        .is("is_on", false)
        .is("high_volatility_probability", market.stayStormy(), 1e-4)
        .isNull("usual_impact_ratio");
    proveHazard(proof);
  }

  /** Open interest at 23:00 of the last day against the highest of all hours. */
  private double fromPeakPercent() {
    double peak = 0;
    for (int h = 0; h < 24 * DAYS; h++) {
      peak = Math.max(peak, market.openInterest[12 * h]);
    }
    return 100 * (market.openInterest[12 * (24 * DAYS - 1)] / peak - 1);
  }

  private double burst(int day) {
    double[] share = new double[7 * 24];
    for (int i = 0; i < share.length; i++) {
      int step = 12 * (24 * (day - 6) + i);
      double usd = 0;
      for (int k = step; k < step + 12; k++) {
        usd += market.forced[0][k] + market.forced[1][k];
      }
      double held = market.openInterest[step] * market.perpetual.get(Column.OPEN)[step];
      share[i] = 100 * usd / held;
    }
    return TwoLevelMarket.quantile(share, 0.95);
  }

  /** Slope of returns in bp on taker flow in million USD, over the week to the end of a day. */
  private static double impact(Map<Column, double[]> columns, int day) {
    double[] close = columns.get(Column.CLOSE);
    SimpleRegression fit = new SimpleRegression();
    for (int i = Math.max(1, STEPS * (day - 6)); i < STEPS * (day + 1); i++) {
      double bought = columns.get(Column.TAKER_BUY_BASE)[i];
      double sold = columns.get(Column.BASE_VOLUME)[i] - bought;
      double move = 1e4 * Math.log(close[i] / close[i - 1]);
      if (!Double.isNaN(move)) {
        fit.addData((bought - sold) * close[i] / 1e6, move);
      }
    }
    return fit.getSlope();
  }

  private double imbalance() {
    double net = 0;
    double all = 0;
    for (int h = 24 * (LAST - 6); h < 24 * DAYS; h++) {
      if (net(market.perpetual, h) < 0) {
        net += net(market.spot, h);
        for (int i = 12 * h; i < 12 * h + 12; i++) {
          all += market.spot.get(Column.BASE_VOLUME)[i];
        }
      }
    }
    return net / all;
  }

  private static double net(Map<Column, double[]> columns, int hour) {
    double net = 0;
    for (int i = 12 * hour; i < 12 * hour + 12; i++) {
      double bought = columns.get(Column.TAKER_BUY_BASE)[i];
      net += bought - (columns.get(Column.BASE_VOLUME)[i] - bought);
    }
    return net;
  }

  /**
   * Each day two falls of 3 % in one step, of which a half comes back in 30 minutes: 35 % is there
   * after five steps. Some fall on and are 10 % beyond the first after 17 steps: an hour at risk;
   * the others are at risk for the five hours that count. Days are calm and stormy in turns of
   * three; calm switches the breaker on, as soon as it is known.
   */
  private static void proveHazard(Proof proof) {
    int days = 50;
    int known = 32; // The first Monday with 480 hours before in which the price moved.
    boolean[][] falls = new boolean[days][2];
    int[] legs = new int[2];
    double[] hours = new double[2];
    for (int day = 0; day < days; day++) {
      for (int event = 0; event < 2; event++) {
        int on = TwoLevelMarket.isStormy(day - 1) ? 0 : 1;
        falls[day][event] = on == 1 ? day % 3 == 0 : event == 0 || day % 2 == 0;
        if (day > known) {
          legs[on] += falls[day][event] ? 1 : 0;
          hours[on] += falls[day][event] ? 1 : 5;
        }
      }
    }
    double ratio = legs[1] / hours[1] / (legs[0] / hours[0]);
    double wide = Math.exp(1.6448536269514722 * Math.sqrt(1.0 / legs[1] + 1.0 / legs[0]));
    int all = legs[0] + legs[1];
    double p = RegimeTransitionProof.binomial(legs[1], all, hours[1] / (hours[1] + hours[0]));
    LocalDate day = TwoLevelMarket.FIRST.plusDays(days - 1L);
    List<Row> rows =
        Rows.of(
            new RegimeStatistic(),
            new AssetMarkets("BTC", List.of(market(falls)), List.of()),
            UtcDays.of(day),
            LakeTables.CIRCUIT_BREAKER);
    proof
        .row(rows.get(2))
        .is("breaker", "volatility_regime")
        .is("is_on", !TwoLevelMarket.isStormy(days - 1))
        .is("second_leg_hazard_ratio", ratio, 1e-9)
        .is("hazard_low", ratio / wide, 1e-9)
        .is("hazard_high", ratio * wide, 1e-9)
        .is("hazard_p", p, 1e-9)
        .is("n_events", 2L * (days - 1 - known))
        .isNull("reason")
        .isNull("hazard_reason");
    proof
        .row(rows.get(0))
        .isNull("is_on")
        .is("reason", "open interest or funding of three days and 30 before not known");
    proof
        .row(rows.get(1))
        .isNull("is_on")
        .is("reason", "no spot market with taker sides, or a short past");
  }

  private static MarketSeries market(boolean[][] falls) {
    LocalDate first = TwoLevelMarket.FIRST;
    Steps steps =
        Steps.of(new UtcDays(first, first.plusDays(falls.length - 1L)), BarClock.BAR_MICROS);
    double[] close = new double[steps.count()];
    double[] openInterest = new double[steps.count()];
    double[][] forced = new double[2][steps.count()];
    double[][] none = new double[2][steps.count()];
    Arrays.fill(openInterest, 1000);
    for (int i = 0; i < close.length; i++) {
      double noise = TwoLevelMarket.isStormy(i / STEPS) ? 1e-3 : 2e-4;
      close[i] = i % 2 == 0 ? 0 : noise * (1 + 0.1 * Math.sin(i));
    }
    for (int day = 0; day < falls.length; day++) {
      for (int event = 0; event < 2; event++) {
        int start = STEPS * day + 60 + 110 * event;
        forced[0][start] = 1e6;
        for (int k = -3; k < 100; k++) {
          close[start + k] = -0.03 * depth(k, falls[day][event]);
        }
      }
    }
    Arrays.setAll(close, i -> 50_000 * Math.exp(close[i]));
    return new MarketSeries(
        TwoLevelMarket.PERPETUAL,
        steps,
        MarketSeries.Parts.ofColumns(
                Map.of(
                    Column.OPEN, close,
                    Column.HIGH, close,
                    Column.LOW, close,
                    Column.CLOSE, close,
                    Column.OPEN_INTEREST, openInterest))
            .withForced(
                Map.of("full", new ForcedFlow("full", steps, forced, forced, forced, none, none))));
  }

  /** How deep the price is, in falls, some steps after one. */
  private static double depth(int step, boolean again) {
    if (step < 0) {
      return 0;
    }
    if (step <= 12 || !again && step <= 70) {
      return 1 - Math.min(6, step) / 12.0;
    }
    if (step <= 70) {
      return 0.5 + Math.min(5, step - 12) / 8.0;
    }
    return depth(70, again) * (99 - step) / 29.0;
  }
}
