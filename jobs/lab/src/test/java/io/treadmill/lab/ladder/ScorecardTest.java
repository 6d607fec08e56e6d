package io.treadmill.lab.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores of a few values by hand. */
class ScorecardTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double[] TWO = {1, 2};

  /** One day the model is exact, the other as wrong as the baseline: draws of both are 0 and 1. */
  @Test
  void theIntervalOfASkillDrawsWholeDays() {
    Scorecard.Skill skill =
        Scorecard.skill(
            new double[] {1, 1, 1, 1},
            new double[] {1, 1, 2, 2},
            new double[] {2, 2, 2, 2},
            new long[] {7, 7, 9, 9},
            2000,
            1);
    assertThat(skill.skill()).isEqualTo(0.5, EXACT);
    assertThat(skill.low()).isEqualTo(0, EXACT);
    assertThat(skill.high()).isEqualTo(1, EXACT);
  }

  @Test
  void binsOfTheReliabilityHoldEqualCountsByRisingPrediction() {
    double[] realised = {10, 20, 30, 40, 60};
    assertThat(Scorecard.reliability(realised, new double[] {5, 1, 3, 2, 4}, 2))
        .containsExactly(new Scorecard.Bin(1.5, 30), new Scorecard.Bin(4, 100 / 3.0));
    assertThat(Scorecard.reliability(TWO, new double[] {4, 3}, 3))
        .containsExactly(new Scorecard.Bin(3, 2), new Scorecard.Bin(4, 1));
  }

  @Test
  void theHottestAreCountedAmongTheLargestRealisedAndNeverAmongZeros() {
    double[] realised = IntStream.range(0, 10).asDoubleStream().toArray();
    double[] oneOfTwo = {9, 1, 1, 1, 1, 1, 1, 1, 1, 9};
    assertThat(Scorecard.hotPrecision(realised, realised, 0.2)).isEqualTo(1);
    assertThat(Scorecard.hotPrecision(realised, oneOfTwo, 0.2)).isEqualTo(0.5);
    assertThat(Scorecard.hotPrecision(realised, oneOfTwo, 0.01)).isEqualTo(1);
    assertThat(Scorecard.hotPrecision(new double[10], realised, 0.2)).isZero();
  }
}
