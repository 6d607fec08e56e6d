package io.treadmill.book.validation;

import io.treadmill.book.ModelFit;
import io.treadmill.book.Observations;
import io.treadmill.book.Score;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often bands hold what was realised. */
final class Bands {
  private Bands() {}

  /**
   * Returns the share of deciles of the prediction whose realised total lies in the band of the
   * draws.
   *
   * @param predicted prediction of each row with its rescale
   */
  static double coverage(
      ModelFit fit, List<Observations.Row> rows, double[] predicted, double low, double high) {
    double[][] draws = new double[fit.draws()][];
    double[] centre = fit.predictUnscaled(rows);
    for (int d = 0; d < draws.length; d++) {
      draws[d] = fit.predictDraw(d, rows);
    }
    Integer[] order = IntStream.range(0, rows.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> predicted[i]));
    int inside = 0;
    for (int b = 0; b < Scorecard.BINS; b++) {
      double realised = 0;
      double[] totals = new double[draws.length];
      for (int i = order.length * b / Scorecard.BINS;
          i < order.length * (b + 1) / Scorecard.BINS;
          i++) {
        int row = order[i];
        realised += rows.get(row).realised();
        double factor = centre[row] > 0 ? predicted[row] / centre[row] : 1;
        for (int d = 0; d < draws.length; d++) {
          totals[d] += factor * draws[d][row];
        }
      }
      boolean holds =
          realised >= Score.quantile(totals, low) && realised <= Score.quantile(totals, high);
      inside += holds ? 1 : 0;
    }
    return (double) inside / Scorecard.BINS;
  }
}
