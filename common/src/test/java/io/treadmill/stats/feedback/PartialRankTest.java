package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartialRankTest {
  private static PartialRank of(double[] x, double[] y, double[][] controls) {
    int n = x.length;
    return PartialRank.of(x, y, controls, new int[n], LongStream.range(0, n).toArray(), 1);
  }

  private static double[] noise(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, n).mapToDouble(i -> random.nextDouble()).toArray();
  }

  @Test
  void twentyEventsAreEnough() {
    assertThat(of(noise(19, 1), noise(19, 2), new double[0][]).rank().reason())
        .isEqualTo("under 20 events");
    double[] x = noise(20, 1);
    double[] rising = IntStream.range(0, 20).mapToDouble(i -> Math.exp(3 * x[i])).toArray();
    assertThat(of(x, rising, new double[0][]).rank().value()).isCloseTo(1, within(1e-12));
    assertThat(of(x, noise(20, 2), new double[0][]).rank().isPresent()).isTrue();
  }

  /** Both follow a third: what is left when that is held fixed is little, and no relation. */
  @Test
  void aControlThatBothFollowIsHeldFixed() {
    double[] third = noise(400, 3);
    double[] noiseOfX = noise(400, 4);
    double[] noiseOfY = noise(400, 5);
    double[] x = IntStream.range(0, 400).mapToDouble(i -> third[i] + .3 * noiseOfX[i]).toArray();
    double[] y = IntStream.range(0, 400).mapToDouble(i -> third[i] + .3 * noiseOfY[i]).toArray();
    assertThat(of(x, y, new double[0][]).rank().value()).isGreaterThan(.8);
    PartialRank held = of(x, y, new double[][] {third});
    assertThat(held.rank().value()).isBetween(-.15, .15);
    assertThat(held.rank().p()).isGreaterThan(.01);
  }
}
