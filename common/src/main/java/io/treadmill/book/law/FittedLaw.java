package io.treadmill.book.law;

import io.treadmill.book.map.CellColumns;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.Side;
import io.treadmill.stats.Ranks;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The law of one model: which share of each column of its exposure ends as a reported forced order.
 * Fitted ({@link ModelFit}), pooled, stored in {@code leverage_law} and read back, and with the
 * factors of a day in force on it; times an exposure it gives a map, and the value of any sum of
 * columns with its band.
 *
 * @param columns names of the columns, in the order of the weights
 * @param n realised totals that entered
 * @param dispersions how totals of longs and shorts lie about what the law predicts
 */
public record FittedLaw(
    List<String> columns, OfSide longs, OfSide shorts, long n, List<Dispersion> dispersions)
    implements Serializable {
  /** Quantile of the low end of a band. */
  static final double LOW = 0.1;

  /** Quantile of the high end of a band. */
  static final double HIGH = 0.9;

  /**
   * The law of one side.
   *
   * @param weight weights by column
   * @param low low ends; NaN where the model has no draws
   * @param high high ends
   * @param poor false where the data say what the weight is
   * @param draws block-bootstrap draws by draw, then column; none where the model has no band
   * @param kappaUsd kappa of the trailing rescale; NaN if not rescaled
   * @param sums rescale sums at the end of training, USD
   * @param factor trailing rescale of the day on which the law is in force; 1 before
   */
  @SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
  public record OfSide(
      double[] weight,
      double[] low,
      double[] high,
      boolean[] poor,
      double[][] draws,
      double kappaUsd,
      Rescale sums,
      double factor)
      implements Serializable {
    /** Returns a law without draws and rescale. */
    static OfSide ofWeights(double[] weight) {
      double[] none = new double[weight.length];
      Arrays.fill(none, Double.NaN);
      return new OfSide(
          weight,
          none,
          none,
          new boolean[weight.length],
          new double[0][],
          Double.NaN,
          Rescale.START,
          1);
    }

    private OfSide withFactor(double ofDay) {
      return new OfSide(weight, low, high, poor, draws, kappaUsd, sums, ofDay);
    }

    /** Multiplies the weights of columns. */
    private OfSide times(double[] factors) {
      return ofWeights(
          values -> {
            double[] product = new double[values.length];
            Arrays.setAll(product, k -> values[k] * factors[k]);
            return product;
          },
          poor);
    }

    /** Takes column i from column {@code from[i]}; those from -1 are new. */
    private OfSide arranged(int[] from) {
      boolean[] unknown = new boolean[from.length];
      for (int k = 0; k < from.length; k++) {
        unknown[k] = from[k] < 0 || poor[from[k]];
      }
      return ofWeights(
          values -> Arrays.stream(from).mapToDouble(i -> i < 0 ? 0 : values[i]).toArray(), unknown);
    }

    private OfSide ofWeights(UnaryOperator<double[]> changed, boolean[] unknown) {
      return new OfSide(
          changed.apply(weight),
          changed.apply(low),
          changed.apply(high),
          unknown,
          Arrays.stream(draws).map(changed).toArray(double[][]::new),
          kappaUsd,
          sums,
          factor);
    }
  }

  /**
   * A value and its band.
   *
   * @param expected value with the fitted weights
   * @param low 10 % point over the draws; NaN if there are none
   * @param high 90 % point
   */
  public record Band(double expected, double low, double high) {}

  /** Makes a law of which it is not known how totals lie about it. */
  public FittedLaw(List<String> columns, OfSide longs, OfSide shorts, long n) {
    this(columns, longs, shorts, n, List.of(Dispersion.NONE, Dispersion.NONE));
  }

  /** Returns the law of weights alone, by side and column: without draws and rescale. */
  public static FittedLaw ofWeights(List<String> columns, double[][] weights) {
    return new FittedLaw(columns, OfSide.ofWeights(weights[0]), OfSide.ofWeights(weights[1]), 0);
  }

  /**
   * Returns the law over symbols, for one with too few totals: mean weights, each symbol counted by
   * its totals. Draw i is that of symbol i modulo their number, so the bands hold how much symbols
   * differ. The trailing rescale of the symbol itself finds its level.
   *
   * @param own laws of one model, at least one
   * @param dailyColumnsUsd mean daily unweighted columns of the symbol by side, for its rescale;
   *     null: there is none
   */
  public static FittedLaw pooled(List<FittedLaw> own, double[][] dailyColumnsUsd) {
    Function<Side, OfSide> side =
        of -> pooled(own, of, dailyColumnsUsd == null ? null : dailyColumnsUsd[of.index()]);
    long total = own.stream().mapToLong(FittedLaw::n).sum();
    return new FittedLaw(
        own.get(0).columns,
        side.apply(Side.LONG),
        side.apply(Side.SHORT),
        total,
        Arrays.stream(Side.values())
            .map(of -> own.stream().map(law -> law.dispersions.get(of.index())).toList())
            .map(Dispersion::pooled)
            .toList());
  }

  private static OfSide pooled(List<FittedLaw> own, Side side, double[] dailyColumnsUsd) {
    OfSide first = own.get(0).of(side);
    int columns = first.weight.length;
    double[] weight = new double[columns];
    double[] low = new double[columns];
    double[] high = new double[columns];
    double total = own.stream().mapToDouble(FittedLaw::n).sum();
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    for (int k = 0; k < columns; k++) {
      for (FittedLaw one : own) {
        weight[k] += one.of(side).weight[k] * one.n / total;
        low[k] = Math.min(low[k], one.of(side).low[k]);
        high[k] = Math.max(high[k], one.of(side).high[k]);
      }
      if (!Double.isNaN(low[k])) {
        // A mean lies between its ends; its last bit may not.
        weight[k] = Math.max(low[k], Math.min(high[k], weight[k]));
      }
    }
    double[][] draws = new double[first.draws.length][];
    for (int d = 0; d < draws.length; d++) {
      draws[d] = own.get(d % own.size()).of(side).draws[d];
    }
    double kappaUsd =
        dailyColumnsUsd == null
            ? Double.NaN
            : Rescale.kappa(new double[] {Exposure.times(weight, dailyColumnsUsd)});
    // A law of other symbols is never well determined.
    boolean[] poor = new boolean[columns];
    Arrays.fill(poor, true);
    return new OfSide(weight, low, high, poor, draws, kappaUsd, Rescale.START, 1);
  }

  /** Returns the law of a side. */
  public OfSide of(Side side) {
    return side == Side.LONG ? longs : shorts;
  }

  /** Returns the same law in another order of columns; columns that are new have weight 0. */
  public FittedLaw arranged(List<String> order) {
    int[] from = order.stream().mapToInt(columns::indexOf).toArray();
    return new FittedLaw(
        List.copyOf(order), longs.arranged(from), shorts.arranged(from), n, dispersions);
  }

  /** Returns whether predictions carry the trailing rescale. */
  public boolean isRescaled() {
    return !Double.isNaN(longs.kappaUsd);
  }

  /** Returns the rescale sums of longs and shorts at the end of training. */
  public List<Rescale> sums() {
    return List.of(longs.sums, shorts.sums);
  }

  /**
   * Returns this law with the factors that another has on a day: a standing map follows the level
   * of the hours given the path.
   *
   * @param path the law of the hours given the path
   * @param before rescale sums of longs and shorts of the days before
   */
  public FittedLaw inForce(FittedLaw path, List<Rescale> before) {
    return path.isRescaled()
        ? new FittedLaw(
            columns,
            longs.withFactor(before.get(0).factor(path.longs.kappaUsd)),
            shorts.withFactor(before.get(1).factor(path.shorts.kappaUsd)),
            n,
            dispersions)
        : this;
  }

  /**
   * Returns this law where some columns have the level of another on the day, not this one's.
   *
   * @param of names of the columns
   * @param other a law in force on the same day
   */
  public FittedLaw withLevelOf(List<String> of, FittedLaw other) {
    return new FittedLaw(
        columns,
        longs.times(relative(of, other.longs.factor / longs.factor)),
        shorts.times(relative(of, other.shorts.factor / shorts.factor)),
        n,
        dispersions);
  }

  /**
   * Returns this law with all weights times a factor.
   *
   * @param levelVariance how much less its level is known, squared relative deviation
   */
  public FittedLaw times(double factor, double levelVariance) {
    return new FittedLaw(
        columns,
        longs.times(relative(columns, factor)),
        shorts.times(relative(columns, factor)),
        n,
        dispersions.stream().map(one -> one.withLevelVariance(levelVariance)).toList());
  }

  /** Returns this law with what is known of totals about it. */
  public FittedLaw withDispersions(List<Dispersion> bySide) {
    return new FittedLaw(columns, longs, shorts, n, bySide);
  }

  /** Returns the 80 % interval of a realised total of which the law expects some USD. */
  public Dispersion.Interval realised(Side side, double expectedUsd) {
    return dispersions.get(side.index()).interval(expectedUsd);
  }

  private double[] relative(List<String> of, double factor) {
    return columns.stream().mapToDouble(name -> of.contains(name) ? factor : 1).toArray();
  }

  /** Returns the value of columns of USD, without its band. */
  public double expected(Side side, double[] usd) {
    return of(side).factor * Exposure.times(usd, of(side).weight);
  }

  /** Returns what gives the bands of many columns of a side. */
  public Bands bands(Side side) {
    return new Bands(of(side));
  }

  /** The bands of one side's columns. Not thread-safe. */
  public static final class Bands {
    private final OfSide law;
    private final double[][] drawsOfColumn;
    private final double[] sums;

    private Bands(OfSide law) {
      this.law = law;
      this.sums = new double[law.draws.length];
      this.drawsOfColumn = new double[law.weight.length][sums.length];
      for (int d = 0; d < sums.length; d++) {
        for (int k = 0; k < drawsOfColumn.length; k++) {
          drawsOfColumn[k][d] = law.draws[d][k];
        }
      }
    }

    /** Returns the value of columns of USD and its band: a quantile of the sums of the draws. */
    public Band of(double[] usd) {
      double expected = law.factor * Exposure.times(usd, law.weight);
      if (sums.length == 0) {
        return new Band(expected, Double.NaN, Double.NaN);
      }
      if (expected == 0) {
        return new Band(0, 0, 0);
      }
      Exposure.times(usd, drawsOfColumn, sums);
      double[] ends = Ranks.quantiles(sums, 0, sums.length, LOW, HIGH);
      return new Band(
          expected,
          Math.min(law.factor * ends[0], expected),
          Math.max(law.factor * ends[1], expected));
    }
  }

  /** Returns the map of an exposure at an instant. */
  public Heatmap heatmap(long ts, RestingExposure exposure) {
    Heatmap.Cell[][] cells = new Heatmap.Cell[2][exposure.rows()];
    for (Side side : Side.values()) {
      Bands bands = bands(side);
      for (int row = 0; row < exposure.rows(); row++) {
        double[] usd = exposure.columnsOfRows(side, row, row);
        Band band = bands.of(usd);
        cells[side.index()][row] =
            new Heatmap.Cell(
                band.expected,
                band.low,
                band.high,
                expected(side, usd, exposure::part, CellColumns.Part.INFLOW),
                expected(side, usd, exposure::part, CellColumns.Part.FRESHNESS));
      }
    }
    return exposure.map(ts, cells);
  }

  /** Returns the value of the columns that count one part. */
  public double expected(
      Side side, double[] usd, IntFunction<CellColumns.Part> part, CellColumns.Part of) {
    double sum = 0;
    for (int k = 0; k < usd.length; k++) {
      if (usd[k] != 0 && part.apply(k) == of) {
        sum += usd[k] * of(side).weight[k];
      }
    }
    return of(side).factor * sum;
  }

  /** Returns the predicted total of each row of a fit, millions of USD, without rescale. */
  public double[] predict(List<Observations.Row> rows) {
    return predict(rows, side -> of(side).weight);
  }

  /** Returns what draw d predicts of each row, millions of USD, without rescale. */
  public double[] predictDraw(int d, List<Observations.Row> rows) {
    return predict(rows, side -> of(side).draws[d]);
  }

  private static double[] predict(List<Observations.Row> rows, Function<Side, double[]> weights) {
    return rows.stream()
        .mapToDouble(row -> Exposure.times(row.columns(), weights.apply(row.side())))
        .toArray();
  }
}
