package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code regime_statistics} from the states of {@code regime}, for one state
 * and four hours: means by loops, least squares with a column for each hour of the day, every drawn
 * day written out, labels moved one by one. Days and shifts are drawn from the same seeds.
 */
public final class RegimeStatisticsProof implements ColumnProof {
  private static final int HORIZON = 4;
  private static final int HOURS = 24 * TwoLevelMarket.DAYS;
  private static final double Z_90 = 1.6448536269514722;
  private static final List<String> STATES =
      List.of(
          "flush",
          "fragile",
          "crowded",
          "spot_led",
          "short_cover",
          "deleveraging",
          "building",
          "quiet");
  private static final String STATE = "building";

  private final TwoLevelMarket market = new TwoLevelMarket();
  private final String[] states = new String[HOURS];
  private final double[] logReturn = new double[HOURS];
  private final double[] logRange = new double[HOURS];
  private final double[] residual = new double[HOURS];
  private List<int[]> drawnDays;

  @Override
  public LakeTable table() {
    return LakeTables.REGIME_STATISTICS;
  }

  @Override
  public void prove(Proof proof) {
    readStates();
    readOutcomes();
    long seed = Resampling.seed("regime_statistics", TwoLevelMarket.PERPETUAL);
    drawnDays = drawDays(new SplittableRandom(Resampling.seed(seed, TwoLevelMarket.DAYS + " 7.0")));
    double[] share = interval(this::share);
    double[] mean = interval(hours -> mean(logReturn, hours));
    double[] range = interval(hours -> mean(logRange, hours));
    double[] forced = interval(hours -> mean(residual, hours));
    List<Integer> visits = wholeVisits();
    double dwell = visits.stream().mapToInt(v -> v).average().orElseThrow();
    double variance =
        visits.stream().mapToDouble(v -> (v - dwell) * (v - dwell)).sum() / visits.size();
    double wide = Math.exp(Z_90 * Math.sqrt(variance / (visits.size() - 1)) / dwell);
    int[] shifts =
        new SplittableRandom(Resampling.seed(seed, "shift", HOURS + " 24"))
            .ints(199, 24, HOURS - 24 + 1)
            .toArray();
    double[] p = STATES.stream().mapToDouble(state -> shiftP(state, shifts)).toArray();

    List<Row> rows = rows(market);
    proof
        .row(rows.get(8 + STATES.indexOf(STATE)))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", TwoLevelMarket.DAY)
        .is("state", STATE)
        .is("horizon_hours", HORIZON)
        .is("time_share", share[0], 1e-12)
        .is("time_share_low", share[1], 1e-9)
        .is("time_share_high", share[2], 1e-9)
        .is("dwell_hours", dwell, 1e-12)
        .is("dwell_low", dwell / wide, 1e-9)
        .is("dwell_high", dwell * wide, 1e-9)
        .is("mean_return", mean[0], 1e-12)
        .is("mean_return_low", mean[1], 1e-9)
        .is("mean_return_high", mean[2], 1e-9)
        .is("range", Math.exp(range[0]), 1e-12)
        .is("range_low", Math.exp(range[1]), 1e-9)
        .is("range_high", Math.exp(range[2]), 1e-9)
        .is("liquidations_per_range", Math.exp(forced[0]), 1e-9)
        .is("liquidations_low", Math.exp(forced[1]), 1e-9)
        .is("liquidations_high", Math.exp(forced[2]), 1e-9)
        .is("liquidations_p", p[STATES.indexOf(STATE)], 1e-12)
        .is("liquidations_p_holm", RegimeTransitionProof.holm(p, STATES.indexOf(STATE)), 1e-12)
        .is("feed_rule", "full")
        .is("n_hours", count(h -> 0))
        .is("n_visits", allVisits())
        .is("n_returns", count(h -> logReturn[h]))
        .is("n_liquidations", count(h -> residual[h]))
        .isNull("reason");
    proveReasons(proof, rows);
  }

  private static void proveReasons(Proof proof, List<Row> rows) {
    proof
        .row(rows.get(8))
        .is("state", "flush")
        .is("n_hours", 0L)
        .isNull("mean_return")
        .is("reason", "under 8 whole visits");
    TwoLevelMarket without = new TwoLevelMarket();
    Arrays.fill(without.forced[0], Double.NaN);
    proof
        .row(rows(without).get(8 + STATES.indexOf("quiet")))
        .isNull("feed_rule")
        .isNull("liquidations_per_range")
        .is("reason", "under 20 hours with an outcome");
  }

  private static List<Row> rows(TwoLevelMarket market) {
    return Rows.of(
        new RegimeStatistic(),
        market.markets(),
        UtcDays.of(TwoLevelMarket.DAY),
        LakeTables.REGIME_STATISTICS);
  }

  private void readStates() {
    UtcDays all = new UtcDays(TwoLevelMarket.FIRST, TwoLevelMarket.DAY);
    List<Row> hours = Rows.of(new RegimeStatistic(), market.markets(), all, LakeTables.REGIME);
    for (int h = 0; h < HOURS; h++) {
      states[h] = hours.get(h).getString(LakeTables.REGIME.schema().fieldIndex("state"));
    }
  }

  /**
   * Returns, ranges and what of forced orders a regression leaves; NaN where it is not complete.
   */
  private void readOutcomes() {
    Arrays.fill(logReturn, Double.NaN);
    Arrays.fill(logRange, Double.NaN);
    Arrays.fill(residual, Double.NaN);
    List<Integer> known = new ArrayList<>();
    List<double[]> regressors = new ArrayList<>();
    List<Double> explained = new ArrayList<>();
    for (int h = 0; h + HORIZON < HOURS; h++) {
      double high = 0;
      double low = Double.POSITIVE_INFINITY;
      double usd = 0;
      for (int i = 12 * h; i < 12 * (h + HORIZON); i++) {
        high = Math.max(high, market.perpetual.get(Column.HIGH)[i]);
        low = Math.min(low, market.perpetual.get(Column.LOW)[i]);
        usd += market.forced[0][i] + market.forced[1][i];
      }
      logReturn[h] = h == 0 ? Double.NaN : Math.log(market.price(h + HORIZON) / market.price(h));
      logRange[h] = Math.log(Math.log(high / low));
      double day = volatility(h, 24);
      double last = volatility(h, 4);
      if (states[h] != null && usd > 0 && !Double.isNaN(day + last)) {
        double[] row = new double[26];
        row[0] = logRange[h];
        row[1] = day;
        row[2] = last;
        if (h % 24 > 0) {
          row[2 + h % 24] = 1;
        }
        known.add(h);
        regressors.add(row);
        explained.add(Math.log(usd));
      }
    }
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.newSampleData(
        explained.stream().mapToDouble(v -> v).toArray(), regressors.toArray(double[][]::new));
    double[] left = fit.estimateResiduals();
    for (int i = 0; i < left.length; i++) {
      residual[known.get(i)] = left[i];
    }
  }

  /** Logarithm of the volatility of the hours before; NaN with under half of them. */
  private double volatility(int hour, int hours) {
    double[] known = new double[hours];
    int n = 0;
    for (int h = Math.max(0, hour - hours + 1); h <= hour; h++) {
      if (!Double.isNaN(market.variance(h))) {
        known[n++] = market.variance(h);
      }
    }
    return n < hours / 2
        ? Double.NaN
        : Math.log(hours * Arrays.stream(known, 0, n).average().orElseThrow()) / 2;
  }

  private List<int[]> drawDays(SplittableRandom random) {
    List<int[]> draws = new ArrayList<>();
    for (int d = 0; d < 160; d++) {
      draws.add(Resampling.stationary(TwoLevelMarket.DAYS, 7, random));
    }
    return draws;
  }

  /** Value over the window; ends of its interval, made wider by the t of 45 / 7 blocks. */
  private double[] interval(ToDoubleFunction<List<Integer>> statistic) {
    List<Integer> all = new ArrayList<>();
    for (int h = 0; h < HOURS; h++) {
      all.add(h);
    }
    double value = statistic.applyAsDouble(all);
    double[] draws = new double[drawnDays.size()];
    for (int d = 0; d < draws.length; d++) {
      List<Integer> hours = new ArrayList<>();
      for (int day : drawnDays.get(d)) {
        hours.addAll(all.subList(24 * day, 24 * day + 24));
      }
      draws[d] = statistic.applyAsDouble(hours);
    }
    double wider =
        new TDistribution(TwoLevelMarket.DAYS / 7.0 - 1).inverseCumulativeProbability(0.95)
            / new NormalDistribution().inverseCumulativeProbability(0.95);
    double tail = (1 - 0.9 * 161 / 159) / 2; // Ranks of 160 draws that hold 90 %.
    return new double[] {
      value,
      value + wider * (TwoLevelMarket.quantile(draws, tail) - value),
      value + wider * (TwoLevelMarket.quantile(draws, 1 - tail) - value)
    };
  }

  private double share(List<Integer> hours) {
    double in = hours.stream().filter(h -> STATE.equals(states[h])).count();
    return in / hours.stream().filter(h -> states[h] != null).count();
  }

  private double mean(double[] values, List<Integer> hours) {
    return hours.stream()
        .filter(h -> STATE.equals(states[h]) && !Double.isNaN(values[h]))
        .mapToDouble(h -> values[h])
        .average()
        .orElse(Double.NaN);
  }

  private long count(ToDoubleFunction<Integer> value) {
    long n = 0;
    for (int h = 0; h < HOURS; h++) {
      n += STATE.equals(states[h]) && !Double.isNaN(value.applyAsDouble(h)) ? 1 : 0;
    }
    return n;
  }

  /** Lengths of the visits whose both ends lie between hours with a state. */
  private List<Integer> wholeVisits() {
    List<Integer> lengths = new ArrayList<>();
    for (int h = 1; h < HOURS; h++) {
      if (STATE.equals(states[h]) && states[h - 1] != null && !STATE.equals(states[h - 1])) {
        int end = h;
        while (end < HOURS && STATE.equals(states[end])) {
          end++;
        }
        if (end < HOURS && states[end] != null) {
          lengths.add(end - h);
        }
      }
    }
    return lengths;
  }

  private long allVisits() {
    long visits = 0;
    for (int h = 0; h < HOURS; h++) {
      visits += STATE.equals(states[h]) && (h == 0 || !STATE.equals(states[h - 1])) ? 1 : 0;
    }
    return visits;
  }

  /** Share of shifts, the unshifted counted, under which the mean of a state is as far from 0. */
  private double shiftP(String state, int[] shifts) {
    double actual = Math.abs(shiftedMean(state, 0));
    if (Double.isNaN(actual)) {
      return Double.NaN;
    }
    int far = 1;
    for (int shift : shifts) {
      far += Math.abs(shiftedMean(state, shift)) >= actual ? 1 : 0;
    }
    return far / (shifts.length + 1.0);
  }

  private double shiftedMean(String state, int shift) {
    double sum = 0;
    int n = 0;
    for (int h = 0; h < HOURS; h++) {
      double value = residual[(h + shift) % HOURS];
      if (state.equals(states[h]) && !Double.isNaN(value)) {
        sum += value;
        n++;
      }
    }
    return n < 20 ? Double.NaN : sum / n;
  }
}
