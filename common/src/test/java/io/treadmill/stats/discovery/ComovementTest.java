package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComovementTest {
  @Test
  void knownRatioAndCorrelationAreRead() {
    double[][] prices = prices(40_000, 1);
    Comovement found = Comovement.of(prices[0], prices[1], 300, 12, 1);
    assertThat(found.volatilityRatio().value()).isCloseTo(0.5, within(0.01));
    assertThat(found.correlation().value()).isCloseTo(0.6, within(0.02));
    assertThat(found.firstVolatility()).isCloseTo(1e-3 * Math.sqrt(40_000), within(0.004));
    assertThat(found.leadSeconds().value()).isCloseTo(0, within(8.0));
  }

  @Test
  void whatOneMarketDoesWhileTheOtherIsClosedDoesNotCount() {
    double[][] prices = prices(2000, 2);
    for (int t = 500; t < 1500; t++) {
      prices[1][t] = Double.NaN;
    }
    Comovement found = Comovement.of(prices[0], prices[1], 300, 12, 1);
    double[] wild = prices[0].clone();
    for (int t = 501; t < 1499; t++) {
      wild[t] += (t % 2) * 0.5;
    }
    Comovement other = Comovement.of(wild, prices[1], 300, 12, 1);
    assertThat(other).isEqualTo(found);
    assertThat(found.correlation().n()).isEqualTo(998);
  }

  @Test
  void closedMarketsGiveAReason() {
    double[][] prices = prices(300, 3);
    Arrays.fill(prices[1], 50, 300, Double.NaN);
    assertThat(Comovement.of(prices[0], prices[1], 300, 12, 1).correlation().reason())
        .contains("100 returns in common");
  }

  @Test
  void aHundredReturnsAreEnoughAndAPriceThatStandsStillGivesAReason() {
    double[][] prices = prices(101, 4);
    assertThat(Comovement.of(prices[0], prices[1], 300, 5, 1).correlation().n()).isEqualTo(100);
    assertThat(Comovement.of(prices[0], prices[1], 300, 5, 1).correlation().isPresent()).isTrue();
    double[] still = new double[101];
    assertThat(Comovement.of(prices[0], still, 300, 5, 1).correlation().reason())
        .isEqualTo("a price stood still");
    assertThat(Comovement.of(still, prices[1], 300, 5, 1).volatilityRatio().reason())
        .isEqualTo("a price stood still");
  }

  @Test
  void intervalsEndWhereTheirNumbersDo() {
    double[][] prices = prices(289, 5);
    prices[1] = prices[0].clone();
    for (int t = 30; t < 289; t++) {
      prices[1][t] += t < 33 ? 2e-3 : 0; // One block alone is not alike.
    }
    double[] wild = prices[0].clone();
    for (int t = 30; t < 289; t++) {
      wild[t] += t < 33 ? 2 : 0; // Nearly all of its volatility.
    }
    Comovement alike = Comovement.of(prices[0], prices[1], 300, 3, 1);
    assertThat(alike.correlation().value()).isBetween(.8, .99);
    assertThat(alike.correlation().high()).isEqualTo(1);
    double[] turned = Arrays.stream(prices[1]).map(log -> -log).toArray();
    assertThat(Comovement.of(prices[0], turned, 300, 3, 1).correlation().low()).isEqualTo(-1);
    assertThat(Comovement.of(wild, prices[0], 300, 3, 1).volatilityRatio().low()).isZero();
  }

  private static double[][] prices(int n, long seed) {
    Random random = new Random(seed);
    double[][] prices = new double[2][n];
    for (int t = 1; t < n; t++) {
      double shared = random.nextGaussian();
      prices[0][t] = prices[0][t - 1] + 1e-3 * shared;
      prices[1][t] = prices[1][t - 1] + 2e-3 * (0.6 * shared + 0.8 * random.nextGaussian());
    }
    return prices;
  }
}
