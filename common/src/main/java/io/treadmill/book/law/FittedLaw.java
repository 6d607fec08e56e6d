package io.treadmill.book.law;

import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The fitted weights of one model, as {@code leverage_law} holds them. Arrays go by side (long,
 * short), then column; draws by side, draw, column.
 *
 * @param columns names of the columns
 * @param weight weights
 * @param low low ends; NaN where the model has no draws
 * @param high high ends
 * @param poor false where the data say what the weight is
 * @param draws block-bootstrap draws; none where the model has no band
 * @param kappaUsd kappa of the trailing rescale by side; NaN if not rescaled
 * @param sums rescale sums by side at the end of training, USD
 * @param n realised totals that entered
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record FittedLaw(
    List<String> columns,
    double[][] weight,
    double[][] low,
    double[][] high,
    boolean[][] poor,
    double[][][] draws,
    double[] kappaUsd,
    List<Rescale> sums,
    long n)
    implements Serializable {

  /** Returns the weights of a fit. */
  public static FittedLaw of(ModelFit fit) {
    int k = fit.columns().size();
    double[][] weight = new double[2][];
    double[][] low = new double[2][k];
    double[][] high = new double[2][k];
    boolean[][] poor = new boolean[2][k];
    double[][][] draws = new double[2][fit.draws()][];
    double[] kappa = new double[2];
    for (Side side : Side.values()) {
      int s = side.index();
      weight[s] = fit.weights(side);
      kappa[s] = fit.kappaUsd(side);
      for (int column = 0; column < k; column++) {
        low[s][column] = fit.draws() == 0 ? Double.NaN : fit.low(side, column);
        high[s][column] = fit.draws() == 0 ? Double.NaN : fit.high(side, column);
        poor[s][column] = !fit.determined() || !fit.determined(side, column);
      }
      for (int d = 0; d < fit.draws(); d++) {
        draws[s][d] = fit.draw(d, side);
      }
    }
    return new FittedLaw(
        fit.columns(),
        weight,
        low,
        high,
        poor,
        draws,
        kappa,
        List.of(fit.rescaleAtEnd(Side.LONG), fit.rescaleAtEnd(Side.SHORT)),
        fit.rows());
  }

  /** Returns the same weights in another order of columns; columns that are new have weight 0. */
  public FittedLaw arranged(List<String> order) {
    int[] from = order.stream().mapToInt(columns::indexOf).toArray();
    double[][] w = new double[2][];
    double[][] l = new double[2][];
    double[][] h = new double[2][];
    boolean[][] p = new boolean[2][from.length];
    double[][][] d = new double[2][][];
    for (int s = 0; s < 2; s++) {
      w[s] = arranged(weight[s], from);
      l[s] = arranged(low[s], from);
      h[s] = arranged(high[s], from);
      for (int k = 0; k < from.length; k++) {
        p[s][k] = from[k] < 0 || poor[s][from[k]];
      }
      d[s] = Arrays.stream(draws[s]).map(draw -> arranged(draw, from)).toArray(double[][]::new);
    }
    return new FittedLaw(List.copyOf(order), w, l, h, p, d, kappaUsd, sums, n);
  }

  private static double[] arranged(double[] values, int[] from) {
    return Arrays.stream(from).mapToDouble(i -> i < 0 ? 0 : values[i]).toArray();
  }

  /** Returns whether predictions carry the trailing rescale. */
  public boolean isRescaled() {
    return !Double.isNaN(kappaUsd[0]);
  }

  /** Returns the factor of a day by side, from the sums of the days before it. */
  public double[] factors(List<Rescale> before) {
    return isRescaled()
        ? new double[] {before.get(0).factor(kappaUsd[0]), before.get(1).factor(kappaUsd[1])}
        : new double[] {1, 1};
  }

  /** Returns the weights with their draws and the factors of a day. */
  public RestingExposure.Weights withFactors(double[] factors) {
    return new RestingExposure.Weights(weight, draws, factors);
  }
}
