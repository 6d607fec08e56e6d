package io.treadmill.book.law;

import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.special.Gamma;

/**
 * How realised totals lie about their expectation: Gamma, with the expectation as mean and the
 * variance {@code usd x expected + share x expected^2}. The first term is that of amounts which
 * come in pieces, the second that of a level which is wrong for a while; a sum of cells has the
 * interval of its sum. What is less than the least total ever told is nothing. Where amounts come
 * in few pieces, often none comes at all, which no Gamma tells: with chance {@code exp(-expected /
 * piece)} there is nothing, whatever the Gamma says.
 *
 * @param usd variance over expectation of small totals, USD; NaN if nothing is known
 * @param share squared relative deviation of large totals
 * @param leastUsd smallest total above 0 of the training window, USD
 * @param pieceUsd expectation of which nothing at all comes once in e times, USD; 0: the Gamma
 *     alone
 */
public record Dispersion(double usd, double share, double leastUsd, double pieceUsd)
    implements Serializable {
  /** Nothing is known. */
  public static final Dispersion NONE =
      new Dispersion(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Rows of a side below which nothing is said. */
  static final int LEAST_ROWS = 20;

  // Where few rows tell; of six near-equal choices, seen on July 2025 and January 2026.
  private static final double PRIOR_SHARE = .25;
  private static final double PRIOR_SHARE_DEVIATION = .5;
  private static final double PRIOR_USD_OF_MEAN = .2;
  private static final double PRIOR_USD_DEVIATION = 2;
  private static final double PRIOR_PIECE_OF_MEAN = .005;
  private static final double PRIOR_PIECE_DEVIATION = 2;

  private static final double LEAST_EXPECTED = 1e-6;
  private static final double TAIL = 0.1;
  private static final double INSIDE = 1 - 2 * TAIL;
  private static final double ACCURACY = 1e-6;
  private static final int MOST_STEPS = 500;

  /**
   * An interval of a realised total, USD: 80 % of totals lie in it, a tenth below and a tenth
   * above. Where nothing at all comes more often than once in ten times, the interval begins at 0
   * and a fifth lies above; where it comes four times in five, it is 0 to 0.
   *
   * @param low NaN if nothing is known
   */
  public record Interval(double low, double high) {
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);
  }

  /**
   * Returns the dispersions of longs and shorts in rows of a fit.
   *
   * @param rows rows of windows of one length, all known, by rising start
   * @param expected expected total of each, millions
   */
  public static List<Dispersion> bySide(List<Observations.Row> rows, double[] expected) {
    return Arrays.stream(Side.values()).map(side -> of(rows, expected, side)).toList();
  }

  private static Dispersion of(List<Observations.Row> rows, double[] expected, Side side) {
    int[] own = IntStream.range(0, rows.size()).filter(i -> rows.get(i).side() == side).toArray();
    double[] counts = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      Observations.Row row = rows.get(own[i]);
      long next = i + 1 < own.length ? rows.get(own[i + 1]).ts() : row.until();
      counts[i] = Math.min(1, (next - row.ts()) / (double) (row.until() - row.ts()));
    }
    return of(
        Arrays.stream(own).mapToDouble(i -> expected[i]).toArray(),
        Arrays.stream(own).mapToDouble(i -> rows.get(i).realised()).toArray(),
        counts);
  }

  /**
   * Finds the dispersion, maximum a posteriori; nothing is said from fewer than 20 totals, or if
   * all are 0.
   *
   * @param expected expected totals, millions of USD
   * @param realised realised totals, millions
   * @param counts how much each counts: windows that overlap share their weight
   */
  static Dispersion of(double[] expected, double[] realised, double[] counts) {
    double mean = Arrays.stream(realised).average().orElse(0);
    if (realised.length < LEAST_ROWS || !(mean > 0)) {
      return NONE;
    }
    double least = Arrays.stream(realised).filter(usd -> usd > 0).min().orElseThrow();
    double priorUsd = Math.log(PRIOR_USD_OF_MEAN * mean);
    double priorShare = Math.log(PRIOR_SHARE);
    double priorPiece = Math.log(PRIOR_PIECE_OF_MEAN * mean);
    double[] found =
        new SimplexOptimizer(ACCURACY, ACCURACY)
            .optimize(
                GoalType.MAXIMIZE,
                new MaxEval(MOST_STEPS),
                new InitialGuess(new double[] {priorUsd, priorShare, priorPiece}),
                new NelderMeadSimplex(3),
                new ObjectiveFunction(
                    at -> {
                      double a = (at[0] - priorUsd) / PRIOR_USD_DEVIATION;
                      double b = (at[1] - priorShare) / PRIOR_SHARE_DEVIATION;
                      double c = (at[2] - priorPiece) / PRIOR_PIECE_DEVIATION;
                      Dispersion one =
                          new Dispersion(Math.exp(at[0]), Math.exp(at[1]), least, Math.exp(at[2]));
                      double sum = -(a * a + b * b + c * c) / 2;
                      for (int i = 0; i < realised.length; i++) {
                        sum += counts[i] * one.logLikelihood(expected[i], realised[i]);
                      }
                      return sum;
                    }))
            .getPoint();
    return new Dispersion(
        Math.exp(found[0]) * Observations.MILLION,
        Math.exp(found[1]),
        least * Observations.MILLION,
        Math.exp(found[2]) * Observations.MILLION);
  }

  private double shape(double expected) {
    return 1 / (share + usd / expected);
  }

  private double noPiece(double expected) {
    return Math.exp(-expected / pieceUsd);
  }

  private double logLikelihood(double expectedOrZero, double realised) {
    double expected = Math.max(LEAST_EXPECTED, expectedOrZero);
    double shape = shape(expected);
    double scale = expected / shape;
    double none = noPiece(expected);
    if (realised < leastUsd) {
      double nothing = none + (1 - none) * below(shape, leastUsd / scale);
      return Math.log(Math.max(Double.MIN_NORMAL, nothing));
    }
    return Math.log(Math.max(Double.MIN_NORMAL, 1 - none))
        + (shape - 1) * Math.log(realised / scale)
        - realised / scale
        - Gamma.logGamma(shape)
        - Math.log(scale);
  }

  private static double below(double shape, double x) {
    return Gamma.regularizedGammaP(shape, x);
  }

  /** Returns the 80 % interval of a total, USD. */
  public Interval interval(double expectedUsd) {
    if (Double.isNaN(usd) || Double.isNaN(expectedUsd)) {
      return Interval.NONE;
    }
    if (!(expectedUsd > 0)) {
      return new Interval(0, 0);
    }
    double shape = shape(expectedUsd);
    double scale = expectedUsd / shape;
    double none = noPiece(expectedUsd);
    double nothing = none + (1 - none) * below(shape, leastUsd / scale);
    if (nothing >= INSIDE) {
      return new Interval(0, 0);
    }
    DoubleUnaryOperator end =
        probability -> quantile(shape, scale, (probability - none) / (1 - none));
    return nothing >= TAIL
        ? new Interval(0, end.applyAsDouble(INSIDE))
        : new Interval(end.applyAsDouble(TAIL), end.applyAsDouble(1 - TAIL));
  }

  /** Returns a quantile that is above the least total. */
  private double quantile(double shape, double scale, double probability) {
    double low = Math.log(leastUsd / scale);
    double high = Math.max(low, Math.log(shape)) + 1;
    while (below(shape, Math.exp(high)) < probability) {
      high++;
    }
    double log =
        new BrentSolver(ACCURACY)
            .solve(MOST_STEPS, at -> below(shape, Math.exp(at)) - probability, low, high);
    return scale * Math.exp(log);
  }

  /** Returns the same with a level that may be wrong by more: its variance is added. */
  Dispersion withLevelVariance(double more) {
    return new Dispersion(usd, share + more, leastUsd, pieceUsd);
  }

  /** Returns the dispersion over symbols: geometric means, and the smallest total of all. */
  static Dispersion pooled(List<Dispersion> all) {
    if (all.stream().anyMatch(one -> Double.isNaN(one.usd))) {
      return NONE;
    }
    return new Dispersion(
        Math.exp(all.stream().mapToDouble(one -> Math.log(one.usd)).average().orElseThrow()),
        Math.exp(all.stream().mapToDouble(one -> Math.log(one.share)).average().orElseThrow()),
        all.stream().mapToDouble(one -> one.leastUsd).min().orElseThrow(),
        Math.exp(all.stream().mapToDouble(one -> Math.log(one.pieceUsd)).average().orElseThrow()));
  }
}
