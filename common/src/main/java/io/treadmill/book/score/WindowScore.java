package io.treadmill.book.score;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Scores of one model over a window of days, against a baseline on the same rows. Amounts in
 * millions of USD. Intervals come from drawing whole days: hours of a day are not independent.
 */
public final class WindowScore {
  private static final int DRAWS = 500;
  private static final long SEED = 1;
  static final double LOW = 0.025;
  static final double HIGH = 0.975;
  private static final int TENTHS = 10;
  private static final double MILLION = 1e6;

  private final double[] realised;
  private final double[] predicted;
  private final double[] baseline;
  private final int[] day;

  /**
   * Keeps the rows.
   *
   * @param realised totals, all known, at least one
   * @param predicted predictions of the model
   * @param baseline predictions of the baseline
   * @param day day of each row, any numbers
   */
  public WindowScore(double[] realised, double[] predicted, double[] baseline, int[] day) {
    this.realised = realised;
    this.predicted = predicted;
    this.baseline = baseline;
    this.day = day;
  }

  /**
   * Returns the score of windows whose amounts are in USD.
   *
   * @param windows at least one
   * @param realised total of a window, known
   * @param predicted prediction of the model
   * @param baseline prediction of the baseline
   */
  public static <W> WindowScore ofUsd(
      List<W> windows,
      ToDoubleFunction<W> realised,
      ToDoubleFunction<W> predicted,
      ToDoubleFunction<W> baseline,
      Function<W, LocalDate> day) {
    return new WindowScore(
        millions(windows, realised),
        millions(windows, predicted),
        millions(windows, baseline),
        windows.stream().mapToInt(window -> (int) day.apply(window).toEpochDay()).toArray());
  }

  private static <W> double[] millions(List<W> windows, ToDoubleFunction<W> usd) {
    return windows.stream().mapToDouble(usd).map(value -> value / MILLION).toArray();
  }

  /**
   * All numbers of a score; NaN where there is none. Their names are those of the columns.
   *
   * @param skill NaN if the baseline predicts every total exactly
   * @param intervalReason why there is a skill and no interval; null otherwise
   * @param days days with rows
   */
  public record Figures(
      double skill,
      double skillLow,
      double skillHigh,
      String intervalReason,
      double deviance,
      double baselineDeviance,
      double r2,
      double spearman,
      double ratio,
      double hotPrecision,
      int days) {
    /** Why nothing is better than a baseline. */
    public static final String EXACT = "the baseline predicts every total exactly";

    /** Those of no score. */
    public static final Figures NONE =
        new Figures(
            Double.NaN,
            Double.NaN,
            Double.NaN,
            null,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            0);

    /** Returns whether there is a skill: the baseline errs. */
    public boolean isComparable() {
      return baselineDeviance > 0;
    }

    /** Returns the skill with its interval. */
    public Skill withInterval() {
      return new Skill(skill, skillLow, skillHigh);
    }
  }

  /** Returns all numbers. */
  public Figures figures() {
    double baselineDeviance = baselineDeviance();
    Skill skill = baselineDeviance > 0 ? skill() : Skill.NONE;
    int days = (int) Arrays.stream(day).distinct().count();
    boolean isWhole = Double.isNaN(skill.value()) || !Double.isNaN(skill.low());
    String why =
        days < Score.LEAST_DAYS ? Score.FEW_DAYS : "the baseline predicts some days exactly";
    return new Figures(
        skill.value(),
        skill.low(),
        skill.high(),
        isWhole ? null : why,
        deviance(),
        baselineDeviance,
        r2(),
        spearman(),
        ratio(),
        hotPrecision(),
        days);
  }

  /** A skill with its interval; NaN where there is none. */
  public record Skill(double value, double low, double high) {
    public static final Skill NONE = new Skill(Double.NaN, Double.NaN, Double.NaN);
  }

  /** Returns the deviance of the model. */
  public double deviance() {
    return Score.deviance(realised, predicted);
  }

  /** Returns the deviance of the baseline. */
  public double baselineDeviance() {
    return Score.deviance(realised, baseline);
  }

  /** Returns the skill on one day; NaN if it has no rows. */
  public double skillOn(int one) {
    double model = 0;
    double other = 0;
    for (int i = 0; i < day.length; i++) {
      if (day[i] == one) {
        model += Score.unitDeviance(realised[i], predicted[i]);
        other += Score.unitDeviance(realised[i], baseline[i]);
      }
    }
    return other > 0 ? 1 - model / other : Double.NaN;
  }

  /**
   * Returns {@code 1 - deviance / baseline deviance} and its 95 % interval over draws of days,
   * which there is over at least {@link Score#LEAST_DAYS} days and if few draws hold none on which
   * the baseline errs.
   */
  public Skill skill() {
    int[] days = Arrays.stream(day).distinct().sorted().toArray();
    double[][] sums = new double[days.length][2];
    for (int i = 0; i < day.length; i++) {
      int d = Arrays.binarySearch(days, day[i]);
      sums[d][0] += Score.unitDeviance(realised[i], predicted[i]);
      sums[d][1] += Score.unitDeviance(realised[i], baseline[i]);
    }
    double model = Arrays.stream(sums).mapToDouble(sum -> sum[0]).sum();
    double other = Arrays.stream(sums).mapToDouble(sum -> sum[1]).sum();
    double value = 1 - model / other;
    if (days.length < Score.LEAST_DAYS) {
      return new Skill(value, Double.NaN, Double.NaN);
    }
    double[] draws =
        Arrays.stream(Score.meanOfDrawnDays(sums, DRAWS, SEED)).map(ratio -> 1 - ratio).toArray();
    double low = Score.quantile(draws, LOW);
    double high = Score.quantile(draws, HIGH);
    return Double.isFinite(low) && Double.isFinite(high)
        ? new Skill(value, low, high)
        : new Skill(value, Double.NaN, Double.NaN);
  }

  /** Returns the share of variance explained; NaN if the totals are constant. */
  public double r2() {
    boolean constant = Arrays.stream(realised).distinct().limit(2).count() < 2;
    return constant ? Double.NaN : Score.r2(realised, predicted);
  }

  /** Returns the rank correlation; NaN if either side is constant. */
  public double spearman() {
    return Score.spearman(realised, predicted);
  }

  /** Returns predicted over realised; NaN if nothing was realised. */
  public double ratio() {
    return Arrays.stream(realised).sum() > 0 ? Score.ratio(realised, predicted) : Double.NaN;
  }

  /** Returns the share of the tenth with the largest predictions that is in the realised one. */
  public double hotPrecision() {
    int n = realised.length / TENTHS;
    if (n == 0) {
      return Double.NaN;
    }
    int[] byRealised = Score.byRising(realised);
    int[] byPredicted = Score.byRising(predicted);
    boolean[] hot = new boolean[realised.length];
    for (int i = realised.length - n; i < realised.length; i++) {
      hot[byRealised[i]] = true;
    }
    int hits = 0;
    for (int i = realised.length - n; i < realised.length; i++) {
      hits += hot[byPredicted[i]] ? 1 : 0;
    }
    return (double) hits / n;
  }

  /** Returns the tenth (0..9) of each row by its value; equal values in the order of the rows. */
  public static int[] tenths(double[] values) {
    int[] order = Score.byRising(values);
    int[] tenth = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      tenth[order[i]] = (int) ((long) TENTHS * i / order.length);
    }
    return tenth;
  }
}
