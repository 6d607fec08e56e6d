package io.treadmill.book.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.map.Zone;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A market with known truth: maps of a level that drifts, volatility that changes, and clusters.
 */
class UsualZonesTest {
  private static final int CELLS = 150;
  private static final int DAYS = 60;
  private static final int LEARNT = 10;

  /** Where clusters stand, how many times as full as usual, and which of their hours hold. */
  private record Planted(int from, int to, double times) {}

  /** Cells of an hour: what is usual falls with the distance at the volatility, with noise. */
  private static double[] map(double[] distance, Random random, double level, Planted planted) {
    double[] usd = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      double usual = level * 1e6 * distance[i] / (10 + distance[i]);
      usd[i] = usual * Math.exp(0.1 * random.nextGaussian());
      if (planted != null && i >= planted.from && i <= planted.to) {
        usd[i] *= planted.times;
      }
    }
    return usd;
  }

  private record Found(int maps, int withZone, int hits) {}

  /** Runs the hours of a market; from the 40th day on clusters stand on every fifth map. */
  private static Found run(long seed, Planted planted) {
    Random random = new Random(seed);
    UsualProfile usual = UsualProfile.NONE;
    int maps = 0;
    int withZone = 0;
    int hits = 0;
    double level = 0;
    for (int hour = 0; hour < 24 * DAYS; hour++) {
      level = 0.98 * level + 0.02 * random.nextGaussian();
      double scale = Math.exp(0.3 * random.nextGaussian());
      double[] distance = IntStream.range(0, CELLS).mapToDouble(i -> (2 * i + 1) * scale).toArray();
      boolean plants = planted != null && hour >= 24 * 40 && hour % 5 == 0;
      double[] usd = map(distance, random, Math.exp(level), plants ? planted : null);
      double[] expected = DistanceBins.between(usual.means(4, Side.LONG), distance);
      List<Zone> zones = Zone.of(usd, expected);
      usual = usual.then(4, Side.LONG, DistanceBins.means(usd, distance));
      if (hour < 48) {
        assertThat(zones).as("nothing is usual before two days were seen").isEmpty();
      } else if (hour >= 24 * LEARNT && (planted == null || plants)) {
        maps++;
        withZone += zones.isEmpty() ? 0 : 1;
        hits += zones.stream().anyMatch(zone -> isThat(zone, planted)) ? 1 : 0;
      }
    }
    return new Found(maps, withZone, hits);
  }

  private static boolean isThat(Zone zone, Planted planted) {
    return planted != null
        && zone.hot() == planted.times > 1
        && Math.max(zone.from(), planted.from) <= Math.min(zone.to(), planted.to);
  }

  @Test
  void clustersAndHolesThatWerePlantedAreFound() {
    for (long seed = 1; seed <= 3; seed++) {
      Found hot = run(seed, new Planted(30, 40, 2.5));
      assertThat(hot.hits()).isGreaterThan((int) (0.95 * hot.maps()));
      Found thin = run(seed, new Planted(30, 40, 0.3));
      assertThat(thin.hits()).isGreaterThan((int) (0.95 * thin.maps()));
    }
  }

  @Test
  void aMarketWithoutClustersHasHardlyAny() {
    for (long seed = 1; seed <= 3; seed++) {
      Found none = run(seed, null);
      assertThat(none.maps()).isEqualTo(24 * (DAYS - LEARNT));
      assertThat(none.withZone()).isLessThan((int) (0.05 * none.maps()));
    }
  }

  @Test
  void aProfileIsAMeanWhoseWeightsHalveInTenDays() {
    double[] means = new double[UsualProfile.BINS];
    Arrays.fill(means, Double.NaN);
    UsualProfile usual = UsualProfile.NONE;
    double sum = 0;
    double weight = 0;
    for (int hour = 0; hour < 400; hour++) {
      means[3] = hour;
      usual = usual.then(0, Side.SHORT, means);
      sum += hour * Math.pow(0.5, (399 - hour) / 240.0);
      weight += Math.pow(0.5, (399 - hour) / 240.0);
    }
    double[] known = usual.means(0, Side.SHORT);
    assertThat(known[3])
        .isCloseTo(sum / weight, org.assertj.core.data.Percentage.withPercentage(1e-9));
    assertThat(known[2]).isNaN();
    assertThat(usual.means(4, Side.SHORT)[3]).isNaN();
    assertThat(usual.means(0, Side.LONG)[3]).isNaN();
  }

  @Test
  void aCellIsUsualAfterTwoDaysOfHoursNotBefore() {
    double[] means = new double[UsualProfile.BINS];
    Arrays.fill(means, 7);
    UsualProfile usual = UsualProfile.NONE;
    for (int hour = 0; hour < 47; hour++) {
      usual = usual.then(4, Side.LONG, means);
    }
    assertThat(usual.means(4, Side.LONG)).containsOnly(Double.NaN);
    double[] known = usual.then(4, Side.LONG, means).means(4, Side.LONG);
    assertThat(Arrays.stream(known).boxed())
        .allSatisfy(mean -> assertThat(mean).isCloseTo(7, within(1e-12)));
  }

  @Test
  void betweenTheMiddlesOfBinsWhatIsUsualLiesOnALine() {
    double[] means = new double[UsualProfile.BINS];
    Arrays.fill(means, Double.NaN);
    means[4] = 10; // 4 to 6 buckets
    means[6] = 19; // 8 to 11
    double[] at = DistanceBins.between(means, new double[] {0.5, 5, 7.25, 9.5, 100});
    assertThat(at).containsExactly(10, 10, 14.5, 19, 19);
    assertThat(DistanceBins.means(new double[] {4, 8, 5}, new double[] {0.2, 0.9, 12})[0])
        .isEqualTo(6);
  }
}
