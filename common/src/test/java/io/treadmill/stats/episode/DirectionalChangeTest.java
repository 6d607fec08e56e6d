package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.episode.DirectionalChange.Leg;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DirectionalChangeTest {
  @Test
  void aZigzagIsSplitAtItsExtremes() {
    double[] path = {0, 1, 2, 1.5, 3, 2, 1, 1.4, 4};
    List<Leg> legs = DirectionalChange.legs(path, 0, path.length, 1);
    assertThat(legs).extracting(Leg::move).containsExactly(3.0, -2.0, 3.0);
    assertThat(legs).extracting(Leg::overshoot).containsExactly(2.0, 1.0, 0.0);
  }

  @Test
  void theMeanOvershootOfAPathWithoutMemoryIsTheThreshold() {
    for (double threshold : new double[] {0.5, 1, 2}) {
      double[] path = walk(2_000_000, 0.02, 11);
      List<Leg> legs = DirectionalChange.legs(path, 0, path.length, threshold);
      double mean = legs.stream().mapToDouble(Leg::overshoot).average().orElse(Double.NaN);
      double error = threshold / Math.sqrt(legs.size());
      assertThat(mean).isCloseTo(threshold, within(4 * error + 0.02));
    }
  }

  @Test
  void theNumberOfLegsFallsWithTheSquareOfTheThreshold() {
    double[] path = walk(2_000_000, 0.02, 12);
    double few = DirectionalChange.legs(path, 0, path.length, 1.0).size();
    double many = DirectionalChange.legs(path, 0, path.length, 0.5).size();
    assertThat(Math.log(many / few) / Math.log(2)).isCloseTo(2, within(0.25));
  }

  @Property(tries = 200)
  void legsAlternateAndAreAtLeastTheThreshold(
      @ForAll long seed, @IntRange(min = 2, max = 400) @ForAll int n) {
    double[] path = walk(n, 1, seed);
    List<Leg> legs = DirectionalChange.legs(path, 0, n, 2.5);
    for (int i = 0; i < legs.size(); i++) {
      assertThat(Math.abs(legs.get(i).move())).isGreaterThanOrEqualTo(2.5);
      if (i > 0) {
        assertThat(legs.get(i).isUp()).isNotEqualTo(legs.get(i - 1).isUp());
      }
    }
  }

  @Property(tries = 200)
  void finishedLegsDoNotDependOnTheFuture(
      @ForAll long seed, @IntRange(min = 2, max = 399) @ForAll int cut) {
    double[] path = walk(400, 1, seed);
    double[] other = path.clone();
    Arrays.fill(other, cut, 400, path[cut - 1] + 50);
    List<Leg> before = DirectionalChange.legs(path, 0, cut, 2.5);
    int finished = Math.max(0, before.size() - 1);
    assertThat(DirectionalChange.legs(other, 0, 400, 2.5).subList(0, finished))
        .isEqualTo(before.subList(0, finished));
  }

  private static double[] walk(int n, double step, long seed) {
    Random random = new Random(seed);
    double[] path = new double[n];
    for (int i = 1; i < n; i++) {
      path[i] = path[i - 1] + step * random.nextGaussian();
    }
    return path;
  }
}
