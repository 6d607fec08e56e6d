package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.stats.Estimate;
import java.util.Random;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class PathShapeTest {
  @Test
  void aPathWithoutJumpsIsRejectedAboutAsOftenAsTheTestSays() {
    int rejected = 0;
    for (int seed = 0; seed < 400; seed++) {
      rejected += PathShape.of(brownian(288, seed)).jumpShare().p() < 0.05 ? 1 : 0;
    }
    assertThat(rejected).isBetween(8, 44);
  }

  @Test
  void aJumpOfKnownSizeIsFoundWithItsShareOfTheVariance() {
    double[] returns = brownian(288, 7);
    double diffusive = 288 * 1e-6;
    returns[100] += 0.02;
    PathShape shape = PathShape.of(returns);
    assertThat(shape.jumpShare().value()).isCloseTo(4e-4 / (4e-4 + diffusive), within(0.12));
    assertThat(shape.jumpShare().p()).isLessThan(0.001);
  }

  @Test
  void fallsAndRisesAreTold() {
    double[] returns = new double[100];
    for (int i = 0; i < 100; i++) {
      returns[i] = i % 2 == 0 ? -0.002 : 0.001;
    }
    assertThat(PathShape.of(returns).downShare().value()).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void symmetricPathsAreCalledTiltedAboutAsOftenAsTheTestSays() {
    int rejected = 0;
    for (int seed = 0; seed < 400; seed++) {
      rejected += PathShape.of(brownian(288, seed)).downShare().p() < 0.05 ? 1 : 0;
    }
    assertThat(rejected).isBetween(8, 36);
  }

  @Test
  void varianceThatLiesAtForcedOrdersIsFoundAgainstTheirShifts() {
    double[] returns = brownian(288, 3);
    double[] forced = new double[288];
    for (int i = 40; i < 60; i++) {
      returns[i] *= 5;
      forced[i] = 1e6 + i;
    }
    Estimate near = PathShape.nearForced(returns, forced, 0.9);
    assertThat(near.value()).isGreaterThan(0.5);
    assertThat(near.p()).isLessThan(0.02);
    assertThat(PathShape.nearForced(brownian(288, 4), forced, 0.9).p()).isGreaterThan(0.05);
    assertThat(PathShape.nearForced(returns, new double[24], 0.9).reason()).contains("no forced");
  }

  @Test
  void fewReturnsGiveAReasonAndNoNumber() {
    PathShape shape = PathShape.of(new double[] {0.01, -0.01});
    assertThat(shape.jumpShare().isPresent()).isFalse();
    assertThat(shape.jumpShare().reason()).contains("30 returns");
    assertThat(shape.jumpShare().n()).isEqualTo(2);
    assertThat(shape.realisedVariance()).isNaN();
  }

  @Test
  void thirtyReturnsAreEnoughAndAPriceThatStandsStillHasNoShape() {
    assertThat(PathShape.of(brownian(30, 1)).jumpShare().isPresent()).isTrue();
    PathShape still = PathShape.of(new double[30]);
    assertThat(still.jumpShare().reason()).isEqualTo("price stood still");
    assertThat(still.realisedVariance()).isZero();
  }

  /** The formulas once more, pair by pair: variance in clusters, and a gap that cuts the path. */
  @Test
  void theTestOfJumpsIsThatOfBarndorffNielsenAndShephard() {
    double[] r = brownian(60, 5);
    for (int i = 0; i < 12; i++) {
      r[i] *= 8;
    }
    r[17] = Double.NaN;
    double variance = 0;
    double pairs = 0;
    double triples = 0;
    for (int i = 0; i < 60; i++) {
      variance += i == 17 ? 0 : r[i] * r[i];
      pairs += i < 1 || i == 17 || i == 18 ? 0 : Math.abs(r[i] * r[i - 1]);
      triples +=
          i < 2 || i >= 17 && i <= 19 ? 0 : Math.pow(Math.abs(r[i] * r[i - 1] * r[i - 2]), 4 / 3.0);
    }
    double n = 59;
    double bipower = Math.PI / 2 * pairs * n / (n - 1);
    double moment = Math.pow(2, 2 / 3.0) * Gamma.gamma(7 / 6.0) / Math.sqrt(Math.PI);
    double tripower = n * triples / (moment * moment * moment) * n / (n - 2);
    double theta = Math.PI * Math.PI / 4 + Math.PI - 5;
    assertThat(tripower / (bipower * bipower)).isGreaterThan(2);
    double z = (1 - bipower / variance) / Math.sqrt(theta / n * tripower / (bipower * bipower));
    PathShape shape = PathShape.of(r);
    assertThat(shape.jumpShare().value())
        .isCloseTo(Math.max(0, 1 - bipower / variance), within(1e-12));
    assertThat(shape.jumpShare().p()).isCloseTo(Erf.erfc(z / Math.sqrt(2)) / 2, within(1e-6));
    assertThat(shape.jumpShare().n()).isEqualTo(59);
  }

  /** Eleven steps of two returns: the 90 % point of 1..11 is 10, so that two steps count. */
  @Test
  void stepsFromTheQuantileOnCount() {
    double[] forced = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    double[] returns = new double[22];
    java.util.Arrays.fill(returns, 1);
    returns[18] = 2;
    returns[21] = Double.NaN;
    // 4 + 1 and 1 of 24.
    Estimate near = PathShape.nearForced(returns, forced, 0.9);
    assertThat(near.value()).isCloseTo(6 / 24.0, within(1e-12));
    assertThat(near.n()).isEqualTo(21);
    forced[3] = Double.NaN;
    assertThat(PathShape.nearForced(returns, forced, 0.9).reason())
        .isEqualTo("no total of every step");
    assertThat(PathShape.nearForced(new double[22], new double[11], 0.9).reason())
        .isEqualTo("price stood still");
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static double[] brownian(int n, long seed) {
    Random random = new Random(seed);
    double[] returns = new double[n];
    for (int i = 0; i < n; i++) {
      returns[i] = random.nextGaussian() * 1e-3;
    }
    return returns;
  }
}
