package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code self_excitation} on hourly prints: the likelihood is climbed by the
 * steps of Richardson and Lucy, then by steps of Newton, each found by trying every set of weights
 * that may stand at zero; so is each draw of days.
 */
public final class SelfExcitationProof implements ColumnProof {
  private static final Instrument BTC = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 30);
  private static final int DAYS = 44;
  private static final int WINDOW = 30;
  private static final int BEGIN = 24 * (DAYS - WINDOW);
  private static final int HOURS = 24 * DAYS;
  private static final int SLOTS = 8;
  private static final int[] HALF_LIVES = {1, 2, 4, 16};
  private static final int CLIMB = 500;

  private final Steps hours =
      Steps.of(new UtcDays(DAY.minusDays(DAYS - 1L), DAY), BarClock.HOUR_MICROS);
  private final double[][] prints = new double[2][HOURS];
  private final double[][] usd = new double[2][HOURS];
  private final double[][] high = new double[2][HOURS];
  private final double[][] predicted = new double[2][HOURS];

  /** Hours of the window that enter a fit. */
  private static final class Fit {
    final List<double[]> causes = new ArrayList<>();
    final List<Double> orders = new ArrayList<>();
    final List<Integer> at = new ArrayList<>();
    final List<Integer> days = new ArrayList<>();
    double[] weights;

    double rate(int i) {
      double rate = 0;
      for (int k = 0; k < weights.length; k++) {
        rate += weights[k] * causes.get(i)[k];
      }
      return rate;
    }

    int size() {
      return orders.size();
    }
  }

  @Override
  public LakeTable table() {
    return LakeTables.SELF_EXCITATION;
  }

  @Override
  public void prove(Proof proof) {
    new SelfExcitationProof().proveAll(proof);
  }

  private void proveAll(Proof proof) {
    make();
    double[] unknown = new double[HOURS];
    Arrays.fill(unknown, Double.NaN);
    List<Row> rows = rows(new ForcedFlow("prints", hours, usd, usd, high, prints, predicted));
    proveLongs(proof, rows.get(0));
    proof
        .row(rows.get(1))
        .is("side", "short")
        .isNull("branching")
        .isNull("branching_without_map")
        .isNull("branching_fano")
        .isNull("branching_if_hidden_follow")
        .is("reason", "under 100 steps with orders");

    double[][] none = {unknown, unknown};
    proof
        .row(rows(new ForcedFlow("prints", hours, usd, usd, none, prints, none)).get(0))
        .isNull("branching")
        .is("n", 0L)
        .is("reason", "no prediction of the map");
    proof
        .row(
            rows(new ForcedFlow("aggregate of one", hours, usd, none, none, none, predicted))
                .get(0))
        .isNull("branching_fano")
        .isNull("branching_if_hidden_follow")
        .is("feed_rule", "aggregate of one")
        .is("reason", "totals are no counts; no estimate of what the feed hid");
    proof
        .row(rows(new ForcedFlow("prints", hours, none, none, none, none, predicted)).get(0))
        .isNull("feed_rule")
        .isNull("step_minutes")
        .is("n", 0L)
        .is("reason", "no forced orders in the window");
    double[][] lately = {prints[0].clone(), prints[1].clone()};
    Arrays.fill(lately[0], 0, HOURS - 24 * 9, Double.NaN);
    proof
        .row(rows(new ForcedFlow("prints", hours, usd, usd, high, lately, none)).get(0))
        .is("reason", "no prediction of the map; without the map: under 10 days");
  }

  private void proveLongs(Proof proof, Row row) {
    double reported = 0;
    double most = 0;
    double count = 0;
    for (int i = BEGIN; i < HOURS; i++) {
      if (!Double.isNaN(usd[0][i])) {
        reported += usd[0][i];
        most += high[0][i];
        count += prints[0][i];
      }
    }
    long seed = Resampling.seed("self_excitation", BTC, DAY, Side.LONG);
    Fit plain = fit(null);
    double mean = reported / count;
    Fit given = fit(Arrays.stream(predicted[0]).map(mass -> mass / mean).toArray());
    double[][] plainDraws = draws(plain, seed);
    double[][] draws = draws(given, seed + 1);
    double branching = branching(given.weights);
    int last = given.weights.length - 1;
    double[] leftovers = leftovers(given);
    proof
        .row(row)
        .is("venue", "bybit")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("side", "long")
        .is("feed_rule", "prints")
        .is("step_minutes", 60)
        .is("branching", branching, 1e-4)
        .is("branching_low", low(draws), 1e-4)
        .is("branching_high", high(draws), 1e-4)
        .is("branching_later_steps", later(given.weights), 1e-4)
        .is("branching_without_map", branching(plain.weights), 1e-4)
        .is("branching_without_map_low", low(plainDraws), 1e-4)
        .is("branching_without_map_high", high(plainDraws), 1e-4)
        .is("branching_fano", fano(plain.orders), 1e-9)
        .is("branching_if_hidden_follow", 1 - (1 - branching) * reported / most, 1e-4)
        .is("per_predicted", given.weights[last], 1e-4)
        .is("per_predicted_low", quantile(draws, last, 0.05), 1e-4)
        .is("per_predicted_high", quantile(draws, last, 0.95), 1e-4)
        .is("residual_dispersion", leftovers[0], 1e-4)
        .is("residual_autocorrelation", leftovers[1], 1e-4)
        .is("n", (long) given.size())
        .isNull("reason");
  }

  /** The fit of the window, by steps that never lower the likelihood. */
  private Fit fit(double[] mass) {
    Fit fit = new Fit();
    int columns = SLOTS + HALF_LIVES.length + (mass == null ? 0 : 1);
    for (int hour = BEGIN; hour < HOURS; hour++) {
      double[] causes = new double[columns];
      causes[hour % 24 / 3] = 1;
      for (int h = 0; h < HALF_LIVES.length; h++) {
        double keep = Math.pow(0.5, 1.0 / HALF_LIVES[h]);
        for (int back = 1; hour - back >= BEGIN - 288; back++) {
          double before = prints[0][hour - back];
          double weight = (1 - keep) * Math.pow(keep, back - 1);
          causes[SLOTS + h] += Double.isNaN(before) ? 0 : weight * before;
        }
      }
      boolean known = !Double.isNaN(prints[0][hour]) && (mass == null || !Double.isNaN(mass[hour]));
      for (int back = 1; back <= 16; back++) {
        known &= !Double.isNaN(prints[0][hour - back]);
      }
      if (known) {
        if (mass != null) {
          causes[columns - 1] = mass[hour];
        }
        fit.causes.add(causes);
        fit.orders.add(prints[0][hour]);
        fit.at.add(hour);
        fit.days.add(hour / 24);
      }
    }
    fit.weights = climb(fit, columns);
    for (int step = 0; step < 20; step++) {
      Day whole = new Day(columns);
      days(fit).forEach(day -> whole.add(day, 1));
      fit.weights = moved(fit.weights, whole.pull, whole.bend);
    }
    return fit;
  }

  private static double[] climb(Fit fit, int columns) {
    double[][] x = fit.causes.toArray(double[][]::new);
    double[] y = fit.orders.stream().mapToDouble(one -> one).toArray();
    double[] sums = new double[columns];
    for (double[] row : x) {
      for (int k = 0; k < columns; k++) {
        sums[k] += row[k];
      }
    }
    double[] weights = new double[columns];
    Arrays.fill(weights, 0.5);
    for (int step = 0; step < CLIMB; step++) {
      double[] pull = new double[columns];
      for (int i = 0; i < x.length; i++) {
        double rate = 0;
        for (int k = 0; k < columns; k++) {
          rate += weights[k] * x[i][k];
        }
        for (int k = 0; k < columns; k++) {
          pull[k] += x[i][k] * y[i] / rate;
        }
      }
      for (int k = 0; k < columns; k++) {
        weights[k] *= pull[k] / sums[k];
      }
    }
    return weights;
  }

  /** First and second derivatives of the likelihood over the hours of a day. */
  private static final class Day {
    final double[] pull;
    final double[][] bend;

    Day(int columns) {
      pull = new double[columns];
      bend = new double[columns][columns];
    }

    void add(Day other, double times) {
      for (int k = 0; k < pull.length; k++) {
        pull[k] += times * other.pull[k];
        for (int l = 0; l < pull.length; l++) {
          bend[k][l] += other.bend[k][l];
        }
      }
    }
  }

  private static List<Day> days(Fit fit) {
    Map<Integer, Day> days = new TreeMap<>();
    int columns = fit.weights.length;
    for (int i = 0; i < fit.size(); i++) {
      Day day = days.computeIfAbsent(fit.days.get(i), key -> new Day(columns));
      double[] x = fit.causes.get(i);
      double ratio = fit.orders.get(i) / fit.rate(i);
      for (int k = 0; k < columns; k++) {
        day.pull[k] += x[k] * (ratio - 1);
        for (int l = 0; l < columns; l++) {
          day.bend[k][l] += x[k] * x[l] * ratio / fit.rate(i);
        }
      }
    }
    return List.copyOf(days.values());
  }

  /** A hundred draws of as many days as there are, each one step of Newton away from the fit. */
  private static double[][] draws(Fit fit, long seed) {
    List<Day> days = days(fit);
    int count = days.size();
    SplittableRandom random = new SplittableRandom(seed);
    double[][] draws = new double[100][];
    for (int draw = 0; draw < draws.length; draw++) {
      Day sum = new Day(fit.weights.length);
      for (int n = 0; n < count; n++) {
        sum.add(days.get(random.nextInt(count)), Math.sqrt(count / (count - 1.0)));
      }
      draws[draw] = moved(fit.weights, sum.pull, sum.bend);
    }
    return draws;
  }

  /**
   * The point that has the most of pull'(point - from) - (point - from)' bend (point - from) / 2.
   */
  private static double[] moved(double[] from, double[] pull, double[][] bend) {
    int columns = from.length;
    double[] best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (int held = 0; held < 1 << (columns - SLOTS); held++) {
      double[][] matrix = new double[columns][columns];
      double[] right = new double[columns];
      for (int k = 0; k < columns; k++) {
        if (isHeld(held, k)) {
          matrix[k][k] = 1;
          continue;
        }
        right[k] = pull[k];
        for (int l = 0; l < columns; l++) {
          matrix[k][l] = bend[k][l];
          right[k] += bend[k][l] * from[l];
        }
      }
      double[] point = PlainArithmetic.solve(matrix, right);
      double gain = 0;
      for (int k = 0; k < columns; k++) {
        point[k] = isHeld(held, k) ? 0 : point[k]; // whatever elimination rounded it to
        gain += pull[k] * (point[k] - from[k]);
        for (int l = 0; l < columns; l++) {
          gain -= (point[k] - from[k]) * bend[k][l] * (point[l] - from[l]) / 2;
        }
      }
      if (gain > most && Arrays.stream(point).allMatch(weight -> weight >= 0)) {
        most = gain;
        best = point;
      }
    }
    return best;
  }

  private static boolean isHeld(int held, int column) {
    return column >= SLOTS && (held >> (column - SLOTS) & 1) == 1;
  }

  private static double later(double[] weights) {
    double sum = 0;
    for (int h = 0; h < HALF_LIVES.length; h++) {
      sum += weights[SLOTS + h];
    }
    return sum;
  }

  /** Share of the followers of a kernel of a mean lag, in steps, that come within the step. */
  private static double within(double meanLag) {
    return 1 - meanLag * (1 - Math.exp(-1 / meanLag));
  }

  private static double branching(double[] weights) {
    double inStep = 0;
    for (int h = 0; h < HALF_LIVES.length; h++) {
      double share = within(HALF_LIVES[h] / Math.log(2));
      inStep += weights[SLOTS + h] * share / (1 - share);
    }
    return inStep / (1 + inStep) + later(weights) / (1 + inStep);
  }

  /** The same with one kernel that has the mean lag of the mix. */
  private static double least(double[] weights) {
    double later = later(weights);
    double lags = 0;
    for (int h = 0; h < HALF_LIVES.length; h++) {
      lags += weights[SLOTS + h] / (1 - Math.pow(0.5, 1.0 / HALF_LIVES[h])) / later;
    }
    // An exponential of keep per step has the mean lag 1 / (1 - keep).
    double share = within(1 / -Math.log(1 - 1 / lags));
    double inStep = later * share / (1 - share);
    return (inStep + later) / (1 + inStep);
  }

  private static double low(double[][] draws) {
    return PlainArithmetic.quantile(
        Arrays.stream(draws).mapToDouble(SelfExcitationProof::least).toArray(), 0.05);
  }

  private static double high(double[][] draws) {
    return PlainArithmetic.quantile(
        Arrays.stream(draws).mapToDouble(SelfExcitationProof::branching).toArray(), 0.95);
  }

  private static double quantile(double[][] draws, int place, double share) {
    return PlainArithmetic.quantile(
        Arrays.stream(draws).mapToDouble(draw -> draw[place]).toArray(), share);
  }

  private static double fano(List<Double> orders) {
    double mean = orders.stream().mapToDouble(one -> one).average().orElseThrow();
    double squares = orders.stream().mapToDouble(one -> Math.pow(one - mean, 2)).sum();
    return 1 - Math.sqrt(mean / (squares / (orders.size() - 1)));
  }

  /** Mean square of the standardised residuals, and their correlation with those an hour later. */
  private static double[] leftovers(Fit fit) {
    double squares = 0;
    double products = 0;
    double[] residual = new double[fit.size()];
    for (int i = 0; i < residual.length; i++) {
      residual[i] = (fit.orders.get(i) - fit.rate(i)) / Math.sqrt(fit.rate(i));
      squares += residual[i] * residual[i];
      if (i > 0 && fit.at.get(i) == fit.at.get(i - 1) + 1) {
        products += residual[i] * residual[i - 1];
      }
    }
    return new double[] {squares / residual.length, products / squares};
  }

  /**
   * Longs: orders by the hour of the day, by the map, and by the orders before. A day and some
   * hours were not listened to; of three prints in an hour the rule hid one more. Shorts: few.
   */
  private void make() {
    Random random = new Random(12);
    double[] past = new double[HALF_LIVES.length];
    for (int hour = 0; hour < HOURS; hour++) {
      predicted[0][hour] = hour % 40 == 39 ? Double.NaN : -5e3 * Math.log(1 - random.nextDouble());
      double rate =
          4
              + hour % 24 / 12.0
              + 1.1 * (Double.isNaN(predicted[0][hour]) ? 1 : predicted[0][hour] / 5e3);
      for (int h = 0; h < past.length; h++) {
        rate += new double[] {0.15, 0, 0.1, 0.1}[h] * past[h];
      }
      int count = 0;
      for (double left = Math.exp(-rate), u = random.nextDouble(); u > left; count++) {
        u *= random.nextDouble();
      }
      boolean listened = hour / 24 != DAYS - 7 && hour % 250 != 0;
      for (int h = 0; h < past.length; h++) {
        double keep = Math.pow(0.5, 1.0 / HALF_LIVES[h]);
        past[h] = keep * past[h] + (1 - keep) * count;
      }
      prints[0][hour] = listened ? count : Double.NaN;
      usd[0][hour] = listened ? count * 4000 * (1 + random.nextDouble()) : Double.NaN;
      high[0][hour] = count >= 3 ? 1.5 * usd[0][hour] : usd[0][hour];
      prints[1][hour] = hour % 20 == 0 ? 1 : 0;
      usd[1][hour] = 1000 * prints[1][hour];
      high[1][hour] = usd[1][hour];
      predicted[1][hour] = 10;
    }
  }

  private List<Row> rows(ForcedFlow flow) {
    MarketSeries series =
        new MarketSeries(
            BTC,
            Steps.of(new UtcDays(DAY.minusDays(DAYS - 1L), DAY), BarClock.BAR_MICROS),
            MarketSeries.Parts.ofColumns(Map.of()).withForced(Map.of("flow", flow)));
    return Rows.of(
        new SelfExcitationStatistic(),
        new AssetMarkets("BTC", List.of(series), List.of()),
        UtcDays.of(DAY),
        table());
  }
}
