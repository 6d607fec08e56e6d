package io.treadmill.lab.ladder;

import io.treadmill.book.law.Observations;
import io.treadmill.book.score.Score;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Scores of one model on the rows of a test window. Amounts in millions of USD.
 *
 * @param model name of the model
 * @param n number of rows
 * @param deviance quasi-Poisson deviance
 * @param r2 share of variance explained, without a refit
 * @param spearman rank correlation; NaN if the prediction is constant
 * @param ratio predicted over realised
 * @param sides R2 and ratio of longs and of shorts
 * @param hotPrecision share of the fifth of rows predicted largest that are the fifth realised
 *     largest
 * @param reliability ten bins by rising prediction
 * @param skills deviance skill over each other model, with 95 % interval of day blocks
 */
public record Scorecard(
    String model,
    int n,
    double deviance,
    double r2,
    double spearman,
    double ratio,
    List<SideScore> sides,
    double hotPrecision,
    List<Bin> reliability,
    Map<String, Skill> skills) {
  /** Bins of the reliability. */
  public static final int BINS = 10;

  private static final int DRAWS = 1000;
  private static final double HOT_SHARE = 0.2;

  /** R2 and ratio of one side. */
  public record SideScore(double r2, double ratio) {}

  /**
   * Whether a map knows where in the path the prints fall, not only how much: mean difference of
   * log-likelihood per print to another map, given that the print falls in the cells that price
   * went through in its interval.
   *
   * @param prints number of prints
   * @param gain mean log-likelihood gain; NaN with fewer than {@value Score#LEAST_PRINTS} prints
   * @param low low end of the 95 % interval of day blocks
   * @param high high end
   */
  public record Location(long prints, double gain, double low, double high) {}

  /**
   * Scores a model.
   *
   * @param rows known rows of the test window
   * @param predicted prediction of each by name of the model
   * @param seed seed of the day blocks
   */
  public static Scorecard of(
      String model, List<Observations.Row> rows, Map<String, double[]> predicted, long seed) {
    double[] y = rows.stream().mapToDouble(Observations.Row::realised).toArray();
    double[] mu = predicted.get(model);
    long[] day = days(rows);
    Map<String, Skill> skills = new LinkedHashMap<>();
    predicted.forEach(
        (name, baseline) -> {
          if (!name.equals(model)) {
            skills.put(name, skill(y, mu, baseline, day, DRAWS, seed));
          }
        });
    return new Scorecard(
        model,
        y.length,
        Score.deviance(y, mu),
        Score.r2(y, mu),
        Score.spearman(y, mu),
        Score.ratio(y, mu),
        List.of(side(rows, mu, Side.LONG), side(rows, mu, Side.SHORT)),
        hotPrecision(y, mu, HOT_SHARE),
        reliability(y, mu, BINS),
        skills);
  }

  private static SideScore side(List<Observations.Row> rows, double[] predicted, Side side) {
    int[] own = IntStream.range(0, rows.size()).filter(i -> rows.get(i).side() == side).toArray();
    double[] y = Arrays.stream(own).mapToDouble(i -> rows.get(i).realised()).toArray();
    double[] mu = Arrays.stream(own).mapToDouble(i -> predicted[i]).toArray();
    return new SideScore(Score.r2(y, mu), Score.ratio(y, mu));
  }

  /** Returns the number of the day of each row. */
  static long[] days(List<Observations.Row> rows) {
    return rows.stream().mapToLong(row -> UtcDays.dayOf(row.ts()).toEpochDay()).toArray();
  }

  /** Returns the location test of a map against another. */
  public static Location location(
      List<Observations.Row> rows, double[] own, double[] other, long seed) {
    Map<Long, double[]> byDay = new TreeMap<>();
    long[] day = days(rows);
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      double ownSum = 0;
      double otherSum = 0;
      while (to < rows.size() && sameInterval(rows.get(from), rows.get(to))) {
        ownSum += Math.max(own[to], Score.LEAST_PREDICTION);
        otherSum += Math.max(other[to], Score.LEAST_PREDICTION);
        to++;
      }
      double[] sums = byDay.computeIfAbsent(day[from], unused -> new double[2]);
      for (int i = from; i < to; i++) {
        long prints = rows.get(i).prints();
        double p = Math.max(own[i], Score.LEAST_PREDICTION) / ownSum;
        double q = Math.max(other[i], Score.LEAST_PREDICTION) / otherSum;
        sums[0] += prints * Math.log(p / q);
        sums[1] += prints;
      }
      from = to;
    }
    double[][] days = byDay.values().toArray(new double[0][]);
    double gain = 0;
    double prints = 0;
    for (double[] sums : days) {
      gain += sums[0];
      prints += sums[1];
    }
    if (prints < Score.LEAST_PRINTS) {
      return new Location((long) prints, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] drawn = Score.meanOfDrawnDays(days, DRAWS, seed);
    return new Location(
        (long) prints, gain / prints, Score.quantile(drawn, 0.025), Score.quantile(drawn, 0.975));
  }

  private static boolean sameInterval(Observations.Row a, Observations.Row b) {
    return a.ts() == b.ts() && a.side() == b.side();
  }

  /**
   * A skill with its interval.
   *
   * @param skill {@code 1 - deviance / deviance of the baseline}
   * @param low low end of the 95 % interval
   * @param high high end
   */
  public record Skill(double skill, double low, double high) {}

  /**
   * Returns the skill with an interval from whole days drawn with replacement.
   *
   * @param day day of each value: any numbers, equal for values of one day
   * @param draws number of draws
   */
  public static Skill skill(
      double[] realised, double[] predicted, double[] baseline, long[] day, int draws, long seed) {
    Map<Long, double[]> byDay = new TreeMap<>();
    for (int i = 0; i < realised.length; i++) {
      double[] sums = byDay.computeIfAbsent(day[i], unused -> new double[2]);
      sums[0] += Score.unitDeviance(realised[i], predicted[i]);
      sums[1] += Score.unitDeviance(realised[i], baseline[i]);
    }
    double[] ratios = Score.meanOfDrawnDays(byDay.values().toArray(new double[0][]), draws, seed);
    return new Skill(
        1 - Score.deviance(realised, predicted) / Score.deviance(realised, baseline),
        1 - Score.quantile(ratios, 0.975),
        1 - Score.quantile(ratios, 0.025));
  }

  /**
   * A bin of the reliability.
   *
   * @param predicted mean prediction of its values
   * @param realised mean realised
   */
  public record Bin(double predicted, double realised) {}

  /** Returns means by bin of equal count, by rising prediction; ties in the order of the values. */
  static List<Bin> reliability(double[] realised, double[] predicted, int bins) {
    int[] order = Score.byRising(predicted);
    List<Bin> result = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      int from = (int) ((long) order.length * b / bins);
      int to = (int) ((long) order.length * (b + 1) / bins);
      double p = 0;
      double y = 0;
      for (int i = from; i < to; i++) {
        p += predicted[order[i]];
        y += realised[order[i]];
      }
      if (to > from) {
        result.add(new Bin(p / (to - from), y / (to - from)));
      }
    }
    return result;
  }

  /**
   * Returns the share of the values predicted to be largest that are among the largest realised.
   *
   * @param share share of values that count as the largest, for example 0.2
   */
  static double hotPrecision(double[] realised, double[] predicted, double share) {
    int n = Math.max(1, (int) Math.round(share * realised.length));
    int[] hot = Score.byRising(predicted);
    double least = realised[Score.byRising(realised)[realised.length - n]];
    int hits = 0;
    for (int i = hot.length - n; i < hot.length; i++) {
      hits += realised[hot[i]] >= least && realised[hot[i]] > 0 ? 1 : 0;
    }
    return (double) hits / n;
  }
}
