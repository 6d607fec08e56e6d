package io.treadmill.lab.ladder;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.Observations;
import io.treadmill.book.score.Score;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Bands of realised totals by decile of the prediction. A band is made of draws of the law, each
 * with noise about its mean as large as the training days showed: {@code phi x Poisson(mean /
 * phi)}, phi being the variance over the mean of totals of four days in the same decile, at least
 * the size of a small amount; and all of them with the error of level that training weeks showed.
 */
public final class Bands {
  // Errors of a level last for days: totals of single days would look too exact.
  private static final int BLOCK_DAYS = 4;
  private static final long WEEK_MICROS = 7 * BarClock.DAY_MICROS;
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
      FittedLaw law,
      List<Observations.Row> train,
      double[] trainPredicted,
      List<Observations.Row> test,
      double[] predicted,
      long seed) {
    int[][] trainDeciles = split(trainPredicted);
    int[][] testDeciles = split(predicted);
    double[] unscaled = law.predict(test);
    double[][] draws = new double[law.longs().draws().length][];
    for (int d = 0; d < draws.length; d++) {
      draws[d] = law.predictDraw(d, test);
    }
    RandomGenerator random = new Well19937c(seed);
    double least = smallAmount(train, trainDeciles);
    double level = levelDeviation(train, trainPredicted, test);
    List<Band> bands = new ArrayList<>();
    for (int b = 0; b < testDeciles.length; b++) {
      List<double[]> blocks = blocks(train, trainPredicted, trainDeciles[b]);
      double phi = Math.max(least, dispersion(blocks));
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
        double reliability = reliability(blocks, least, random);
        double mean =
            means[i % means.length] * reliability * Math.exp(level * random.nextGaussian());
        totals[i] = noisy(mean, phi, random);
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

  /**
   * Median positive amount of a row in the lower half: forced notional comes in pieces of about
   * that size, which is all that low deciles of a training window without any can tell.
   */
  private static double smallAmount(List<Observations.Row> rows, int[][] deciles) {
    double[] positive =
        Arrays.stream(deciles, 0, deciles.length / 2)
            .flatMapToInt(Arrays::stream)
            .mapToDouble(row -> rows.get(row).realised())
            .filter(amount -> amount > 0)
            .toArray();
    return positive.length == 0 ? 0 : Score.quantile(positive, 0.5);
  }

  /**
   * Standard deviation of the log ratio of realised and predicted over the whole test window: that
   * of training weeks over the root of the number of test weeks.
   */
  private static double levelDeviation(
      List<Observations.Row> train, double[] predicted, List<Observations.Row> test) {
    Map<Long, double[]> weeks = new HashMap<>();
    for (int i = 0; i < predicted.length; i++) {
      double[] sums =
          weeks.computeIfAbsent(train.get(i).ts() / WEEK_MICROS, unused -> new double[2]);
      sums[0] += train.get(i).realised();
      sums[1] += predicted[i];
    }
    double squares = 0;
    int n = 0;
    for (double[] week : weeks.values()) {
      if (week[0] > 0 && week[1] > 0) {
        double log = Math.log(week[0] / week[1]);
        squares += log * log;
        n++;
      }
    }
    double span = test.get(test.size() - 1).until() - (double) test.get(0).ts();
    return n == 0 ? 0 : Math.sqrt(squares / n / Math.max(1, span / WEEK_MICROS));
  }

  /** Realised and predicted totals of four days of a decile of the training days, in millions. */
  private static List<double[]> blocks(
      List<Observations.Row> rows, double[] predicted, int[] decile) {
    Map<Long, double[]> blocks = new TreeMap<>();
    for (int row : decile) {
      double[] sums =
          blocks.computeIfAbsent(
              UtcDays.dayOf(rows.get(row).ts()).toEpochDay() / BLOCK_DAYS, unused -> new double[2]);
      sums[0] += rows.get(row).realised();
      sums[1] += predicted[row];
    }
    return List.copyOf(blocks.values());
  }

  /**
   * Variance of totals of blocks about their prediction over their mean, in millions; the
   * prediction scaled to the total of all blocks.
   */
  private static double dispersion(List<double[]> blocks) {
    double realised = 0;
    double predicted = 0;
    for (double[] block : blocks) {
      realised += block[0];
      predicted += block[1];
    }
    double squares = 0;
    for (double[] block : blocks) {
      double error = block[0] - block[1] * realised / predicted;
      squares += error * error;
    }
    return realised > 0 && predicted > 0 ? squares / realised : 0;
  }

  /**
   * Realised over predicted of blocks drawn with replacement: what is predicted least comes less
   * often than predicted, and how much less is known from few prints. A small amount in both keeps
   * a decile without prints away from certainty.
   */
  private static double reliability(List<double[]> blocks, double least, RandomGenerator random) {
    double realised = least;
    double predicted = least;
    for (int i = 0; i < blocks.size(); i++) {
      double[] block = blocks.get(random.nextInt(blocks.size()));
      realised += block[0];
      predicted += block[1];
    }
    return predicted > 0 ? realised / predicted : 1;
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
