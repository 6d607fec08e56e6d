package io.treadmill.book.law;

import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.Ranks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds the law of a model, with block-bootstrap draws and the sums of its trailing rescale, from
 * rows of the training window alone.
 */
public final class ModelFit {
  /** A law of fewer rows with prints than this is called poorly determined. */
  static final int LEAST_FORCED_ROWS = 100;

  /** A law of fewer days than this is called poorly determined. */
  static final int LEAST_DAYS = 14;

  private static final double MOST_SPREAD = 4;

  private ModelFit() {}

  /**
   * What is fitted, and how.
   *
   * @param model name of the model
   * @param fit how the weights are found
   * @param rescaled whether predictions carry the trailing rescale
   * @param freshnessShare prior share of the freshness columns
   * @param draws block-bootstrap draws, 0 or more
   * @param seed seed of the draws
   */
  public record Rule(
      String model, FitRule fit, boolean rescaled, double freshnessShare, int draws, long seed) {
    /** Returns a rule without draws. */
    public static Rule of(String model, FitRule fit, boolean rescaled) {
      return new Rule(model, fit, rescaled, Calibration.FRESHNESS_SHARE, 0, 1);
    }

    /** Returns this rule with draws. */
    public Rule withDraws(int count, long newSeed) {
      return new Rule(model, fit, rescaled, freshnessShare, count, newSeed);
    }

    /** Returns this rule with another prior share of the freshness columns. */
    public Rule withFreshnessShare(double share) {
      return new Rule(model, fit, rescaled, share, draws, seed);
    }
  }

  /**
   * Fits a model, its draws on the threads of the common pool.
   *
   * @param model the model whose rows these are
   * @param rows rows of any days; those of the training window that are known are used, no others
   * @param window the training window
   * @throws IllegalArgumentException if no row of the window is known
   */
  public static FittedLaw of(
      Rule rule, HeatmapModel model, List<Observations.Row> rows, UtcDays window) {
    List<Observations.Row> used =
        rows.stream()
            .filter(
                row ->
                    row.ts() >= window.startMicros()
                        && row.until() <= window.endMicros()
                        && row.known())
            .toList();
    if (used.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot fit %s: no realised totals on %s".formatted(rule.model, window));
    }
    Training training = new Training(rule, model, used);
    double[] once = new double[used.size()];
    Arrays.fill(once, 1);
    double[][] weights = training.fit(once, Optional.empty(), Optional.empty());
    SplittableRandom random = new SplittableRandom(rule.seed);
    List<Training.Draw> drawn = new ArrayList<>();
    for (int d = 0; d < rule.draws && rule.fit != FitRule.NONE; d++) {
      drawn.add(training.draw(random));
    }
    // Draws are most of the work, and one symbol is one task: they take what cores are idle.
    double[][][] draws =
        drawn.parallelStream()
            .map(draw -> training.fit(draw.times(), Optional.of(weights), Optional.of(draw)))
            .toArray(double[][][]::new);
    boolean enough = isEnough(used);
    FittedLaw.OfSide[] sides = new FittedLaw.OfSide[2];
    for (Side side : Side.values()) {
      int s = side.index();
      double[][] ofSide = Arrays.stream(draws).map(draw -> draw[s]).toArray(double[][]::new);
      Rescaled rescaled =
          rule.rescaled ? Rescaled.of(used, side, weights[s], window) : Rescaled.NONE;
      sides[s] = ofSide(weights[s], ofSide, enough, rescaled);
    }
    return new FittedLaw(model.columns(), sides[0], sides[1], used.size());
  }

  /** Returns whether rows are enough to tell a law. */
  private static boolean isEnough(List<Observations.Row> rows) {
    return rows.stream().filter(row -> row.realised() > 0).count() >= LEAST_FORCED_ROWS
        && rows.stream().map(row -> UtcDays.dayOf(row.ts())).distinct().count() >= LEAST_DAYS;
  }

  /**
   * Returns a law made of others, without rescale sums of its own.
   *
   * @param weights by side and column
   * @param draws by side, draw and column
   * @param rows what it was held against
   */
  public static FittedLaw ofDraws(
      List<String> columns, double[][] weights, double[][][] draws, List<Observations.Row> rows) {
    boolean enough = isEnough(rows);
    return new FittedLaw(
        columns,
        ofSide(weights[0], draws[0], enough, Rescaled.NONE),
        ofSide(weights[1], draws[1], enough, Rescaled.NONE),
        rows.size());
  }

  /**
   * Adds the 80 % interval of each weight. The data say what a weight is if its interval spans less
   * than a factor of 4, and the law as a whole rests on enough rows with prints, and enough days.
   */
  private static FittedLaw.OfSide ofSide(
      double[] weight, double[][] draws, boolean enough, Rescaled rescaled) {
    double[] low = new double[weight.length];
    double[] high = new double[weight.length];
    boolean[] poor = new boolean[weight.length];
    for (int k = 0; k < weight.length; k++) {
      int column = k;
      double[] drawn = Arrays.stream(draws).mapToDouble(draw -> draw[column]).sorted().toArray();
      boolean any = drawn.length > 0;
      low[k] = any ? Math.min(weight[k], Ranks.quantile(drawn, FittedLaw.LOW)) : Double.NaN;
      high[k] = any ? Math.max(weight[k], Ranks.quantile(drawn, FittedLaw.HIGH)) : Double.NaN;
      poor[k] = !(enough && low[k] > 0 && high[k] <= MOST_SPREAD * low[k]);
    }
    return new FittedLaw.OfSide(
        weight, low, high, poor, draws, rescaled.kappaUsd, rescaled.atEnd, 1);
  }

  /**
   * The trailing rescale of a side over training.
   *
   * @param atEnd sums after the last training day, USD: those of the first day of use
   */
  private record Rescaled(double kappaUsd, Rescale atEnd) {
    static final Rescaled NONE = new Rescaled(Double.NaN, Rescale.START);

    static Rescaled of(List<Observations.Row> used, Side side, double[] weights, UtcDays window) {
      DaySums sums = DaySums.of(used, side, weights, window);
      Rescale end = Rescale.START;
      for (int d = 0; d < sums.realised.length; d++) {
        end =
            end.next(
                sums.realised[d] * Observations.MILLION, sums.predicted[d] * Observations.MILLION);
      }
      return new Rescaled(Rescale.kappa(sums.predicted) * Observations.MILLION, end);
    }
  }

  /** Realised and unrescaled predicted by day of one side, millions, from the first day. */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record DaySums(double[] realised, double[] predicted) {
    static DaySums of(List<Observations.Row> rows, Side side, double[] weights, UtcDays days) {
      DaySums sums = new DaySums(new double[days.count()], new double[days.count()]);
      for (Observations.Row row : rows) {
        // A total counts on the day on which it is known.
        int d = place(row.until() - 1, days);
        if (row.side() == side && row.known() && place(row.ts(), days) >= 0 && d < days.count()) {
          sums.realised[d] += row.realised();
          sums.predicted[d] += Exposure.times(row.columns(), weights);
        }
      }
      return sums;
    }
  }

  private static int place(long micros, UtcDays days) {
    return (int) (UtcDays.dayOf(micros).toEpochDay() - days.from().toEpochDay());
  }

  /**
   * Returns what a law predicts of each row, millions of USD, with the trailing rescale if it has
   * it: a row's factor is made of days before its own, from the first training day on.
   *
   * @param all rows of the model, of the training window and after it: the rescale reads them
   */
  public static double[] predict(FittedLaw law, List<Observations.Row> all, UtcDays window) {
    double[] predicted = law.predict(all);
    if (law.isRescaled()) {
      LocalDate last = all.isEmpty() ? window.to() : UtcDays.dayOf(all.get(all.size() - 1).ts());
      UtcDays days = new UtcDays(window.from(), last.isBefore(window.to()) ? window.to() : last);
      double[][] factors = factors(law, all, days);
      for (int i = 0; i < predicted.length; i++) {
        int d = place(all.get(i).ts(), days);
        predicted[i] *= d < 0 ? 1 : factors[all.get(i).side().index()][d];
      }
    }
    return predicted;
  }

  /**
   * Returns the trailing factor of each day by side: 1 where the law is not rescaled.
   *
   * @param rows rows of the model
   * @param days days from the first of training on
   */
  public static double[][] factors(FittedLaw law, List<Observations.Row> rows, UtcDays days) {
    double[][] factors = new double[2][days.count()];
    for (Side side : Side.values()) {
      Arrays.fill(factors[side.index()], 1);
      if (law.isRescaled()) {
        DaySums sums = DaySums.of(rows, side, law.of(side).weight(), days);
        factors[side.index()] = Rescale.factors(sums.realised, sums.predicted);
      }
    }
    return factors;
  }
}
