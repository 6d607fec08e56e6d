package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Side;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.feedback.ThinZoneEvents.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class ThinZoneTestTest {
  private static final int EVENT = 600;

  @Test
  void theFirstCloseBeyondOnePercentIsTheEventAndNoneFollowsForThreeHours() {
    Markets market = fall();
    market.price(EVENT + 20, 97);
    List<Event> events = ThinZoneEvents.of(market.series());
    assertThat(events).hasSize(1);
    Event event = events.get(0);
    assertThat(event.micros()).isEqualTo(market.steps.micros(EVENT + 1));
    assertThat(event.side()).isEqualTo(Side.LONG);
    assertThat(event.move()).isCloseTo(-Math.log(0.988), within(1e-12));
  }

  /** A jump 288 steps before lies outside the day; takers count in the twelve steps after. */
  @Test
  void volatilityIsThatOfTheDayBeforeAndTakersThoseOfTheHourAfter() {
    Markets market = new Markets(4);
    market.price(EVENT - 288, 100.5);
    market.price(EVENT, 98.8);
    for (int step = 3; step <= EVENT; step += 3) {
      market.masses.add(new MassWithin(market.steps.micros(step), Side.LONG, 5, 5));
    }
    double[] bought = market.columns.get(Column.TAKER_BUY_BASE);
    double[] volume = market.columns.get(Column.BASE_VOLUME);
    Arrays.fill(bought, 0);
    Arrays.fill(volume, 100);
    bought[EVENT + 1] = 40;
    bought[EVENT + 12] = 20;
    bought[EVENT - 1] = 7;
    bought[EVENT] = 8;
    bought[EVENT + 13] = 9;
    Event event = ThinZoneEvents.of(market.series()).get(0);
    assertThat(event.volatility()).isCloseTo(Math.log(100.5 / 98.8), within(1e-12));
    assertThat(Math.abs(event.taker())).isCloseTo(1 - 2 * 60 / 1200.0, within(1e-12));
  }

  @Test
  void thinnessCountsFromThePriceAtTheEventOnTheMapBefore() {
    Markets market = fall();
    Event event = ThinZoneEvents.of(market.series()).get(0);
    // The map stood at 100; price is 1.2 % below: ahead lie 1.2..2.2 of 1.2..5 percent.
    assertThat(event.thin()).isCloseTo((2.2 * 2.2 - 1.44) / 1 / ((25 - 1.44) / 3.8), within(0.06));
    assertThat(event.otherSide()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatComesAfterTheOutcomeAndLaterMapsChangeNothing() {
    Markets market = fall();
    market.price(EVENT + 6, 99.5);
    Event before = ThinZoneEvents.of(market.series()).get(0);
    market.price(EVENT + 13, 150);
    for (int step = EVENT + 1; step < EVENT + 40; step++) {
      market.masses.add(new MassWithin(market.steps.micros(step), Side.LONG, 1, 1e9));
    }
    Event after = ThinZoneEvents.of(market.series()).get(0);
    assertThat(after).isEqualTo(before);
    assertThat(after.reversal()).isCloseTo(Math.log(99.5 / 98.8), within(1e-12));
    assertThat(after.reversalSoon()).isZero();
  }

  @Test
  void withoutControlsItIsTheRankCorrelationWhateverTheScale() {
    Random random = new Random(5);
    double[] x = random.doubles(60).toArray();
    double[] y = Arrays.stream(x).map(v -> v + random.nextGaussian() / 2).toArray();
    PartialRank found = rank(x, y, new double[0][]);
    assertThat(found.rank().value())
        .isCloseTo(new SpearmansCorrelation().correlation(x, y), within(1e-12));
    double[] bent = Arrays.stream(x).map(Math::exp).toArray();
    assertThat(rank(bent, y, new double[0][])).isEqualTo(found);
    assertThat(found.rank().p()).isLessThan(0.02);
  }

  @Test
  void whatBothOweToAControlDoesNotCount() {
    Random random = new Random(6);
    int n = 400;
    double[] control = new double[n];
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      control[i] = random.nextGaussian();
      x[i] = control[i] + 0.3 * random.nextGaussian();
      y[i] = control[i] + 0.3 * random.nextGaussian();
    }
    assertThat(rank(x, y, new double[0][]).rank().value()).isGreaterThan(0.8);
    assertThat(Math.abs(rank(x, y, new double[][] {control}).rank().value())).isLessThan(0.15);
  }

  @Test
  void manyEventsTakeTheLimitThatPermutationsTendTo() {
    Random random = new Random(7);
    double[] x = random.doubles(251).toArray();
    double[] y = Arrays.stream(x).map(v -> 0.15 * v + random.nextDouble()).toArray();
    double limit = rank(x, y, new double[0][]).rank().p();
    double drawn = rank(Arrays.copyOf(x, 249), Arrays.copyOf(y, 249), new double[0][]).rank().p();
    assertThat(limit).isCloseTo(drawn, within(0.1));
  }

  @Test
  void theReadingSaysWhatANegativeCoefficientDoesNotProve() {
    Random random = new Random(8);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double thin = random.nextDouble();
      long at = i * 43_200_000_000L;
      events.add(
          new Event(
              at,
              at + 1,
              Side.LONG,
              thin,
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextGaussian() - 3 * thin,
              0,
              Double.NaN,
              thin < 0.5 ? 2 : 3,
              2));
    }
    ThinZoneTest test = ThinZoneTest.of(events, new int[120], 1);
    assertThat(test.effect().value()).isLessThan(-0.4);
    assertThat(test.reading()).contains("does not prove discretionary buying");
    assertThat(test.takerEffect().n()).isZero();
    assertThat(test.realisedPerPredictedThin()).isLessThan(test.realisedPerPredictedOther());
    assertThat(ThinZoneTest.of(events.subList(0, 5), new int[5], 1).reading())
        .isEqualTo("Nothing can be said.");
  }

  private static PartialRank rank(double[] x, double[] y, double[][] controls) {
    long[] cluster = new long[x.length];
    Arrays.setAll(cluster, i -> i / 2);
    return PartialRank.of(x, y, controls, new int[x.length], cluster, 1);
  }

  /** A fall of 1.2 % within five minutes; the map has mass as the square of the distance. */
  private static Markets fall() {
    Markets market = new Markets(4);
    market.price(EVENT, 98.8);
    Arrays.fill(market.columns.get(Column.TAKER_BUY_BASE), 60);
    for (int step = 3; step <= EVENT; step += 3) {
      for (double move : new double[] {0.5, 1, 1.5, 2, 2.5, 3, 4, 5}) {
        long at = market.steps.micros(step);
        market.masses.add(new MassWithin(at, Side.LONG, move, move * move));
        market.masses.add(new MassWithin(at, Side.SHORT, move, move));
      }
    }
    return market;
  }
}
