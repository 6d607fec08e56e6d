package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Estimate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceDiscoveryTest {
  private static final PriceDiscovery.Clock MINUTES = new PriceDiscovery.Clock(60, 8, 30);
  private static final PriceDiscovery.Clock FIVE_MINUTES = new PriceDiscovery.Clock(300, 4, 3);

  @Test
  void aMarketThatTheOtherCopiesAMinuteLaterHasTheWholeShareAndLeadsByAMinute() {
    Random random = new Random(1);
    double[] first = new double[4000];
    double[] second = new double[4000];
    for (int t = 1; t < first.length; t++) {
      first[t] = first[t - 1] + 1e-3 * random.nextGaussian();
      second[t] = first[t - 1] + 2e-4 * random.nextGaussian();
    }
    PriceDiscovery found = PriceDiscovery.of(first, second, MINUTES, 1);
    assertThat(found.informationShareLower()).isGreaterThan(0.99);
    assertThat(found.componentShare().value()).isCloseTo(1, within(0.02));
    assertThat(found.leadSeconds().value()).isCloseTo(60, within(2.0));
    assertThat(found.leadSeconds().low()).isLessThan(60).isGreaterThan(55);
  }

  /**
   * Both prices are a random walk and noise: the weights in the common price are the precisions of
   * the noise, and the errors' covariance is that of the stationary filter.
   */
  @Test
  void twoNoisyViewsOfARandomWalkHaveTheSharesOfTheStationaryFilter() {
    double firstNoise = 0.3;
    double secondNoise = 0.6;
    double precision = 1 / sq(firstNoise) + 1 / sq(secondNoise);
    double ahead = (1 + Math.sqrt(1 + 4 / precision)) / 2;
    InformationShare truth =
        InformationShare.of(
            1 / sq(firstNoise),
            1 / sq(secondNoise),
            new Covariance(ahead + sq(firstNoise), ahead + sq(secondNoise), ahead));
    Random random = new Random(2);
    double[] first = new double[100_000];
    double[] second = new double[first.length];
    double walk = 0;
    for (int t = 0; t < first.length; t++) {
      walk += random.nextGaussian();
      first[t] = 1e-3 * (walk + firstNoise * random.nextGaussian());
      second[t] = 1e-3 * (walk + secondNoise * random.nextGaussian());
    }
    PriceDiscovery found = PriceDiscovery.of(first, second, MINUTES, 1);
    assertThat(found.componentShare().value()).isCloseTo(0.8, within(0.02));
    assertThat(found.informationShareLower()).isCloseTo(truth.lower(), within(0.02));
    assertThat(found.informationShareUpper()).isCloseTo(truth.upper(), within(0.02));
    assertThat(found.leadSeconds().value()).isCloseTo(0, within(1.0));
  }

  @Test
  void swappingTheMarketsMirrorsEveryShare() {
    double[][] prices = corrected(3000, -0.1, 0.3, 0.5, 3);
    PriceDiscovery one = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    PriceDiscovery other = PriceDiscovery.of(prices[1], prices[0], MINUTES, 1);
    assertThat(other.informationShareLower())
        .isCloseTo(1 - one.informationShareUpper(), within(1e-9));
    assertThat(other.componentShare().value())
        .isCloseTo(1 - one.componentShare().value(), within(1e-9));
    assertThat(other.leadershipShare().value())
        .isCloseTo(1 - one.leadershipShare().value(), within(1e-9));
    assertThat(other.leadSeconds().value()).isCloseTo(-one.leadSeconds().value(), within(1e-6));
  }

  @Test
  void knownReactionsGiveTheirShares() {
    double[][] prices = corrected(60_000, -0.1, 0.3, 0.5, 4);
    PriceDiscovery found = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    InformationShare truth = InformationShare.of(0.3, 0.1, new Covariance(1, 1, 0.5));
    // By hand: weights .75 and .25; total .5625 + .0625 + 2 x .75 x .25 x .5 = .8125.
    assertThat(truth.upper()).isCloseTo(0.875 * 0.875 / 0.8125, within(1e-12));
    assertThat(truth.lower()).isCloseTo(0.5625 * 0.75 / 0.8125, within(1e-12));
    assertThat(found.informationShareLower()).isCloseTo(truth.lower(), within(0.03));
    assertThat(found.informationShareUpper()).isCloseTo(truth.upper(), within(0.03));
    assertThat(found.componentShare().value()).isCloseTo(0.75, within(0.02));
    assertThat(found.halfLifeSeconds()).isCloseTo(60 * Math.log(.5) / Math.log(.6), within(5.0));
    assertThat(found.leadershipShare().value()).isCloseTo(truth.leadership(0.75), within(0.03));
  }

  @Test
  void pricesThatDriftApartHaveNoShares() {
    Random random = new Random(5);
    double[][] walks = new double[2][1440];
    for (double[] walk : walks) {
      for (int t = 1; t < walk.length; t++) {
        walk[t] = walk[t - 1] + 1e-3 * random.nextGaussian();
      }
    }
    PriceDiscovery found = PriceDiscovery.of(walks[0], walks[1], MINUTES, 1);
    assertThat(found.informationShare().reason()).contains("did not correct");
    assertThat(found.leadSeconds().reason()).contains("do not move together");
  }

  @Test
  void pricesWhoseErrorsAreAlikeHaveBoundsAndNoMiddle() {
    double[][] prices = corrected(20_000, -0.1, 0.3, 0.9, 8);
    PriceDiscovery found = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    InformationShare truth = InformationShare.of(0.3, 0.1, new Covariance(1, 1, 0.9));
    assertThat(found.informationShareLower()).isCloseTo(truth.lower(), within(0.05));
    assertThat(found.informationShareUpper()).isCloseTo(truth.upper(), within(0.05));
    assertThat(found.componentShare().value()).isCloseTo(0.75, within(0.1));
    assertThat(found.informationShare().reason()).contains("alike");
    assertThat(found.leadershipShare().reason()).contains("alike");
  }

  @Test
  void aMarketThatMovesAwayFromTheOtherHasNoShareAndAPValue() {
    double[][] prices = corrected(20_000, 0.1, 0.3, 0, 10);
    PriceDiscovery found = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    assertThat(found.componentShare().reason()).contains("moves away");
    assertThat(found.componentShare().p()).isLessThan(0.001);
    assertThat(found.informationShareLower()).isNaN();
    assertThat(found.informationShare().reason()).contains("moves away");
  }

  /**
   * One efficient price and a slow basis that both prices share alike, a tenth to a half of the
   * walk's size: what a day of five-minute prices of a perpetual and its spot market is like.
   */
  @Test
  void aSmallBasisOfADayTellsNoShareAndALargeOneTellsItWithTheErrorItSays() {
    Random random = new Random(9);
    int weak = 0;
    int held = 0;
    int strong = 0;
    int rejected = 0;
    for (int run = 0; run < 200; run++) {
      double persistence = 0.5 + 0.1 * (run % 5);
      double[][] small = basis(288, 0.5, persistence, 0.1 + 0.2 * (run % 3), random);
      double[][] large = basis(288, 0.5, 0.5, 1.2, random);
      PriceDiscovery unknown = PriceDiscovery.of(small[0], small[1], FIVE_MINUTES, run);
      weak += unknown.componentShare().isPresent() || unknown.informationShareLower() >= 0 ? 1 : 0;
      weak += unknown.informationShare().isPresent() ? 1 : 0;
      Estimate known = PriceDiscovery.of(large[0], large[1], FIVE_MINUTES, run).componentShare();
      assertThat(known.value()).isBetween(0.0, 1.0);
      strong += known.isPresent() ? 1 : 0;
      held += known.low() <= 0.5 && known.high() >= 0.5 ? 1 : 0;
      rejected += known.p() < 0.05 ? 1 : 0;
    }
    assertThat(weak).isZero();
    assertThat(strong).isGreaterThan(195);
    // 180 and 10 are nominal; 4.2 and 3.1 their standard deviations.
    assertThat(held).isBetween(167, 192);
    assertThat(rejected).isBetween(2, 19);
  }

  @Test
  void missingPricesAndPricesThatStandStillGiveReasons() {
    double[] none = new double[1440];
    Arrays.fill(none, Double.NaN);
    double[] still = new double[1440];
    assertThat(PriceDiscovery.of(none, still, MINUTES, 1).informationShare().reason())
        .contains("200 steps");
    assertThat(PriceDiscovery.of(still, still.clone(), MINUTES, 1).informationShare().reason())
        .isEqualTo("a price stood still");
  }

  @Test
  void gapsAreCutOutAndDoNotMoveTheShares() {
    double[][] prices = corrected(20_000, -0.1, 0.3, 0.5, 6);
    PriceDiscovery whole = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    Random random = new Random(7);
    for (int t = 0; t < 400; t++) {
      prices[random.nextInt(2)][random.nextInt(20_000)] = Double.NaN;
    }
    PriceDiscovery cut = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    assertThat(cut.informationShare().n()).isLessThan(whole.informationShare().n());
    assertThat(cut.componentShare().value())
        .isCloseTo(whole.componentShare().value(), within(0.04));
  }

  /** Prices in 1e-3: errors of variance 1 and covariance {@code rho}. */
  static double[][] corrected(int n, double pullFirst, double pullSecond, double rho, long seed) {
    Random random = new Random(seed);
    double[][] prices = new double[2][n];
    for (int t = 1; t < n; t++) {
      double apart = prices[0][t - 1] - prices[1][t - 1];
      double shock = random.nextGaussian();
      double other = rho * shock + Math.sqrt(1 - rho * rho) * random.nextGaussian();
      prices[0][t] = prices[0][t - 1] + pullFirst * apart + 1e-3 * shock;
      prices[1][t] = prices[1][t - 1] + pullSecond * apart + 1e-3 * other;
    }
    return prices;
  }

  /** Prices that share a walk and of whose difference the first carries 1 - share. */
  static double[][] basis(int n, double share, double persistence, double size, Random random) {
    double[][] prices = new double[2][n];
    double walk = 0;
    double apart = size / Math.sqrt(1 - persistence * persistence) * random.nextGaussian();
    for (int t = 0; t < n; t++) {
      walk += random.nextGaussian();
      apart = persistence * apart + size * random.nextGaussian();
      prices[0][t] = 1e-3 * (walk + (1 - share) * apart);
      prices[1][t] = 1e-3 * (walk - share * apart);
    }
    return prices;
  }

  private static double sq(double x) {
    return x * x;
  }
}
