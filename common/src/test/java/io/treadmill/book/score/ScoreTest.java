package io.treadmill.book.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
          () -> Score.spearman(ONE, TWO)
        }) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
