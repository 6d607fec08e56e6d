package io.treadmill.book.validation;

import io.treadmill.book.ModelFit;
import io.treadmill.book.Observations;
import io.treadmill.book.Score;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Bands of realised totals by decile of the prediction. A band is made of draws of the law, each
 * with noise about its mean as large as the training days showed: {@code phi x Poisson(mean /
 * phi)}, phi being the variance over the mean of daily totals in the same decile.
 */
public final class Bands {
  private static final int NOISES_A_DRAW = 20;
  private static final double LARGE = 1000;

  private Bands() {}

  /**
   * One decile.
   *
   * @param realised realised total, millions of USD
   * @param low 10 % quantile of the band
   * @param high 90 % quantile
   */
  public record Band(double realised, double low, double high) {
    /** Returns whether the realised total lies in the band. */
    public boolean holds() {
      return realised >= low && realised <= high;
    }
  }

  /**
   * Returns the bands of ten deciles by rising prediction.
   *
   * @param train known rows of the training window, and what the fit predicts of them
   * @param test known rows of the test window
   * @param predicted prediction of each test row with its rescale
   */
  static List<Band> deciles(
      ModelFit fit,
      List<Observations.Row> train,
      double[] trainPredicted,
      List<Observations.Row> test,
      double[] predicted,
      long seed) {
    int[][] trainDeciles = split(trainPredicted);
    int[][] testDeciles = split(predicted);
    double[] unscaled = fit.predictUnscaled(test);
    double[][] draws = new double[fit.draws()][];
    for (int d = 0; d < draws.length; d++) {
      draws[d] = fit.predictDraw(d, test);
    }
    RandomGenerator random = new Well19937c(seed);
    List<Band> bands = new ArrayList<>();
    for (int b = 0; b < testDeciles.length; b++) {
      double phi = dispersion(train, trainPredicted, trainDeciles[b]);
      double realised = 0;
      double[] means = new double[draws.length];
      for (int row : testDeciles[b]) {
        realised += test.get(row).realised();
        double factor = unscaled[row] > 0 ? predicted[row] / unscaled[row] : 1;
        for (int d = 0; d < draws.length; d++) {
          means[d] += factor * draws[d][row];
        }
      }
      double[] totals = new double[means.length * NOISES_A_DRAW];
      for (int i = 0; i < totals.length; i++) {
        totals[i] = noisy(means[i % means.length], phi, random);
      }
      bands.add(new Band(realised, Score.quantile(totals, 0.1), Score.quantile(totals, 0.9)));
    }
    return bands;
  }

  private static int[][] split(double[] predicted) {
    int n = predicted.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> predicted[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[][] deciles = new int[Scorecard.BINS][];
    for (int b = 0; b < deciles.length; b++) {
      int from = (int) ((long) n * b / deciles.length);
      int to = (int) ((long) n * (b + 1) / deciles.length);
      deciles[b] = IntStream.range(from, to).map(i -> order[i]).toArray();
    }
    return deciles;
  }

  /** Variance of daily totals about their prediction over their mean, in millions. */
  private static double dispersion(List<Observations.Row> rows, double[] predicted, int[] decile) {
    Map<Long, double[]> days = new HashMap<>();
    for (int row : decile) {
      double[] sums =
          days.computeIfAbsent(
              UtcDays.dayOf(rows.get(row).ts()).toEpochDay(), unused -> new double[2]);
      sums[0] += rows.get(row).realised() - predicted[row];
      sums[1] += predicted[row];
    }
    double squares = 0;
    double mean = 0;
    for (double[] day : days.values()) {
      squares += day[0] * day[0];
      mean += day[1];
    }
    return mean > 0 ? squares / mean : 0;
  }

  private static double noisy(double mean, double phi, RandomGenerator random) {
    if (!(phi > 0 && mean > 0)) {
      return mean;
    }
    double events = mean / phi;
    if (events > LARGE) {
      double deviation = Math.sqrt(phi * mean);
      return Math.max(0, new NormalDistribution(random, mean, deviation).sample());
    }
    return phi
        * new PoissonDistribution(
                random,
                events,
                PoissonDistribution.DEFAULT_EPSILON,
                PoissonDistribution.DEFAULT_MAX_ITERATIONS)
            .sample();
  }
}
