package io.treadmill.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RanksTest {
  private static final double NONE = Double.NaN;

  @Test
  void quantilesLieLinearlyBetweenTwoValues() {
    double[] sorted = {1, 3, 4};
    assertThat(Ranks.quantile(sorted, 0.25)).isEqualTo(2);
    assertThat(Ranks.quantile(sorted, 0.75)).isEqualTo(3.5);
    assertThat(Ranks.quantile(sorted, 1)).isEqualTo(4);
    assertThat(Ranks.quantile(new double[0], 0.5)).isNaN();
    assertThat(Ranks.median(new double[] {9, NONE, 1, 4})).isEqualTo(4);
    assertThat(Ranks.sorted(new double[] {9, 5, NONE, 1, 4}, 1, 4)).containsExactly(1, 5);
    assertThat(Ranks.sorted(new double[] {9, 5}, -3, 1)).containsExactly(9);
  }

  /** Few and many values, near the ends and in the middle, with ties and unknown ones. */
  @Test
  void quantilesWithoutSortingAreThoseOfTheSorted() {
    SplittableRandom random = new SplittableRandom(7);
    double[] shares = {0, 0.01, 0.05, 0.1, 0.37, 0.5, 0.9, 0.95, 0.99, 1};
    for (int n : new int[] {1, 2, 3, 5, 12, 13, 24, 25, 50, 160, 700, 3000}) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        int one = random.nextInt(10);
        values[i] = one == 0 && i > 0 ? NONE : one < 4 ? one : random.nextDouble() - 0.5;
      }
      double[] sorted = Ranks.sorted(values, 0, n);
      double[] expected = Arrays.stream(shares).map(q -> Ranks.quantile(sorted, q)).toArray();
      assertThat(Ranks.quantiles(values, 0, n, shares)).as("%d", n).containsExactly(expected);
    }
    assertThat(Ranks.quantiles(new double[] {NONE}, 0, 1, 0.5)).containsExactly(NONE);
    assertThat(Ranks.quantiles(new double[] {9, 5, 1}, 1, 3, 0.5)).containsExactly(3);
  }

  @Test
  void tiesCountHalfInAPercentile() {
    double[] past = {1, 2, 2, 3};
    assertThat(Ranks.percentile(past, 2)).isEqualTo(0.5);
    assertThat(Ranks.percentile(past, 3)).isEqualTo(3.5 / 4);
    assertThat(Ranks.percentile(past, 0)).isZero();
    assertThat(Ranks.percentile(past, NONE)).isNaN();
    assertThat(Ranks.percentile(new double[0], 2)).isNaN();
  }

  /** Median 3, absolute deviations 2, 1, 0, 1, 7: their median is 1. */
  @Test
  void theRobustScoreCountsInMedianDeviations() {
    double[] past = {1, 2, 3, 4, 10};
    assertThat(Ranks.robustZ(past, 5)).isEqualTo(2 / 1.4826, within(1e-12));
    assertThat(Ranks.robustZ(new double[] {3, 3, 3}, 5)).isNaN();
  }

  @Test
  void anIntervalNeedsHalfOfItsDraws() {
    double[] draws = {NONE, 0, NONE, 10, NONE, NONE};
    assertThat(Resampling.interval(Arrays.copyOf(draws, 4), 0.9)[0]).isEqualTo(0.5, within(1e-12));
    assertThat(Resampling.interval(Arrays.copyOf(draws, 4), 0.9)[1]).isEqualTo(9.5, within(1e-12));
    assertThat(Resampling.interval(draws, 0.9)).containsExactly(NONE, NONE);
    assertThat(Resampling.interval(new double[0], 0.9)).containsExactly(NONE, NONE);
  }

  /** Of 10,000 steps one in five starts a new block; the others go on, around the end too. */
  @Test
  void blocksHaveTheirMeanLengthAndWrapAround() {
    int[] drawn = Resampling.stationary(10_000, 5, new SplittableRandom(1));
    int goesOn = 0;
    for (int i = 1; i < drawn.length; i++) {
      goesOn += drawn[i] == (drawn[i - 1] + 1) % 10_000 ? 1 : 0;
    }
    assertThat(goesOn / 9999.0).isEqualTo(0.8, within(0.02));
    assertThat(Resampling.stationary(1, 1e9, new SplittableRandom(1))).containsExactly(0);
    int[] around = Resampling.stationary(3, 1e9, new SplittableRandom(1));
    assertThat(around[1]).isEqualTo((around[0] + 1) % 3);
    assertThat(around[2]).isEqualTo((around[0] + 2) % 3);
    for (double block : new double[] {0.9, NONE}) {
      assertThatThrownBy(() -> Resampling.stationary(3, block, new SplittableRandom(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Resampling.stationary(0, 1, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
