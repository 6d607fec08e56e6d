package io.treadmill.book.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowScoreTest {
  private static final int DAYS = 30;
  private static final int HOURS = 24;

  private static WindowScore score(double error, double baselineError) {
    Random random = new Random(1);
    int n = DAYS * HOURS;
    double[][] values = new double[3][n];
    int[] day = new int[n];
    for (int i = 0; i < n; i++) {
      double mean = Math.exp(2 * random.nextGaussian());
      values[0][i] = mean * Math.exp(0.3 * random.nextGaussian());
      values[1][i] = mean * Math.exp(error * random.nextGaussian());
      values[2][i] = mean * Math.exp(baselineError * random.nextGaussian());
      day[i] = i / HOURS;
    }
    return new WindowScore(values[0], values[1], values[2], day);
  }

  @Test
  void aBetterPredictionHasAnIntervalAboveZeroAndAWorseOneBelow() {
    WindowScore.Skill better = score(0, 0.8).skill();
    assertThat(better.low()).isPositive().isLessThan(better.value());
    assertThat(better.high()).isGreaterThan(better.value()).isLessThan(1);
    assertThat(score(0.8, 0).skill().high()).isNegative();
  }

  @Test
  void anEquallyGoodOneCannotBeTold() {
    WindowScore.Skill equal = score(0.3, 0.3).skill();
    assertThat(equal.low()).isNegative();
    assertThat(equal.high()).isPositive();
  }

  /** Two rules of equal worth, days that differ as much as real ones do. */
  private static WindowScore equals(int days, Random random) {
    double[][] values = new double[3][days];
    int[] day = new int[days];
    for (int d = 0; d < days; d++) {
      values[0][d] = Math.exp(random.nextGaussian());
      values[1][d] = values[0][d] * Math.exp(0.5 * random.nextGaussian());
      values[2][d] = values[0][d] * Math.exp(0.5 * random.nextGaussian());
      day[d] = d;
    }
    return new WindowScore(values[0], values[1], values[2], day);
  }

  @Test
  void fewDaysHaveASkillAndNoInterval() {
    WindowScore.Skill nine = equals(Score.LEAST_DAYS - 1, new Random(1)).skill();
    assertThat(nine.value()).isFinite();
    assertThat(nine.low()).isNaN();
    assertThat(nine.high()).isNaN();
    assertThat(equals(Score.LEAST_DAYS, new Random(1)).skill().low()).isFinite();
  }

  @Test
  void overTheLeastDaysEquallyGoodRulesAreSeldomCalledBetter() {
    Random random = new Random(1);
    int better = 0;
    for (int i = 0; i < 400; i++) {
      better += equals(Score.LEAST_DAYS, random).skill().low() > 0 ? 1 : 0;
    }
    assertThat(better / 400.0).isBetween(0.01, 0.08);
  }

  @Test
  void tenthsAreOfEqualSizeAndRise() {
    double[] values = new Random(2).doubles(95).toArray();
    int[] tenths = WindowScore.tenths(values);
    for (int t = 0; t < 10; t++) {
      int tenth = t;
      assertThat(Arrays.stream(tenths).filter(x -> x == tenth).count()).isBetween(9L, 10L);
    }
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        assertThat(values[i] < values[j] && tenths[i] > tenths[j]).isFalse();
      }
    }
  }

  @Test
  void theHottestTenthIsFoundByAPerfectRanking() {
    double[] realised = new Random(3).doubles(100).toArray();
    double[] predicted = Arrays.stream(realised).map(x -> x * x).toArray();
    int[] day = new int[100];
    assertThat(new WindowScore(realised, predicted, predicted, day).hotPrecision()).isEqualTo(1);
    double[] wrong = Arrays.stream(realised).map(x -> -x).toArray();
    assertThat(new WindowScore(realised, wrong, wrong, day).hotPrecision()).isZero();
  }

  @Test
  void aDayThatTheBaselineKnowsExactlyHasNoSkillAndNothingRealisedNoRatio() {
    WindowScore exact =
        new WindowScore(
            new double[] {0, 3}, new double[] {2, 4}, new double[] {0, 3}, new int[] {1, 2});
    assertThat(exact.skillOn(2)).isNaN();
    assertThat(exact.skillOn(3)).isNaN();
    assertThat(exact.ratio()).isEqualTo(2);
    double[] nothing = {0, 0};
    assertThat(new WindowScore(nothing, new double[] {2, 4}, nothing, new int[2]).ratio()).isNaN();
  }
}
