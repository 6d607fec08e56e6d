package io.treadmill.book.map;

import io.treadmill.book.position.Profile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * What stands on both sides of the price at one instant, by bucket and column of a model: the map
 * of any weights, and so the spread of any sum over draws of the weights. A band of a sum is taken
 * from the sums of the draws; it is not the sum of the bands.
 *
 * <p>Longs stand at or below the price, shorts at or above it: a price that has been passed forces
 * nobody.
 */
public final class RestingExposure {
  /** Quantile of the low end of a band. */
  public static final double LOW = 0.1;

  /** Quantile of the high end of a band. */
  public static final double HIGH = 0.9;

  private final double price;
  private final Heatmap.Range range;
  private final int columns;
  private final double[][] usd = new double[2][];

  /**
   * A value and its band.
   *
   * @param expected value with the fitted weights
   * @param low 10 % point over the draws; NaN if there are none
   * @param high 90 % point
   */
  public record Band(double expected, double low, double high) {}

  private RestingExposure(double price, Heatmap.Range range, int columns) {
    this.price = price;
    this.range = range;
    this.columns = columns;
  }

  /** Returns what stands in a model as its next bar will find it. */
  public static RestingExposure of(HeatmapModel model, double price, MapGrid grid) {
    Heatmap.Range range = Heatmap.Range.of(price, grid);
    RestingExposure result = new RestingExposure(price, range, model.columns().size());
    int middle = PriceGrid.bucket(price);
    int buckets = range.rows() * range.buckets();
    for (Side side : Side.values()) {
      double[] usd = new double[buckets * result.columns];
      for (int i = 0; i < buckets; i++) {
        int bucket = range.firstBucket() + i;
        if (side.sign() * (middle - bucket) >= 0) {
          model.addStanding(side, bucket, price, 1, usd, i * result.columns);
        }
      }
      result.usd[side.index()] = usd;
    }
    return result;
  }

  /** Returns the number of rows of the map. */
  public int rows() {
    return range.rows();
  }

  /** Returns the row that holds the price. */
  public int rowOfPrice() {
    return Math.floorDiv(PriceGrid.bucket(price), range.buckets()) - range.firstRow();
  }

  /**
   * Returns the map.
   *
   * @param law weights with their draws
   */
  public Heatmap heatmap(long ts, Weights law) {
    double[][] expected = new double[2][];
    double[][] low = new double[2][range.rows()];
    double[][] high = new double[2][range.rows()];
    double[] one = new double[columns];
    for (Side side : Side.values()) {
      int s = side.index();
      expected[s] = new double[range.rows()];
      for (int row = 0; row < range.rows(); row++) {
        Arrays.fill(one, 0);
        addRows(side, row, row, one);
        Band band = law.band(side, one);
        expected[s][row] = band.expected();
        low[s][row] = band.low();
        high[s][row] = band.high();
      }
    }
    return new Heatmap(ts, price, range.buckets(), range.firstRow(), expected, low, high);
  }

  /** Returns the columns of some rows of the map, both included, summed. */
  public double[] columnsOfRows(Side side, int from, int to) {
    double[] sums = new double[columns];
    addRows(side, from, to, sums);
    return sums;
  }

  private void addRows(Side side, int from, int to, double[] into) {
    double[] all = usd[side.index()];
    int end = (to + 1) * range.buckets() * columns;
    for (int i = from * range.buckets() * columns; i < end; i += columns) {
      for (int k = 0; k < columns; k++) {
        into[k] += all[i + k];
      }
    }
  }

  /**
   * Returns the columns between the price and a move away from it, down for longs and up for
   * shorts; buckets that the way covers in part count in part.
   *
   * @param movePercent size of the move in percent of the price, below the reach of the map
   */
  public double[] columnsOfMove(Side side, double movePercent) {
    double start = PriceGrid.position(price);
    double end = PriceGrid.position(price * (1 - side.sign() * movePercent / 100));
    // The bucket of the price belongs to the way whole: what stands in it is one tick away.
    double from = side == Side.LONG ? end : Math.floor(start);
    double to = side == Side.LONG ? Math.floor(start) + 1 : end;
    double[] sums = new double[columns];
    double[] all = usd[side.index()];
    int buckets = range.rows() * range.buckets();
    for (int i = 0; i < buckets; i++) {
      double part = Profile.covered(from, to, range.firstBucket() + i);
      if (part > 0) {
        for (int k = 0; k < columns; k++) {
          sums[k] += part * all[i * columns + k];
        }
      }
    }
    return sums;
  }

  /**
   * Weights of a law with their draws, for columns of one model. Read-only, reused for all maps.
   */
  public static final class Weights {
    private final double[][] weights;
    private final double[][][] draws;
    private final double[] factor;
    private final double[] sums;

    /**
     * Keeps the arrays.
     *
     * @param weights by side and column
     * @param draws by side, draw and column; no draws: bands are NaN
     * @param factor by side: trailing rescale of the day
     */
    public Weights(double[][] weights, double[][][] draws, double[] factor) {
      this.weights = weights;
      this.draws = draws;
      this.factor = factor;
      this.sums = new double[draws[0].length];
    }

    /** Returns the value of columns of USD and its band. Not thread-safe. */
    public Band band(Side side, double[] columns) {
      int s = side.index();
      double expected = factor[s] * Exposure.times(columns, weights[s]);
      if (sums.length == 0) {
        return new Band(expected, Double.NaN, Double.NaN);
      }
      if (expected == 0) {
        return new Band(0, 0, 0);
      }
      for (int d = 0; d < sums.length; d++) {
        sums[d] = Exposure.times(columns, draws[s][d]);
      }
      Arrays.sort(sums);
      double low = factor[s] * quantile(sums, LOW);
      double high = factor[s] * quantile(sums, HIGH);
      return new Band(expected, Math.min(low, expected), Math.max(high, expected));
    }

    /** Returns the value of columns of USD, without its band. */
    public double expected(Side side, double[] columns) {
      return factor[side.index()] * Exposure.times(columns, weights[side.index()]);
    }

    /** Returns the weight of a column. */
    public double weight(Side side, int column) {
      return weights[side.index()][column];
    }
  }

  /** Returns a quantile of sorted values, linear between them. */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int i = (int) at;
    return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
  }
}
