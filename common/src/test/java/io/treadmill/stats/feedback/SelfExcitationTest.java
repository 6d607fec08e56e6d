package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class SelfExcitationTest {
  private static final int PER_DAY = 288;
  private static final int DAYS = 31;

  @Test
  void plantedFollowersAreReadWithinFiveHundredths() {
    for (double planted : new double[] {0, 0.2, 0.4}) {
      double sum = 0;
      for (int seed = 0; seed < 4; seed++) {
        sum += estimate(planted, 100 + seed).branching().value() / 4;
      }
      assertThat(sum).as("planted " + planted).isCloseTo(planted, within(0.05));
    }
  }

  @Test
  void withoutTheMapTheRatioIsFarTooHighWhereNothingFollows() {
    SelfExcitation found = estimate(0, 7);
    assertThat(found.branchingWithoutMap().value()).isGreaterThan(0.4);
    assertThat(found.branchingFano()).isGreaterThan(0.4);
    assertThat(found.branching().value()).isLessThan(0.05);
    assertThat(found.perPredicted().value()).isCloseTo(1, within(0.1));
    assertThat(found.residualDispersion()).isCloseTo(1, within(0.1));
  }

  @Test
  void theFitIsThatOfTheSlowExpectationMaximisation() {
    Random random = new Random(3);
    int n = 400;
    int[] slot = new int[n];
    double[] columns = new double[2 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      slot[i] = i % 2;
      columns[2 * i] = random.nextDouble();
      columns[2 * i + 1] = random.nextDouble() * random.nextDouble();
      y[i] = random.nextInt(3) * random.nextInt(3) + (columns[2 * i] > 0.5 ? 1 : 0);
    }
    double[] fast = new PoissonRates(2, slot, columns, y).fit();
    double[] slow = new double[] {1, 1, 1, 1};
    double[] sums = new double[4];
    for (int i = 0; i < n; i++) {
      sums[slot[i]]++;
      sums[2] += columns[2 * i];
      sums[3] += columns[2 * i + 1];
    }
    for (int pass = 0; pass < 5_000; pass++) {
      double[] next = new double[4];
      for (int i = 0; i < n; i++) {
        double rate =
            slow[slot[i]] + slow[2] * columns[2 * i] + slow[3] * columns[2 * i + 1] + 1e-9;
        next[slot[i]] += slow[slot[i]] * y[i] / rate;
        next[2] += slow[2] * columns[2 * i] * y[i] / rate;
        next[3] += slow[3] * columns[2 * i + 1] * y[i] / rate;
      }
      for (int k = 0; k < 4; k++) {
        slow[k] = next[k] / sums[k];
      }
    }
    for (int k = 0; k < 4; k++) {
      assertThat(fast[k]).isCloseTo(slow[k], within(1e-3));
    }
  }

  @Test
  void followersWithinTheStepCountByTheSameKernel() {
    double[] weights = {0.3, 0, 0, 0};
    double lag = 1 / Math.log(2);
    double within = 1 - lag * 0.5;
    double truth = SelfExcitation.branching(weights, 0);
    assertThat((1 - within) * truth / (1 - within * truth)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void theUnitOfAmountsDoesNotMatter() {
    double[][] made = made(0.3, 5);
    SelfExcitation one = SelfExcitation.of(made[0], made[1], PER_DAY, 0, PER_DAY, false, 1);
    SelfExcitation other =
        SelfExcitation.of(times(made[0], 8), times(made[1], 8), PER_DAY, 0, PER_DAY, false, 1);
    assertThat(other.branching().value()).isCloseTo(one.branching().value(), within(1e-4));
    assertThat(one.branchingFano()).isNaN();
  }

  @Test
  void unknownStepsAreLeftOutAndFewDaysGiveAReason() {
    double[][] made = made(0.2, 6);
    Arrays.fill(made[0], 2000, 2600, Double.NaN);
    SelfExcitation found = SelfExcitation.of(made[0], made[1], PER_DAY, 0, PER_DAY, true, 1);
    assertThat(found.branching().n()).isLessThan((DAYS - 1) * PER_DAY - 600);
    assertThat(found.branching().value()).isCloseTo(0.2, within(0.1));
    double[] few = Arrays.copyOf(made[0], 5 * PER_DAY);
    SelfExcitation none =
        SelfExcitation.of(few, Arrays.copyOf(made[1], few.length), PER_DAY, 0, PER_DAY, true, 1);
    assertThat(none.branching().reason()).contains("10 days");
  }

  @Test
  void withoutPredictionsOnlyTheUpperBoundIsThere() {
    double[][] made = made(0.2, 8);
    Arrays.fill(made[1], Double.NaN);
    SelfExcitation found = SelfExcitation.of(made[0], made[1], PER_DAY, 0, PER_DAY, true, 1);
    assertThat(found.branching().reason()).contains("no prediction");
    assertThat(found.branchingWithoutMap().isPresent()).isTrue();
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  private static SelfExcitation estimate(double planted, long seed) {
    double[][] made = made(planted, seed);
    return SelfExcitation.of(made[0], made[1], PER_DAY, 0, PER_DAY, true, seed);
  }

  /** Orders given a bursty prediction, each with followers after exponential lags of 10 min. */
  private static double[][] made(double planted, long seed) {
    RandomGenerator random = new Well19937c(seed);
    int n = DAYS * PER_DAY;
    double[] counts = new double[n];
    double[] predicted = new double[n];
    double level = 0;
    for (int i = 0; i < n; i++) {
      level = 0.9 * level + 0.7 * random.nextGaussian();
      predicted[i] = Math.exp(level);
      int own = new PoissonDistribution(random, predicted[i] + 0.2, 1e-9, 10_000).sample();
      for (int k = 0; k < own; k++) {
        bear(counts, i + random.nextDouble(), planted, random);
      }
    }
    return new double[][] {counts, predicted};
  }

  private static void bear(double[] counts, double at, double planted, RandomGenerator random) {
    if (at >= counts.length) {
      return;
    }
    counts[(int) at]++;
    double left = -Math.log(random.nextDouble());
    while (planted > 0 && left < planted) {
      bear(counts, at - 2 * Math.log(random.nextDouble()), planted, random);
      left -= Math.log(random.nextDouble());
    }
  }
}
