package io.treadmill.stats.feedback;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Significance;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Response of one hourly quantity to another some hours before, by local projection (Jorda 2005):
 * y(t + lag) on x(t), with x and y of t and the two hours before held fixed. Cross products are
 * summed by day once, so that any window of days costs a sum.
 */
public final class LocalProjection {
  /** Hours with everything known below which nothing is said. */
  public static final int LEAST_HOURS = 500;

  private static final int PAST = 3;
  private static final int WIDTH = 2 * PAST + 1;
  private static final int X = 1;
  private static final double MEAN_BLOCK_DAYS = 3;
  private static final int DRAWS = 199;

  /** (z^2 + 1) / 4 of the 95 % point z: how much wider t is than normal, times its freedom. */
  private static final double T_TAIL = 0.9264;

  private final double[][] ofDay;

  /**
   * Sums cross products by day.
   *
   * @param x cause, hourly from the start of a day; NaN where unknown
   * @param y outcome
   * @param lag hours from x to the outcome, at least 1
   * @param late hours after an hour of y when it is known: 0 = at its end, 1 = with the next
   *     snapshot. A row belongs to the day on which its outcome was known
   */
  public LocalProjection(double[] x, double[] y, int lag, int late) {
    int days = x.length / 24;
    ofDay = new double[days][];
    double[] row = new double[WIDTH + 1];
    for (int t = PAST - 1; t + lag < x.length; t++) {
      int day = (t + lag + late) / 24;
      if (day >= days) {
        break;
      }
      row[0] = 1;
      for (int k = 0; k < PAST; k++) {
        row[X + k] = x[t - k];
        row[X + PAST + k] = y[t - k];
      }
      row[WIDTH] = y[t + lag];
      if (Arrays.stream(row).noneMatch(Double::isNaN)) {
        if (ofDay[day] == null) {
          ofDay[day] = new double[(WIDTH + 1) * (WIDTH + 1)];
        }
        for (int i = 0; i <= WIDTH; i++) {
          for (int j = 0; j <= WIDTH; j++) {
            ofDay[day][i * (WIDTH + 1) + j] += row[i] * row[j];
          }
        }
      }
    }
  }

  /** Draws of days that all lags and pairs of a window share. */
  public static double[][] weights(int days, long seed) {
    return Resampling.weights(DRAWS, days, MEAN_BLOCK_DAYS, seed);
  }

  /**
   * Returns the response over days [from, to): standard deviations of the outcome per standard
   * deviation of the cause; 90 % interval and p (null: no response) by the stationary bootstrap of
   * days (mean block 3) of the scores.
   *
   * @param weights draws of {@code to - from} days
   */
  public Estimate response(int from, int to, double[][] weights) {
    double[] sum = new double[(WIDTH + 1) * (WIDTH + 1)];
    for (int day = Math.max(0, from); day < to; day++) {
      if (ofDay[day] != null) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += ofDay[day][i];
        }
      }
    }
    int n = (int) sum[0];
    if (n < LEAST_HOURS) {
      return Estimate.missing("under " + LEAST_HOURS + " hours", n);
    }
    RealMatrix products = new Array2DRowRealMatrix(WIDTH, WIDTH);
    double[] outcome = new double[WIDTH];
    double[] scale = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      scale[i] = Math.sqrt(at(sum, i, i));
      scale[i] = scale[i] > 0 ? scale[i] : 1;
    }
    for (int i = 0; i < WIDTH; i++) {
      outcome[i] = at(sum, i, WIDTH) / scale[i];
      for (int j = 0; j < WIDTH; j++) {
        products.setEntry(i, j, at(sum, i, j) / (scale[i] * scale[j]));
      }
    }
    DecompositionSolver solver = new LUDecomposition(products, 1e-9).getSolver();
    double spreadX = spread(sum, X, n);
    double spreadY = spread(sum, WIDTH, n);
    if (!solver.isNonSingular() || !(spreadX > 0) || !(spreadY > 0)) {
      return Estimate.missing("no variation", n);
    }
    double[] beta = solver.solve(new ArrayRealVector(outcome)).toArray();
    double[] unit = new double[WIDTH];
    unit[X] = 1;
    double[] row = solver.solve(new ArrayRealVector(unit)).toArray();
    for (int i = 0; i < WIDTH; i++) {
      beta[i] /= scale[i];
      row[i] /= scale[i] * scale[X];
    }
    double factor = spreadX / spreadY;
    double value = beta[X] * factor;
    double[] draws = draws(Math.max(0, from), to, beta, row, weights);
    for (int d = 0; d < draws.length; d++) {
      draws[d] *= factor * Math.sqrt((double) n / (n - WIDTH));
    }
    double[] range = Resampling.interval(draws);
    return new Estimate(
        value,
        value + Math.min(0, range[0]),
        value + Math.max(0, range[1]),
        Significance.twoSided(value, draws),
        n,
        null);
  }

  /**
   * Errors of the coefficient over draws of days: weighted sums of the days' scores, each over one
   * less the day's share of the information (as leaving the day out would), as a day that pulls the
   * fit to itself hides its error.
   */
  private double[] draws(int from, int to, double[] beta, double[] row, double[][] weights) {
    double[] effects = new double[to - from];
    int days = 0;
    for (int day = from; day < to; day++) {
      if (ofDay[day] != null) {
        days++;
        double effect = 0;
        double share = 0;
        for (int i = 0; i < WIDTH; i++) {
          double score = at(ofDay[day], i, WIDTH);
          for (int j = 0; j < WIDTH; j++) {
            share += row[i] * at(ofDay[day], i, j) * row[j];
            score -= at(ofDay[day], i, j) * beta[j];
          }
          effect += row[i] * score;
        }
        effects[day - from] = effect / Math.max(0.2, 1 - share / row[X]);
      }
    }
    // Geometric blocks hold 2 b - 1 days' worth of dependence, so few of them are independent:
    // their mean takes one, and tails are those of a t distribution.
    double blocks = Math.max(2, days / (2 * MEAN_BLOCK_DAYS - 1));
    double few = Math.sqrt(blocks / (blocks - 1)) * (1 + T_TAIL / (blocks - 1));
    double[] draws = new double[weights.length];
    for (int d = 0; d < draws.length; d++) {
      for (int k = 0; k < effects.length; k++) {
        draws[d] += few * weights[d][k] * effects[k];
      }
    }
    return draws;
  }

  private static double spread(double[] sum, int i, int n) {
    double mean = at(sum, 0, i) / n;
    return Math.sqrt(Math.max(0, at(sum, i, i) / n - mean * mean));
  }

  private static double at(double[] sum, int i, int j) {
    return sum[i * (WIDTH + 1) + j];
  }
}
