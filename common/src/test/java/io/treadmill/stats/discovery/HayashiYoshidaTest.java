package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.discovery.HayashiYoshida.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HayashiYoshidaTest {
  @Property(tries = 100)
  void theSumIsThatOfAllPairsOfOverlappingIntervals(
      @ForAll long seed, @ForAll @IntRange(min = -7, max = 7) int shift) {
    Random random = new Random(seed);
    Path first = random(random, 40, 5);
    Path second = random(random, 60, 5);
    double sum = 0;
    for (int i = 1; i < first.at().length; i++) {
      for (int j = 1; j < second.at().length; j++) {
        boolean overlap =
            first.at()[i - 1] + shift < second.at()[j]
                && second.at()[j - 1] < first.at()[i] + shift;
        boolean kept =
            first.at()[i] - first.at()[i - 1] <= 5 && second.at()[j] - second.at()[j - 1] <= 5;
        sum +=
            overlap && kept
                ? (first.log()[i] - first.log()[i - 1]) * (second.log()[j] - second.log()[j - 1])
                : 0;
      }
    }
    assertThat(covariance(first, second, shift)).isCloseTo(sum, within(1e-9));
  }

  @Test
  void aDelayOfAPartOfAStepIsRead() {
    double[] path = walk(200_000, 8);
    double[] first = new double[20_000];
    double[] second = new double[20_000];
    for (int i = 1; i < first.length; i++) {
      first[i] = path[10 * i];
      second[i] = path[10 * i - 3];
    }
    Estimate lead =
        HayashiYoshida.lead(Path.of(first, 10, 30), Path.of(second, 10, 30), 10, 100, 1);
    assertThat(lead.value()).isCloseTo(3, within(0.15));
    assertThat(lead.low()).isLessThan(3.1).isGreaterThan(2.5);
    assertThat(lead.high()).isGreaterThan(2.9).isLessThan(3.5);
  }

  @Test
  void pricesOfDifferentInstantsKeepTheirCovariance() {
    double[] path = walk(100_000, 9);
    Random random = new Random(10);
    Path first = sampled(path, random, 3);
    Path second = sampled(path, random, 7);
    assertThat(covariance(first, second, 0)).isCloseTo(0.1, within(0.004));
  }

  @Test
  void unrelatedPricesHaveNoLead() {
    Path first = Path.of(walk(5000, 11), 60, 180);
    Path second = Path.of(walk(5000, 12), 60, 180);
    assertThat(HayashiYoshida.lead(first, second, 60, 30, 1).reason())
        .contains("do not move together");
  }

  @Test
  void fewPricesInCommonGiveAReason() {
    int least = HayashiYoshida.LEAST_OBSERVATIONS;
    Path enough = Path.of(walk(least, 13), 60, 180);
    Path few = Path.of(walk(least - 1, 13), 60, 180);
    Estimate none = HayashiYoshida.lead(enough, few, 60, 30, 1);
    assertThat(none.reason()).isEqualTo("under %d prices in common".formatted(least));
    assertThat(none.n()).isEqualTo(least - 1);
    assertThat(HayashiYoshida.lead(enough, enough, 60, 5, 1).value()).isZero();
  }

  /** Covariance over the whole paths, the second moved back by a shift in seconds. */
  private static double covariance(Path first, Path second, int shift) {
    return HayashiYoshida.products(first, second, 1, Double.POSITIVE_INFINITY)
        .total()[HayashiYoshida.SHIFTS + shift];
  }

  private static Path sampled(double[] path, Random random, int mean) {
    double[] at = new double[path.length];
    double[] log = new double[path.length];
    int n = 0;
    for (int i = 0; i < path.length; i += 1 + random.nextInt(2 * mean)) {
      at[n] = i;
      log[n++] = path[i];
    }
    return new Path(java.util.Arrays.copyOf(at, n), java.util.Arrays.copyOf(log, n), 1e9);
  }

  private static Path random(Random random, int n, double most) {
    double[] at = new double[n];
    double[] log = new double[n];
    double t = random.nextInt(3);
    for (int i = 0; i < n; i++) {
      t += 1 + random.nextInt(6);
      at[i] = t;
      log[i] = random.nextGaussian();
    }
    return new Path(at, log, most);
  }

  private static double[] walk(int n, long seed) {
    Random random = new Random(seed);
    double[] path = new double[n];
    for (int i = 1; i < n; i++) {
      path[i] = path[i - 1] + 1e-3 * random.nextGaussian();
    }
    return path;
  }
}
