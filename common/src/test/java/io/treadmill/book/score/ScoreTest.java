package io.treadmill.book.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores of a few values by hand. */
class ScoreTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double[] ONE = {1};
  private static final double[] TWO = {1, 2};

  @Test
  void theDevianceIsThatOfPoissonWithALeastPrediction() {
    assertThat(Score.unitDeviance(0, 3)).isEqualTo(6, EXACT);
    assertThat(Score.unitDeviance(2, 1)).isEqualTo(4 * Math.log(2) - 2, EXACT);
    assertThat(Score.unitDeviance(0, 0)).isEqualTo(2e-4, EXACT);
    assertThat(Score.deviance(new double[] {0, 2}, new double[] {3, 1}))
        .isEqualTo(4 + 4 * Math.log(2), EXACT);
    assertThat(Score.skill(new double[] {0, 0}, new double[] {1, 2}, new double[] {1, 3}))
        .isEqualTo(1 - 6.0 / 8, EXACT);
  }

  @Test
  void varianceRatioAndRanksOfFourValues() {
    double[] realised = {1, 2, 3, 6};
    assertThat(Score.r2(realised, new double[] {1, 2, 4, 5})).isEqualTo(1 - 2 / 14.0, EXACT);
    assertThat(Score.ratio(realised, new double[] {1, 2, 4, 8})).isEqualTo(15 / 12.0, EXACT);
    // Ranks 1, 2.5, 2.5, 4 and 3, 1, 2, 4.
    assertThat(Score.spearman(new double[] {1, 2, 2, 5}, new double[] {3, 1, 2, 4}))
        .isEqualTo(1.5 / Math.sqrt(4.5 * 5), EXACT);
    assertThat(Score.spearman(new double[] {2, 2}, TWO)).isNaN();
    assertThat(Score.spearman(TWO, new double[] {2, 2})).isNaN();
  }

  /** One day the model is exact, the other as wrong as the baseline: draws of both are 0 and 1. */
  @Test
  void theIntervalOfASkillDrawsWholeDays() {
    Score.Skill skill =
        Score.skill(
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
    assertThat(Score.reliability(realised, new double[] {5, 1, 3, 2, 4}, 2))
        .containsExactly(new Score.Bin(1.5, 30), new Score.Bin(4, 100 / 3.0));
    assertThat(Score.reliability(TWO, new double[] {4, 3}, 3))
        .containsExactly(new Score.Bin(3, 2), new Score.Bin(4, 1));
  }

  @Test
  void theHottestAreCountedAmongTheLargestRealisedAndNeverAmongZeros() {
    double[] realised = IntStream.range(0, 10).asDoubleStream().toArray();
    double[] oneOfTwo = {9, 1, 1, 1, 1, 1, 1, 1, 1, 9};
    assertThat(Score.hotPrecision(realised, realised, 0.2)).isEqualTo(1);
    assertThat(Score.hotPrecision(realised, oneOfTwo, 0.2)).isEqualTo(0.5);
    assertThat(Score.hotPrecision(realised, oneOfTwo, 0.01)).isEqualTo(1);
    assertThat(Score.hotPrecision(new double[10], realised, 0.2)).isZero();
  }

  @Test
  void quantilesLieLinearlyBetweenTwoValues() {
    double[] values = {4, 1, 3};
    assertThat(Score.quantile(values, 0.25)).isEqualTo(2, EXACT);
    assertThat(Score.quantile(values, 0.75)).isEqualTo(3.5, EXACT);
    assertThat(Score.quantile(values, 1)).isEqualTo(4, EXACT);
    assertThat(values).containsExactly(4, 1, 3);
  }

  @Test
  void valuesThatDoNotBelongTogetherAreRefused() {
    for (Runnable wrong :
        new Runnable[] {
          () -> Score.deviance(TWO, ONE),
          () -> Score.deviance(new double[0], new double[0]),
          () -> Score.r2(ONE, TWO),
          () -> Score.ratio(ONE, TWO),
          () -> Score.spearman(ONE, TWO),
          () -> Score.skill(ONE, TWO, ONE, new long[1], 9, 1),
          () -> Score.skill(ONE, ONE, TWO, new long[1], 9, 1),
          () -> Score.reliability(ONE, TWO, 1),
          () -> Score.hotPrecision(ONE, TWO, 1)
        }) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
