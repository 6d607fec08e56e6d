package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.feedback.HuntPairs.Pair;
import io.treadmill.stats.feedback.HuntPairs.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HuntTestTest {
  @Test
  void theCoefficientOfOneFactorIsTheLogOddsRatioOfItsTable() {
    List<double[]> rows = new ArrayList<>();
    for (int cluster = 0; cluster < 4; cluster++) {
      rows.add(new double[] {1, 1, 10, 4, cluster});
      rows.add(new double[] {1, 0, 10, 2, cluster});
    }
    Logistic fit = Logistic.of(rows);
    assertThat(fit.coefficients()[1]).isCloseTo(Math.log((4.0 / 6) / (2.0 / 8)), within(1e-9));
    assertThat(fit.coefficients()[0]).isCloseTo(Math.log(2.0 / 8), within(1e-9));
  }

  @Test
  void aSeparatedTableHasNoFiniteFit() {
    assertThat(Logistic.of(List.of(new double[] {1, 1, 10, 10, 0}, new double[] {1, 0, 10, 0, 1})))
        .isNull();
  }

  @Test
  void zonesThatAreSoughtAreFound() {
    HuntTest test = HuntTest.of(pairs(2));
    assertThat(test.hazardRatio().value()).isBetween(1.5, 2.6);
    assertThat(test.hazardRatio().p()).isLessThan(0.01);
    assertThat(test.touchedShare()).isGreaterThan(test.touchedShareLevel());
    assertThat(HuntTest.of(pairs(1)).hazardRatio().value()).isBetween(0.7, 1.45);
  }

  @Test
  void aLevelLiesOnTheSameSideAtTheSameDistanceADayEarlierAtLeast() {
    Markets market = market();
    List<Pair> pairs = HuntPairs.of(market.series());
    assertThat(pairs).isNotEmpty();
    for (Pair pair : pairs) {
      assertThat(pair.distance()).isBetween(0.003, 0.05);
      assertThat(Math.abs(Math.log(pair.zone().volatility() / pair.level().volatility())))
          .isLessThan(0.2);
    }
  }

  @Test
  void pairsDoNotDependOnWhatCameAfterThem() {
    Markets market = market();
    long cut = UtcDays.startMicros(Markets.FIRST.plusDays(50));
    List<Pair> before = complete(market, cut);
    for (int i = market.steps.index(cut); i < market.steps.count(); i++) {
      market.columns.get(Column.LOW)[i] /= 2;
      market.columns.get(Column.BASE_VOLUME)[i] *= 3;
    }
    assertThat(complete(market, cut)).isEqualTo(before).isNotEmpty();
  }

  @Test
  void fewZonesGiveAReason() {
    assertThat(HuntTest.of(pairs(1).subList(0, 5)).hazardRatio().reason()).contains("40 zones");
  }

  private static List<Pair> complete(Markets market, long cut) {
    return HuntPairs.of(market.series()).stream().filter(p -> p.completeMicros() <= cut).toList();
  }

  private static Markets market() {
    Markets market = new Markets(60);
    market.walk(4);
    Random random = new Random(9);
    for (int step = 96; step < market.steps.count(); step += 96) {
      double price = market.columns.get(Column.CLOSE)[step - 1];
      double away = 0.003 + 0.03 * random.nextDouble();
      market.zone(step, Side.LONG, price * (1 - away - 0.002), price * (1 - away));
      market.zone(step, Side.SHORT, price * (1 + away), price * (1 + away + 0.002));
    }
    return market;
  }

  private static List<Pair> pairs(double oddsRatio) {
    Random random = new Random(3);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double thin = random.nextGaussian() / 3;
      long at = i * BarClock.DAY_MICROS / 4;
      pairs.add(
          new Pair(
              at,
              at + BarClock.DAY_MICROS,
              Side.LONG,
              0.01,
              new Run(0.02 + 0.01 * random.nextDouble(), thin, touch(0.03 * oddsRatio, random)),
              new Run(0.02 + 0.01 * random.nextDouble(), thin, touch(0.03, random))));
    }
    return pairs;
  }

  private static int touch(double chance, Random random) {
    for (int hour = 1; hour <= HuntPairs.HOURS; hour++) {
      if (random.nextDouble() < chance) {
        return hour;
      }
    }
    return 0;
  }
}
