package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code regime_transition} from the states of {@code regime}: counts by a
 * loop, the null by scaling rows and columns of a table without a diagonal in turn, the test by
 * adding up the binomial law.
 */
public final class RegimeTransitionProof implements ColumnProof {
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
  private static final int FROM = STATES.indexOf("building");
  private static final int TO = STATES.indexOf("quiet");
  private static final double Z_90 = 1.6448536269514722;

  @Override
  public LakeTable table() {
    return LakeTables.REGIME_TRANSITION;
  }

  @Override
  public void prove(Proof proof) {
    TwoLevelMarket market = new TwoLevelMarket();
    UtcDays all = new UtcDays(TwoLevelMarket.FIRST, TwoLevelMarket.DAY);
    List<Row> hours = Rows.of(new RegimeStatistic(), market.markets(), all, LakeTables.REGIME);
    List<Row> rows = rows(market, UtcDays.of(TwoLevelMarket.DAY));
    long[][] count = count(hours);
    double[][] nullShare = nullShares(count);
    double[] p = new double[64];
    Arrays.fill(p, Double.NaN);
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        if (a != b && sum(count[a]) >= 10 && nullShare[a][b] > 0) {
          p[8 * a + b] = binomial(count[a][b], sum(count[a]), nullShare[a][b]);
        }
      }
    }
    long k = count[FROM][TO];
    long n = sum(count[FROM]);
    proof
        .row(rows.get(7 * FROM + TO - 1))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", TwoLevelMarket.DAY)
        .is("from_state", "building")
        .is("to_state", "quiet")
        .is("count", k)
        .is("n", n)
        .is("probability", k / (double) n, 1e-12)
        .is("low", wilson(k, n, -1), 1e-9)
        .is("high", wilson(k, n, 1), 1e-9)
        .is("null_probability", nullShare[FROM][TO], 1e-6)
        .is("p", p[8 * FROM + TO], 1e-5)
        .is("p_holm", holm(p, 8 * FROM + TO), 1e-4)
        .isNull("reason");
    proof
        .row(rows.get(0))
        .is("from_state", "flush")
        .is("to_state", "fragile")
        .isNull("probability")
        .is("reason", "under 10 ends of the state");
    proof
        .row(rows.get(7 * FROM))
        .is("to_state", "flush")
        .is("null_probability", 0, 0)
        .isNull("p")
        .is("reason", "the state never follows any: no test");
  }

  private static List<Row> rows(TwoLevelMarket market, UtcDays days) {
    return Rows.of(new RegimeStatistic(), market.markets(), days, LakeTables.REGIME_TRANSITION);
  }

  private static long[][] count(List<Row> hours) {
    long[][] count = new long[8][8];
    String before = null;
    for (Row hour : hours) {
      String state = hour.getString(LakeTables.REGIME.schema().fieldIndex("state"));
      if (before != null && state != null && !state.equals(before)) {
        count[STATES.indexOf(before)][STATES.indexOf(state)]++;
      }
      before = state;
    }
    return count;
  }

  private static long sum(long[] row) {
    return Arrays.stream(row).sum();
  }

  /** Expected shares of a table without a diagonal whose margins are those counted. */
  private static double[][] nullShares(long[][] count) {
    double[][] cell = new double[8][8];
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        cell[a][b] = a == b ? 0 : 1;
      }
    }
    for (int round = 0; round < 2000; round++) {
      for (int b = 0; b < 8; b++) {
        double arrived = 0;
        double now = 0;
        for (int a = 0; a < 8; a++) {
          arrived += count[a][b];
          now += cell[a][b];
        }
        for (int a = 0; a < 8; a++) {
          cell[a][b] *= now > 0 ? arrived / now : 0;
        }
      }
      for (int a = 0; a < 8; a++) {
        double now = Arrays.stream(cell[a]).sum();
        for (int b = 0; b < 8; b++) {
          cell[a][b] *= now > 0 ? sum(count[a]) / now : 0;
        }
      }
    }
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        cell[a][b] /= Math.max(1, sum(count[a]));
      }
    }
    return cell;
  }

  /** Twice the smaller tail, the count in both. */
  static double binomial(long count, long n, double share) {
    double[] law = new double[(int) n + 1];
    law[0] = Math.pow(1 - share, n);
    for (int i = 1; i <= n; i++) {
      law[i] = law[i - 1] * (n - i + 1) / i * share / (1 - share);
    }
    double atMost = Arrays.stream(law, 0, (int) count + 1).sum();
    double atLeast = Arrays.stream(law, (int) count, law.length).sum();
    return Math.min(1, 2 * Math.min(atMost, atLeast));
  }

  /** The share whose distance from count / n is 1.645 standard errors of its own. */
  private static double wilson(long count, long n, int sign) {
    double seen = count / (double) n;
    double near = seen;
    double far = sign < 0 ? 0 : 1;
    for (int i = 0; i < 100; i++) {
      double middle = (near + far) / 2;
      boolean within = Math.abs(seen - middle) < Z_90 * Math.sqrt(middle * (1 - middle) / n);
      near = within ? middle : near;
      far = within ? far : middle;
    }
    return near;
  }

  /** The largest of p x (how many are left) up to and with this one, at most 1. */
  static double holm(double[] all, int place) {
    double[] sorted = Arrays.stream(all).filter(one -> !Double.isNaN(one)).sorted().toArray();
    double largest = 0;
    for (int i = 0; i < sorted.length && sorted[i] <= all[place]; i++) {
      largest = Math.max(largest, sorted[i] * (sorted.length - i));
    }
    return Math.min(1, largest);
  }
}
