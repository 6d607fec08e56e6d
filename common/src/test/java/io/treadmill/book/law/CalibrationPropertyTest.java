package io.treadmill.book.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.map.Exposure;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The fit against a slow version that goes row by row, and what its weights must obey. */
class CalibrationPropertyTest {
  private static final int ROUNDS = 20;

  @Property(tries = 60)
  void aFitIsToTheBitThatOfRowsOneByOne(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 9) int columns,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Market market = new Market(n, columns, seed);
    double[] prior = Calibration.scaled(market.rows, market.ones);
    assertThat(Calibration.mapEm(market.rows, prior, prior, ROUNDS))
        .containsExactly(slow(market.rows, prior));
  }

  @Property(tries = 30)
  void moreForcedNotionalGivesNoSmallerWeights(
      @ForAll @IntRange(min = 4, max = 40) int n,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Market market = new Market(n, 1, seed);
    double[] realised = market.rows.realised().clone();
    realised[0] += 1;
    Calibration.Rows more =
        new Calibration.Rows(market.rows.columns(), realised, market.rows.times());
    double[] prior = Calibration.scaled(market.rows, market.ones);
    double before = Calibration.mapEm(market.rows, prior, prior, ROUNDS)[0];
    assertThat(Calibration.mapEm(more, prior, prior, ROUNDS)[0]).isGreaterThanOrEqualTo(before);
  }

  /** Expectation, then maximisation, a row at a time. */
  private static double[] slow(Calibration.Rows rows, double[] prior) {
    double[] sums = rows.sums();
    double[] positive = Arrays.stream(sums).filter(sum -> sum > 0).sorted().toArray();
    int n = positive.length;
    double kappa = n == 0 ? 0 : 0.02 * (positive[(n - 1) / 2] + positive[n / 2]) / 2;
    double[] weights = prior.clone();
    for (int round = 0; round < ROUNDS; round++) {
      double[] share = new double[weights.length];
      for (int i = 0; i < rows.columns().length; i++) {
        double[] row = rows.columns()[i];
        double forced = rows.times()[i] * rows.realised()[i];
        if (forced != 0) {
          double mean = Exposure.times(row, weights) + 1e-6;
          for (int k = 0; k < share.length; k++) {
            share[k] += row[k] * (forced / mean);
          }
        }
      }
      for (int k = 0; k < weights.length; k++) {
        double down = sums[k] + kappa;
        weights[k] = down > 0 ? (weights[k] * share[k] + kappa * prior[k]) / down : prior[k];
      }
    }
    return weights;
  }

  /** Rows of which half have no forced notional and some do not count. */
  private static final class Market {
    private final Calibration.Rows rows;
    private final double[] ones;

    Market(int n, int columns, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] matrix = new double[n][columns];
      double[] realised = new double[n];
      double[] times = new double[n];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < columns; k++) {
          matrix[i][k] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        }
        realised[i] = random.nextBoolean() ? 5 * random.nextDouble() : 0;
        times[i] = random.nextInt(3);
      }
      rows = new Calibration.Rows(matrix, realised, times);
      ones = new double[columns];
      Arrays.fill(ones, 1);
    }
  }
}
