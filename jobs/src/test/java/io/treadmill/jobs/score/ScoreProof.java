package io.treadmill.jobs.score;

import io.treadmill.book.law.Dispersion;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Slow computation of {@code heatmap_score}: twelve days of eight windows whose totals and
 * predictions are known, every formula written out again as a sum over them.
 */
public final class ScoreProof implements ColumnProof {
  static final LocalDate LAST = LocalDate.of(2026, 3, 14);
  private static final int DAYS = 12;
  private static final int HOURS = 4;
  private static final int DRAWS = 500;
  static final String BOOK = "book";
  static final String FINE = "fine_freshness";

  /** One window of both models, millions of USD; log-likelihoods of its prints. */
  record Pair(
      int day, int hour, Side side, double y, double mu, double other, long prints, double gain) {}

  private final List<Pair> pairs = pairs();

  @Override
  public LakeTable table() {
    return LakeTables.HEATMAP_SCORE;
  }

  static List<Pair> pairs() {
    Random random = new Random(7);
    List<Pair> pairs = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int hour = 0; hour < HOURS; hour++) {
        for (Side side : Side.values()) {
          double y = Math.exp(random.nextGaussian());
          double mu = y * Math.exp(0.4 * random.nextGaussian());
          double other = y * Math.exp(0.7 * random.nextGaussian());
          pairs.add(new Pair(day, hour, side, y, mu, other, 2 + day % 3, 0.3 + 0.1 * day));
        }
      }
    }
    return pairs;
  }

  private static LocalDate day(int number) {
    return LAST.minusDays(DAYS - 1L - number);
  }

  /** The predictions of both models; the map's bands reach a tenth down and a fifth up. */
  static MadeUpPredictions predictions(List<Pair> pairs) {
    MadeUpPredictions predictions = new MadeUpPredictions();
    for (Pair one : pairs) {
      LocalDate day = day(one.day);
      double usd = 1e6 * one.mu;
      String scope = one.day == DAYS - 1 ? "full" : "throttled_1s";
      predictions.add(
          new MadeUpPredictions.Prediction(
              day,
              one.hour,
              one.side,
              "path_1h",
              BOOK,
              usd,
              0.9 * usd,
              1.2 * usd,
              Dispersion.Interval.NONE,
              1e6 * one.y,
              one.prints,
              -1 + one.gain,
              scope));
      predictions.add(
          new MadeUpPredictions.Prediction(
              day,
              one.hour,
              one.side,
              "path_1h",
              FINE,
              1e6 * one.other,
              Double.NaN,
              Double.NaN,
              Dispersion.Interval.NONE,
              1e6 * one.y,
              one.prints,
              -1,
              scope));
      predictions.add(day, one.hour, one.side, "map_1h", BOOK, usd, 1e6 * one.y);
      predictions.add(day, one.hour, one.side, "map_1h", "hobby", 1e6 * one.y, 1e6 * one.y);
      predictions.add(day, one.hour, one.side, "map_24h", BOOK, usd, Double.NaN);
      predictions.add(day, one.hour, one.side, "path_5m", BOOK, usd, 1e6 * one.y);
    }
    return predictions;
  }

  private static double deviance(double y, double mu) {
    return 2 * (y * Math.log(y / mu) - y + mu);
  }

  private double sum(ToDoubleFunction<Pair> value) {
    return pairs.stream().mapToDouble(value).sum();
  }

  @Override
  public void prove(Proof proof) {
    MadeUpPredictions predictions = predictions(pairs);
    double own = sum(one -> deviance(one.y, one.mu));
    double other = sum(one -> deviance(one.y, one.other));
    double[][] byDay = byDay(one -> deviance(one.y, one.mu), one -> deviance(one.y, one.other));
    double[] ratios = drawn(byDay);
    double[] gains = drawn(byDay(one -> one.gain, one -> one.prints));
    double[] last = byDay[DAYS - 1];
    double mean = sum(Pair::y) / pairs.size();
    proof
        .row(predictions.score(LAST, "path_1h", BOOK, FINE))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", LAST)
        .is("model", BOOK)
        .is("baseline", FINE)
        .is("horizon", "path_1h")
        .is("skill", 1 - own / other, 1e-12)
        .is("skill_low", 1 - quantile(ratios, 0.975), 1e-12)
        .is("skill_high", 1 - quantile(ratios, 0.025), 1e-12)
        .is("day_skill", 1 - last[0] / last[1], 1e-12)
        .is("deviance", own, 1e-9)
        .is("baseline_deviance", other, 1e-9)
        .is("r2", 1 - sum(one -> sq(one.y - one.mu)) / sum(one -> sq(one.y - mean)), 1e-12)
        .is("spearman", spearman(), 1e-12)
        .is("ratio", sum(Pair::mu) / sum(Pair::y), 1e-12)
        .is("hot_precision", hotPrecision(), 1e-12)
        .is("location_prints", (long) sum(Pair::prints))
        .is("location_gain", sum(Pair::gain) / sum(Pair::prints), 1e-12)
        .is("location_gain_low", quantile(gains, 0.025), 1e-12)
        .is("location_gain_high", quantile(gains, 0.975), 1e-12)
        .isNull("interval_reason")
        .isNull("location_reason")
        .isNull("band_reason")
        .is("band_coverage", ReliabilityProof.coverage(pairs), 1e-12)
        .is("n", 96L)
        .is("days", 12)
        .isNull("reason")
        .is("print_scope", "full");
    proveSums(proof, predictions);
    proveReasons(proof, predictions);
    proveFewDays(proof);
    proveBandsAndEnds(proof);
  }

  /** Four hours of a side are one window of {@code path_4h}. */
  private void proveSums(Proof proof, MadeUpPredictions predictions) {
    double own = 0;
    double other = 0;
    for (int day = 0; day < DAYS; day++) {
      for (Side side : Side.values()) {
        double[] sums = new double[3];
        for (Pair one : pairs) {
          if (one.day == day && one.side == side) {
            sums[0] += one.y;
            sums[1] += one.mu;
            sums[2] += one.other;
          }
        }
        own += deviance(sums[0], sums[1]);
        other += deviance(sums[0], sums[2]);
      }
    }
    proof
        .row(predictions.score(LAST, "path_4h", BOOK, FINE))
        .is("horizon", "path_4h")
        .is("deviance", own, 1e-9)
        .is("baseline_deviance", other, 1e-9)
        .isNull("location_prints")
        .is("location_reason", "no prints with prices in these windows")
        .is("n", 24L);
  }

  /** Nine of the twelve days: too few for an interval, of the skill and of the gain. */
  private void proveFewDays(Proof proof) {
    List<Pair> nine = pairs.stream().filter(one -> one.day >= 3).toList();
    proof
        .row(predictions(nine).score(LAST, "path_1h", BOOK, FINE))
        .is("days", 9)
        .isNull("skill_low")
        .isNull("skill_high")
        .is("interval_reason", "fewer than 10 days");
    proof
        .row(predictions(withPrints(nine, 0)).score(LAST, "path_1h", BOOK, FINE))
        .is("location_prints", 0L)
        .is("location_reason", "fewer than 200 prints");
    proof
        .row(predictions(withPrints(nine, 2)).score(LAST, "path_1h", BOOK, FINE))
        .is("location_prints", 144L)
        .isNull("location_gain")
        .is("location_reason", "fewer than 200 prints");
    proof
        .row(predictions(withPrints(nine, 5)).score(LAST, "path_1h", BOOK, FINE))
        .is("location_prints", 360L)
        .is("location_gain", 0.2, 1e-12)
        .isNull("location_gain_low")
        .isNull("location_gain_high")
        .is("location_reason", "no interval: prints on fewer than 10 days");
  }

  private void proveReasons(Proof proof, MadeUpPredictions predictions) {
    proof
        .row(predictions.score(LAST, "path_1h", BOOK, "path_only"))
        .is("reason", "no fit of the baseline on earlier days yet")
        .isNull("skill")
        .isNull("deviance")
        .isNull("interval_reason")
        .is("location_reason", "no fit of the baseline on earlier days yet")
        .is("band_reason", "no fit of the baseline on earlier days yet")
        .is("n", 96L)
        .is("days", 12);
    proof
        .row(predictions.score(LAST, "path_5m", BOOK, "hobby"))
        .is("reason", "the baseline is not predicted bar by bar");
    proof
        .row(predictions.score(LAST, "path_5m", BOOK, "path_only"))
        .is("reason", "no fit of the baseline on earlier days yet");
    proof
        .row(predictions.score(LAST, "map_24h", BOOK, FINE))
        .is("reason", "no realised totals in the window")
        .is("n", 0L)
        .is("days", 0);
    proof
        .row(predictions.score(LAST, "map_1h", BOOK, "hobby"))
        .is("reason", "the baseline predicts every total exactly")
        .isNull("skill")
        .isNull("interval_reason")
        .isNull("band_coverage")
        .is("band_reason", "the law has no draws")
        .is("baseline_deviance", 0, 1e-12);
  }

  private static List<Pair> withPrints(List<Pair> pairs, long count) {
    return pairs.stream()
        .map(one -> new Pair(one.day, one.hour, one.side, one.y, one.mu, one.other, count, 1))
        .toList();
  }

  /**
   * The first days stand on a law without draws; then nine windows only; then days that are exact.
   */
  private void proveBandsAndEnds(Proof proof) {
    MadeUpPredictions partly = new MadeUpPredictions();
    MadeUpPredictions few = new MadeUpPredictions();
    MadeUpPredictions exact = new MadeUpPredictions();
    for (Pair one : pairs) {
      double usd = 1e6 * one.mu;
      double band = one.day < 3 ? Double.NaN : usd;
      partly.add(
          new MadeUpPredictions.Prediction(
              day(one.day),
              one.hour,
              one.side,
              "path_1h",
              BOOK,
              usd,
              band,
              band,
              Dispersion.Interval.NONE,
              1e6 * one.y,
              null,
              Double.NaN,
              "full"));
      partly.add(day(one.day), one.hour, one.side, "path_1h", FINE, 1e6 * one.other, 1e6 * one.y);
      if (one.hour == 0 && one.side == Side.LONG && one.day >= 3) {
        few.add(day(one.day), 0, one.side, "path_1h", BOOK, usd, 1e6 * one.y);
        few.add(day(one.day), 0, one.side, "path_1h", FINE, 1e6 * one.other, 1e6 * one.y);
      }
      double other = one.day == 11 ? 2 * one.y : one.y;
      exact.add(day(one.day), one.hour, one.side, "path_1h", BOOK, usd, 1e6 * one.y);
      exact.add(day(one.day), one.hour, one.side, "path_1h", FINE, 1e6 * other, 1e6 * one.y);
    }
    proof
        .row(partly.score(LAST, "path_1h", BOOK, FINE))
        .is("location_reason", "no prints with prices in these windows")
        .is("band_reason", "no draws of the law in part of the window");
    proof
        .row(few.score(LAST, "path_1h", BOOK, FINE))
        .is("band_reason", "fewer than 10 rows")
        .isNull("hot_precision")
        .is("n", 9L);
    proof
        .row(exact.score(LAST, "path_1h", BOOK, FINE))
        .isNull("skill_low")
        .is("interval_reason", "the baseline predicts some days exactly");
  }

  private static double sq(double value) {
    return value * value;
  }

  private double[][] byDay(ToDoubleFunction<Pair> above, ToDoubleFunction<Pair> below) {
    double[][] sums = new double[DAYS][2];
    for (Pair one : pairs) {
      sums[one.day][0] += above.applyAsDouble(one);
      sums[one.day][1] += below.applyAsDouble(one);
    }
    return sums;
  }

  /** Ratios of sums over twelve days drawn with replacement; the numbers come from seed 1. */
  private static double[] drawn(double[][] days) {
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double above = 0;
      double below = 0;
      for (int i = 0; i < DAYS; i++) {
        int day = random.nextInt(DAYS);
        above += days[day][0];
        below += days[day][1];
      }
      ratios[draw] = above / below;
    }
    return ratios;
  }

  /** Of 500 sorted values the point at 499 x share, linear between its neighbours. */
  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int below = (int) (499 * share);
    double part = 499 * share - below;
    return (1 - part) * sorted[below] + part * sorted[below + 1];
  }

  /** No two values are equal: the sum of squared differences of ranks says it. */
  private double spearman() {
    double squares = 0;
    for (Pair one : pairs) {
      long y = pairs.stream().filter(o -> o.y < one.y).count();
      long mu = pairs.stream().filter(o -> o.mu < one.mu).count();
      squares += sq(y - mu);
    }
    double n = pairs.size();
    return 1 - 6 * squares / (n * (n * n - 1));
  }

  /** Of the nine largest predictions of 96, the share among the nine largest totals. */
  private double hotPrecision() {
    long hits =
        pairs.stream()
            .filter(one -> pairs.stream().filter(o -> o.y > one.y).count() < 9)
            .filter(one -> pairs.stream().filter(o -> o.mu > one.mu).count() < 9)
            .count();
    return hits / 9.0;
  }
}
