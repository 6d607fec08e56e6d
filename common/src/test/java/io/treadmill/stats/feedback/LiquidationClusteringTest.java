package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.PriceGrid;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiquidationClusteringTest {
  @Test
  void giniOfKnownAmounts() {
    assertThat(LiquidationClustering.gini(new double[] {0, 0, 0, 1}))
        .isCloseTo(0.75, within(1e-12));
    assertThat(LiquidationClustering.gini(new double[] {2, 2, 2})).isCloseTo(0, within(1e-12));
    assertThat(LiquidationClustering.gini(new double[] {1, 2, 3, 4})).isCloseTo(.25, within(1e-12));
  }

  @Test
  void roundPricesAreAboutAPercentApart() {
    assertThat(LiquidationClustering.roundStep(90_000)).isCloseTo(1000, within(1e-9));
    assertThat(LiquidationClustering.roundStep(3_500)).isCloseTo(100, within(1e-9));
    assertThat(LiquidationClustering.roundStep(0.15)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void burstsInOneBucketAreFarBeyondTheVolume() {
    double[] usd = new double[60];
    Arrays.fill(usd, 1e5);
    int[] buckets = new int[60];
    Arrays.fill(buckets, 11_410);
    LiquidationClustering found = LiquidationClustering.of(volume(), buckets, usd, 1);
    assertThat(found.giniExcess().p()).isCloseTo(1 / 201.0, within(1e-12));
    assertThat(found.giniExcess().value()).isGreaterThan(0.3);
    assertThat(found.entropyExcess().value()).isGreaterThan(1);
  }

  @Test
  void burstsWhereVolumeLiesAreAsTheNullAndRerunsAgree() {
    Random random = new Random(2);
    int[] buckets = new int[300];
    double[] usd = new double[300];
    Arrays.setAll(buckets, i -> 11_400 + random.nextInt(20));
    Arrays.setAll(usd, i -> Math.exp(random.nextGaussian()));
    LiquidationClustering found = LiquidationClustering.of(volume(), buckets, usd, 3);
    assertThat(found.giniExcess().p()).isGreaterThan(0.02);
    assertThat(Math.abs(found.giniExcess().value())).isLessThan(0.15);
    assertThat(LiquidationClustering.of(volume(), buckets, usd, 3)).isEqualTo(found);
  }

  @Test
  void roundPricesThatAttractAreFound() {
    NavigableMap<Integer, Double> volume = volume();
    double[] usd = new double[100];
    Arrays.fill(usd, 1);
    int[] buckets = new int[100];
    int round = PriceGrid.bucket(90_000.01);
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      buckets[i] = i % 2 == 0 ? round : 11_400 + random.nextInt(20);
    }
    LiquidationClustering found = LiquidationClustering.of(volume, buckets, usd, 1);
    assertThat(found.roundStep()).isCloseTo(1000, within(1e-9));
    assertThat(found.roundShare()).isGreaterThan(0.5);
    assertThat(found.roundExcess().p()).isLessThan(0.01);
  }

  @Test
  void withoutPricesThereIsAReason() {
    LiquidationClustering found = LiquidationClustering.of(volume(), new int[0], new double[0], 1);
    assertThat(found.giniExcess().reason()).isEqualTo("no prints with prices");
    assertThat(found.gini()).isNaN();
  }

  private static NavigableMap<Integer, Double> volume() {
    NavigableMap<Integer, Double> volume = new TreeMap<>();
    for (int bucket = 11_400; bucket < 11_420; bucket++) {
      volume.put(bucket, 10.0);
    }
    return volume;
  }
}
