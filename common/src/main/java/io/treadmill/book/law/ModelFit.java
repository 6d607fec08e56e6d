package io.treadmill.book.law;

import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.score.Score;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The fitted weights of a model with their block-bootstrap draws, and its trailing rescale. Made
 * from rows of the training window alone; {@link #predict} applies it to any rows of the same
 * model.
 */
public final class ModelFit {
  /** Draws of the weights of a fit that is published. */
  public static final int DRAWS = 50;

  /** A law of fewer rows with prints than this is called poorly determined. */
  public static final int LEAST_FORCED_ROWS = 100;

  /** A law of fewer days than this is called poorly determined. */
  public static final int LEAST_DAYS = 14;

  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;
  private static final double MOST_SPREAD = 4;

  private final Rule rule;
  private final List<String> columns;
  private final LocalDate trainedFrom;
  private final LocalDate trainedTo;
  private final double[][] weights;
  private final double[][][] draws;
  private final double[] kappaUsd = {Double.NaN, Double.NaN};
  private final Rescale[] rescaleAtEnd = {Rescale.START, Rescale.START};
  private final int rows;
  private final int forcedRows;
  private final int days;

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
   * @param from first day of the training window
   * @param to last day of it
   * @throws IllegalArgumentException if no row of the window is known
   */
  public ModelFit(
      Rule rule, HeatmapModel model, List<Observations.Row> rows, LocalDate from, LocalDate to) {
    this.rule = rule;
    this.columns = model.columns();
    this.trainedFrom = from;
    this.trainedTo = to;
    List<Observations.Row> used = window(rows, from, to);
    if (used.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot fit " + rule.model + ": no realised totals from " + from + " to " + to);
    }
    this.rows = used.size();
    this.forcedRows = (int) used.stream().filter(row -> row.realised() > 0).count();
    this.days = (int) used.stream().map(row -> day(row.ts())).distinct().count();
    Training training = new Training(rule, model, used);
    double[] once = new double[used.size()];
    Arrays.fill(once, 1);
    weights = training.fit(once, Optional.empty(), Optional.empty());
    SplittableRandom random = new SplittableRandom(rule.seed);
    List<Training.Draw> drawn = new ArrayList<>();
    for (int d = 0; d < rule.draws && rule.fit != FitRule.NONE; d++) {
      drawn.add(training.draw(random));
    }
    // Draws are most of the work, and one symbol is one task: they take what cores are idle.
    draws =
        drawn.parallelStream()
            .map(draw -> training.fit(draw.times(), Optional.of(weights), Optional.of(draw)))
            .toArray(double[][][]::new);
    if (rule.rescaled) {
      for (Side side : Side.values()) {
        DaySums sums = daySums(used, side, to);
        kappaUsd[side.index()] = Rescale.kappa(sums.predicted) * Observations.MILLION;
        Rescale end = Rescale.START;
        for (int d = 0; d < sums.realised.length; d++) {
          end =
              end.next(
                  sums.realised[d] * Observations.MILLION,
                  sums.predicted[d] * Observations.MILLION);
        }
        rescaleAtEnd[side.index()] = end;
      }
    }
  }

  private static List<Observations.Row> window(
      List<Observations.Row> rows, LocalDate from, LocalDate to) {
    long start = UtcDays.startMicros(from);
    long end = UtcDays.startMicros(to.plusDays(1));
    return rows.stream()
        .filter(row -> row.ts() >= start && row.until() <= end && row.known())
        .toList();
  }

  private static LocalDate day(long micros) {
    return UtcDays.dayOf(micros);
  }

  /** The day on which a total is known. */
  private static LocalDate knownOn(Observations.Row row) {
    return day(row.until() - 1);
  }

  /** Realised and unrescaled predicted by day of one side, millions, from the first day. */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record DaySums(double[] realised, double[] predicted) {}

  private DaySums daySums(List<Observations.Row> all, Side side, LocalDate last) {
    int n = (int) (last.toEpochDay() - trainedFrom.toEpochDay()) + 1;
    double[] realised = new double[n];
    double[] predicted = new double[n];
    for (Observations.Row row : all) {
      int d = (int) (knownOn(row).toEpochDay() - trainedFrom.toEpochDay());
      boolean counts = row.known() && !day(row.ts()).isBefore(trainedFrom);
      if (row.side() == side && counts && d < n) {
        realised[d] += row.realised();
        predicted[d] += Exposure.times(row.columns(), weights[side.index()]);
      }
    }
    return new DaySums(realised, predicted);
  }

  /** Returns the names of the columns, in the order of the weights. */
  public List<String> columns() {
    return columns;
  }

  /** Returns the weights of a side, in the order of the columns. */
  public double[] weights(Side side) {
    return weights[side.index()].clone();
  }

  /** Returns the number of bootstrap draws. */
  public int draws() {
    return draws.length;
  }

  /** Returns draw d of the weights of a side. */
  public double[] draw(int d, Side side) {
    return draws[d][side.index()].clone();
  }

  /** Returns the number of rows that were fitted. */
  public int rows() {
    return rows;
  }

  /** Returns kappa of the trailing rescale, USD; NaN if the model is not rescaled. */
  public double kappaUsd(Side side) {
    return kappaUsd[side.index()];
  }

  /** Returns the rescale sums after the last training day, USD: those of the first day of use. */
  public Rescale rescaleAtEnd(Side side) {
    return rescaleAtEnd[side.index()];
  }

  /** Returns the 10 % quantile of the draws of a weight, at most the weight. */
  public double low(Side side, int column) {
    return Math.min(weights[side.index()][column], quantile(side, column, LOW));
  }

  /** Returns the 90 % quantile of the draws of a weight, at least the weight. */
  public double high(Side side, int column) {
    return Math.max(weights[side.index()][column], quantile(side, column, HIGH));
  }

  private double quantile(Side side, int column, double share) {
    if (draws.length == 0) {
      return weights[side.index()][column];
    }
    double[] values =
        Arrays.stream(draws).mapToDouble(draw -> draw[side.index()][column]).toArray();
    return Score.quantile(values, share);
  }

  /**
   * Returns whether the data say what a weight is: its 80 % interval spans less than a factor of 4.
   * False without draws.
   */
  public boolean determined(Side side, int column) {
    double low = low(side, column);
    return draws.length > 0 && low > 0 && high(side, column) <= MOST_SPREAD * low;
  }

  /** Returns whether the law as a whole rests on enough rows with prints, and enough days. */
  public boolean determined() {
    return forcedRows >= LEAST_FORCED_ROWS && days >= LEAST_DAYS;
  }

  /**
   * Returns the predicted total of each row, millions of USD, with the trailing rescale if the
   * model has it: a row's factor is made of days before its own, from the first training day on.
   *
   * @param all rows of the model, of the training window and after it: the rescale reads them
   */
  public double[] predict(List<Observations.Row> all) {
    double[] predicted = predict(all, weights);
    if (rule.rescaled) {
      LocalDate last = all.isEmpty() ? trainedTo : day(all.get(all.size() - 1).ts());
      double[][] factors = new double[2][];
      for (Side side : Side.values()) {
        DaySums sums = daySums(all, side, last.isBefore(trainedTo) ? trainedTo : last);
        factors[side.index()] = Rescale.factors(sums.realised, sums.predicted);
      }
      for (int i = 0; i < predicted.length; i++) {
        int d = (int) (day(all.get(i).ts()).toEpochDay() - trainedFrom.toEpochDay());
        predicted[i] *= d < 0 ? 1 : factors[all.get(i).side().index()][d];
      }
    }
    return predicted;
  }

  /** Returns the predicted total of each row, millions of USD, without rescale. */
  public double[] predictUnscaled(List<Observations.Row> all) {
    return predict(all, weights);
  }

  /** Returns what draw d predicts of each row, millions of USD, without rescale. */
  public double[] predictDraw(int d, List<Observations.Row> all) {
    return predict(all, draws[d]);
  }

  private static double[] predict(List<Observations.Row> all, double[][] weights) {
    return all.stream()
        .mapToDouble(row -> Exposure.times(row.columns(), weights[row.side().index()]))
        .toArray();
  }
}
