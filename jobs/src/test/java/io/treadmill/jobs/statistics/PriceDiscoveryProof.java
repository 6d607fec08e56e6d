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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.Row;

/**
 * Second computation of {@code price_discovery} for a day of five-minute prices: regressions on the
 * rows themselves, the component share's interval where its p-value crosses a tenth.
 */
public final class PriceDiscoveryProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final int STEPS = 288;
  private static final int MOST_LAGS = 4;
  private static final int BLOCK = 3;
  private static final Instrument PERPETUAL =
      new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument SPOT = new Instrument("kraken", Product.SPOT, "BTCUSD");

  @Override
  public LakeTable table() {
    return LakeTables.PRICE_DISCOVERY;
  }

  @Override
  public void prove(Proof proof) {
    double[][] prices = prices(0.5);
    List<Row> rows = rows(prices[0], prices[1]);
    double[][] logs = new double[2][];
    for (int k = 0; k < 2; k++) {
      logs[k] = Arrays.stream(prices[k]).map(Math::log).toArray();
    }
    long seed = Resampling.seed("price_discovery", PERPETUAL, SPOT.toString(), DAY, "5m");
    proveShares(proof.row(rows.get(1)), logs, seed + 1);
    double[] lead = SlowDraws.lead(logs[0], logs[1], 300, BLOCK, seed);
    proof
        .is("lead_seconds", lead[0], 1e-6)
        .is("lead_seconds_low", lead[1], 1e-6)
        .is("lead_seconds_high", lead[2], 1e-6)
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("pair", "kraken/spot/BTCUSD")
        .is("horizon", "5m")
        .is("window_days", 1)
        .isNull("reason")
        .isNull("lead_reason");
    proof
        .row(rows.get(0))
        .is("horizon", "1m")
        .is("window_days", 1)
        .is("reason", "no one-minute prices of both markets")
        .is("lead_reason", "no one-minute prices of both markets");
    proof
        .row(rows.get(2))
        .is("horizon", "15m")
        .is("window_days", 7)
        .is("n", 91L)
        .isNull("lags")
        .is("reason", "under 200 steps with both prices")
        .is("lead_reason", "under 100 prices in common");
    proof.row(rows.get(3)).is("horizon", "1h").is("window_days", 30);

    double[][] alike = prices(0.99);
    proof
        .row(rows(alike[0], alike[1]).get(1))
        .isNull("component_share")
        .isNull("information_share_lower")
        .is(
            "reason",
            "not identified: a component share of .5 would have a standard error above 0.15")
        .isNull("lead_reason");
  }

  private static void proveShares(Proof proof, double[][] logs, long seed) {
    List<Integer> steps = new ArrayList<>();
    for (int t = MOST_LAGS + 1; t < STEPS; t++) {
      steps.add(t);
    }
    int n = steps.size();
    int lags = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int one = 0; one <= MOST_LAGS; one++) {
      Fit fit = Fit.of(logs, steps, one);
      double criterion = n * Math.log(fit.determinant()) + 2 * (2 + 2 * one) * Math.log(n);
      lags = criterion < least ? one : lags;
      least = Math.min(least, criterion);
    }
    Fit fit = Fit.of(logs, steps, lags);
    double[] bounds = fit.bounds();

    int blocks = STEPS / BLOCK - 1; // the first has no step with a past
    double[][] moved = new double[blocks][2];
    for (int b = 0; b < blocks; b++) {
      int left = b + 1;
      Fit other = Fit.of(logs, steps.stream().filter(t -> t / BLOCK != left).toList(), lags);
      moved[b][0] = other.first - fit.first;
      moved[b][1] = other.second - fit.second;
    }
    double share = fit.share();
    double[][] draws = new double[2][SlowDraws.DRAWS];
    int[][] drawn = SlowDraws.of(seed, blocks);
    for (int d = 0; d < drawn.length; d++) {
      List<Integer> some = new ArrayList<>();
      for (int b : drawn[d]) {
        steps.stream().filter(t -> t / BLOCK == b + 1).forEach(some::add);
      }
      Fit other = Fit.of(logs, some, lags);
      draws[0][d] = other.middle();
      draws[1][d] = other.leadership();
    }
    double[] information = SlowDraws.ends(draws[0], fit.middle());
    double[] leadership = SlowDraws.ends(draws[1], fit.leadership());
    proof
        .is("information_share_lower", bounds[0], 1e-7)
        .is("information_share_upper", bounds[1], 1e-7)
        .is("information_share", (bounds[0] + bounds[1]) / 2, 1e-7)
        .is("information_share_low", information[0], 1e-7)
        .is("information_share_high", information[1], 1e-7)
        .is("component_share", share, 1e-7)
        .is("component_share_low", crossing(fit, moved, share, share - 1), 1e-7)
        .is("component_share_high", crossing(fit, moved, share, share + 1), 1e-7)
        .is("component_share_p", p(fit, moved, 0.5), 1e-7)
        .is("leadership_share", fit.leadership(), 1e-7)
        .is("leadership_share_low", leadership[0], 1e-7)
        .is("leadership_share_high", leadership[1], 1e-7)
        .is("half_life_seconds", 300 * Math.log(0.5) / Math.log(1 - (fit.second - fit.first)), 1e-4)
        .is("lags", lags)
        .is("n", (long) n);
  }

  /** P-value that a price which weighs the first by a share does not react to the difference. */
  private static double p(Fit fit, double[][] moved, double share) {
    double variance = 0;
    for (double[] one : moved) {
      double move = share * one[0] + (1 - share) * one[1];
      variance += move * move * (moved.length - 1) / moved.length;
    }
    double reaction = share * fit.first + (1 - share) * fit.second;
    double t = Math.abs(reaction) / Math.sqrt(variance);
    return 2 - 2 * new TDistribution(moved.length - 1).cumulativeProbability(t);
  }

  /** Share between the estimate and a far one at which the p-value is a tenth. */
  private static double crossing(Fit fit, double[][] moved, double estimate, double far) {
    double near = estimate;
    for (int i = 0; i < 60; i++) {
      double middle = (near + far) / 2;
      if (p(fit, moved, middle) > 0.1) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return near;
  }

  /** Least squares of both returns on the difference before and on past returns. */
  private record Fit(double first, double second, double v11, double v22, double v12) {
    static Fit of(double[][] logs, List<Integer> steps, int lags) {
      int k = 2 + 2 * lags;
      double[][] system = new double[k][k + 2];
      double[][] rows = new double[steps.size()][];
      for (int s = 0; s < rows.length; s++) {
        rows[s] = row(logs, steps.get(s), lags);
        for (int i = 0; i < k; i++) {
          for (int j = 0; j < k + 2; j++) {
            system[i][j] += rows[s][i] * rows[s][j];
          }
        }
      }
      for (int i = 0; i < k; i++) {
        for (int other = 0; other < k; other++) {
          double factor = system[other][i] / system[i][i];
          for (int j = i; j < k + 2 && other != i; j++) {
            system[other][j] -= factor * system[i][j];
          }
        }
      }
      double[] sums = new double[3];
      for (double[] row : rows) {
        double one = row[k];
        double two = row[k + 1];
        for (int i = 0; i < k; i++) {
          one -= row[i] * system[i][k] / system[i][i];
          two -= row[i] * system[i][k + 1] / system[i][i];
        }
        sums[0] += one * one;
        sums[1] += two * two;
        sums[2] += one * two;
      }
      int n = rows.length;
      return new Fit(
          system[1][k] / system[1][1],
          system[1][k + 1] / system[1][1],
          sums[0] / n,
          sums[1] / n,
          sums[2] / n);
    }

    /** Regressors, then the two returns, in 1e-3. */
    private static double[] row(double[][] logs, int t, int lags) {
      double[] row = new double[4 + 2 * lags];
      row[0] = 1;
      row[1] = 1e3 * (logs[0][t - 1] - logs[1][t - 1]);
      for (int k = 0; k < 2; k++) {
        for (int lag = 1; lag <= lags; lag++) {
          row[2 * lag + k] = 1e3 * (logs[k][t - lag] - logs[k][t - lag - 1]);
        }
        row[2 + 2 * lags + k] = 1e3 * (logs[k][t] - logs[k][t - 1]);
      }
      return row;
    }

    double determinant() {
      return v11 * v22 - v12 * v12;
    }

    double share() {
      return second / (second - first);
    }

    /** The first market's part of the variance of the common price, last and first in order. */
    double[] bounds() {
      double one = share();
      double two = 1 - one;
      double variance = one * one * v11 + 2 * one * two * v12 + two * two * v22;
      double last = one * Math.sqrt(v11 - v12 * v12 / v22);
      double first = one * Math.sqrt(v11) + two * v12 / Math.sqrt(v11);
      return new double[] {last * last / variance, first * first / variance};
    }

    double middle() {
      return (bounds()[0] + bounds()[1]) / 2;
    }

    double leadership() {
      double ofFirst = Math.abs(middle() / (1 - middle()) * (1 - share()) / share());
      return ofFirst / (ofFirst + 1 / ofFirst);
    }
  }

  /** Prices that correct towards each other; the first also repeats three tenths of the second. */
  private static double[][] prices(double correlation) {
    Random random = new Random(3);
    double[][] logs = new double[2][STEPS];
    logs[0][0] = Math.log(50_000);
    logs[1][0] = Math.log(50_010);
    for (int t = 1; t < STEPS; t++) {
      double apart = logs[0][t - 1] - logs[1][t - 1];
      double past = t == 1 ? 0 : logs[1][t - 1] - logs[1][t - 2];
      double shock = random.nextGaussian();
      double other =
          correlation * shock + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      logs[0][t] = logs[0][t - 1] - 0.15 * apart + 0.3 * past + 1e-3 * shock;
      logs[1][t] = logs[1][t - 1] + 0.35 * apart + 1e-3 * other;
    }
    return new double[][] {
      Arrays.stream(logs[0]).map(Math::exp).toArray(),
      Arrays.stream(logs[1]).map(Math::exp).toArray()
    };
  }

  private static List<Row> rows(double[] perpetual, double[] spot) {
    return Rows.of(
        new PriceDiscoveryStatistic(),
        new AssetMarkets(
            "BTC", List.of(series(PERPETUAL, perpetual), series(SPOT, spot)), List.of()),
        UtcDays.of(DAY),
        LakeTables.PRICE_DISCOVERY);
  }

  private static MarketSeries series(Instrument instrument, double[] close) {
    return new MarketSeries(
        instrument,
        Steps.of(UtcDays.of(DAY), BarClock.BAR_MICROS),
        MarketSeries.Parts.ofColumns(Map.of(Column.CLOSE, close)));
  }
}
