package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.stats.Estimate;
import java.util.Random;
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
