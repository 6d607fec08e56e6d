package io.treadmill.book;

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

  // Draws start from the fit: they need fewer rounds to be where 150 from the prior lead.
  private static final int DRAW_ITERATIONS = 40;
  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;
  private static final double MOST_SPREAD = 4;

  // In a draw each prior weight moves by a log-normal factor whose 80 % interval is 1/2.5 to 2.5:
  // what the data do not tell keeps the interval of the prior law.
  private static final double PRIOR_LOG_DEVIATION = Math.log(2.5) / 1.2816;

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
   * @param pooledWeights prior weights from other symbols, long then short, where this one has too
   *     few prints; empty: the flat prior
   */
  public record Rule(
      String model,
      FitRule fit,
      boolean rescaled,
      double freshnessShare,
      int draws,
      long seed,
      Optional<double[][]> pooledWeights) {
    /** Returns a rule without draws and with the flat prior. */
    public static Rule of(String model, FitRule fit, boolean rescaled) {
      return new Rule(model, fit, rescaled, Calibration.FRESHNESS_SHARE, 0, 1, Optional.empty());
    }

    /** Returns this rule with draws. */
    public Rule withDraws(int count, long newSeed) {
      return new Rule(model, fit, rescaled, freshnessShare, count, newSeed, pooledWeights);
    }

    /** Returns this rule with another prior share of the freshness columns. */
    public Rule withFreshnessShare(double share) {
      return new Rule(model, fit, rescaled, share, draws, seed, pooledWeights);
    }

    /** Returns this rule with prior weights from other symbols: only their proportions are used. */
    public Rule withPooledWeights(double[][] pooled) {
      return new Rule(model, fit, rescaled, freshnessShare, draws, seed, Optional.of(pooled));
    }
  }

  /**
   * Fits a model.
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
    draws = new double[rule.fit == FitRule.NONE ? 0 : rule.draws][][];
    SplittableRandom random = new SplittableRandom(rule.seed);
    for (int d = 0; d < draws.length; d++) {
      double[] times = training.drawDays(random);
      draws[d] = training.fit(times, Optional.of(weights), Optional.of(random));
    }
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
        predicted[d] += Calibration.dot(row.columns(), weights[side.index()]);
      }
    }
    return new DaySums(realised, predicted);
  }

  /** The rows of a training window as matrices. */
  private static final class Training {
    private final Rule rule;
    private final HeatmapModel model;
    private final List<List<double[]>> columns = List.of(new ArrayList<>(), new ArrayList<>());
    private final double[][] realised = new double[2][];
    private final int[][] dayOfRow = new int[2][];
    private final int[][] place = new int[2][];
    private final int days;

    Training(Rule rule, HeatmapModel model, List<Observations.Row> rows) {
      this.rule = rule;
      this.model = model;
      List<LocalDate> distinct = rows.stream().map(row -> day(row.ts())).distinct().toList();
      days = distinct.size();
      for (Side side : Side.values()) {
        int s = side.index();
        place[s] =
            java.util.stream.IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).side() == side)
                .toArray();
        realised[s] = new double[place[s].length];
        dayOfRow[s] = new int[place[s].length];
        for (int i = 0; i < place[s].length; i++) {
          Observations.Row row = rows.get(place[s][i]);
          columns.get(s).add(row.columns());
          realised[s][i] = row.realised();
          dayOfRow[s][i] = distinct.indexOf(day(row.ts()));
        }
      }
    }

    /** Draws days with replacement; returns how often each row counts, in the order of the rows. */
    double[] drawDays(SplittableRandom random) {
      double[] times = new double[days];
      for (int i = 0; i < days; i++) {
        times[random.nextInt(days)]++;
      }
      double[] byRow = new double[place[0].length + place[1].length];
      for (int s = 0; s < 2; s++) {
        for (int i = 0; i < place[s].length; i++) {
          byRow[place[s][i]] = times[dayOfRow[s][i]];
        }
      }
      return byRow;
    }

    /**
     * Fits the rows.
     *
     * @param times how often each row counts
     * @param start weights to start from; empty: the prior
     * @param noise moves the prior, as a draw wants it; empty: the prior stays
     */
    double[][] fit(double[] times, Optional<double[][]> start, Optional<SplittableRandom> noise) {
      Calibration.Rows[] sides = {rowsOf(0, times), rowsOf(1, times)};
      return switch (rule.fit) {
        case NONE ->
            new double[][] {model.unfittedWeights(Side.LONG), model.unfittedWeights(Side.SHORT)};
        case ONE_SCALE ->
            new double[][] {
              Calibration.scaled(sides[0], model.unfittedWeights(Side.LONG)),
              Calibration.scaled(sides[1], model.unfittedWeights(Side.SHORT))
            };
        case PER_SIDE ->
            new double[][] {alone(sides[0], 0, start, noise), alone(sides[1], 1, start, noise)};
        case SHARED -> {
          double[] shared = shared(sides, start, noise);
          yield new double[][] {shared, shared.clone()};
        }
        case POOLED -> {
          double[] shared = shared(sides, start, noise);
          yield new double[][] {
            em(sides[0], shared, start.map(weights -> weights[0])),
            em(sides[1], shared, start.map(weights -> weights[1]))
          };
        }
      };
    }

    private static double[] em(Calibration.Rows rows, double[] prior, Optional<double[]> start) {
      int iterations = start.isPresent() ? DRAW_ITERATIONS : Calibration.ITERATIONS;
      return Calibration.mapEm(rows, prior, start.orElse(prior), iterations);
    }

    private double[] shared(
        Calibration.Rows[] sides, Optional<double[][]> start, Optional<SplittableRandom> noise) {
      Calibration.Rows both = joined(sides[0], sides[1]);
      double[] prior = prior(both, rule.pooledWeights.map(Training::mean), noise);
      return em(both, prior, start.map(Training::mean));
    }

    private double[] alone(
        Calibration.Rows rows,
        int side,
        Optional<double[][]> start,
        Optional<SplittableRandom> noise) {
      double[] prior = prior(rows, rule.pooledWeights.map(weights -> weights[side]), noise);
      return em(rows, prior, start.map(weights -> weights[side]));
    }

    private double[] prior(
        Calibration.Rows rows, Optional<double[]> pooled, Optional<SplittableRandom> noise) {
      double[] shape =
          pooled.orElseGet(
              () -> Calibration.priorShape(rows, model.bookColumns(), rule.freshnessShare));
      double[] prior = Calibration.scaled(rows, shape);
      for (int k = 0; k < prior.length && noise.isPresent(); k++) {
        prior[k] *= StrictMath.exp(PRIOR_LOG_DEVIATION * noise.get().nextGaussian());
      }
      return prior;
    }

    private static double[] mean(double[][] both) {
      double[] mean = new double[both[0].length];
      for (int k = 0; k < mean.length; k++) {
        mean[k] = (both[0][k] + both[1][k]) / 2;
      }
      return mean;
    }

    private Calibration.Rows rowsOf(int s, double[] times) {
      double[] own = Arrays.stream(place[s]).mapToDouble(i -> times[i]).toArray();
      return new Calibration.Rows(columns.get(s).toArray(new double[0][]), realised[s], own);
    }

    private static Calibration.Rows joined(Calibration.Rows a, Calibration.Rows b) {
      double[][] columns = Arrays.copyOf(a.columns(), a.columns().length + b.columns().length);
      System.arraycopy(b.columns(), 0, columns, a.columns().length, b.columns().length);
      return new Calibration.Rows(
          columns, joined(a.realised(), b.realised()), joined(a.times(), b.times()));
    }

    private static double[] joined(double[] a, double[] b) {
      double[] both = Arrays.copyOf(a, a.length + b.length);
      System.arraycopy(b, 0, both, a.length, b.length);
      return both;
    }
  }

  /** Returns the name of the model. */
  public String model() {
    return rule.model;
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

  /** Returns the first day of the training window. */
  public LocalDate trainedFrom() {
    return trainedFrom;
  }

  /** Returns the last day of the training window. */
  public LocalDate trainedTo() {
    return trainedTo;
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

  /** Returns the rows of the law: weight with its 80 % interval by side and column. */
  public List<LeverageLaw.Row> lawRows() {
    List<LeverageLaw.Row> law = new ArrayList<>();
    for (Side side : Side.values()) {
      for (int k = 0; k < columns.size(); k++) {
        law.add(
            new LeverageLaw.Row(
                side, columns.get(k), weights[side.index()][k], low(side, k), high(side, k)));
      }
    }
    return law;
  }

  /**
   * Returns this fit as the law of a book.
   *
   * @param validFrom first day on which it is used, after the training window
   * @param printScope whose prints it was fitted to
   * @throws IllegalArgumentException if the window is not before, or the model is not a book
   */
  public LeverageLaw law(
      String fitId, LocalDate validFrom, String printScope, LeverageComponents components) {
    if (!validFrom.isAfter(trainedTo)) {
      throw new IllegalArgumentException(
          "Invalid law: valid from "
              + validFrom
              + ", trained to "
              + trainedTo
              + " (must be trained on days before)");
    }
    LeverageLaw.Fit fit =
        new LeverageLaw.Fit(
            fitId,
            validFrom,
            trainedFrom,
            trainedTo,
            printScope,
            List.of(kappaUsd[0], kappaUsd[1]));
    return new LeverageLaw(fit, components, lawRows());
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
        .mapToDouble(row -> Calibration.dot(row.columns(), weights[row.side().index()]))
        .toArray();
  }
}
