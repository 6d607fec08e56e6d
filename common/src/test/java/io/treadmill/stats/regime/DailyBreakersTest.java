package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import io.treadmill.stats.regime.DailyBreakers.Breaker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DailyBreakersTest {
  private static final int DAYS = 60;
  private static final int FALL = 50; // Day on which open interest falls and bursts end.
  private static final LocalDate FIRST = LocalDate.of(2025, 9, 1);
  private static final Steps STEPS =
      Steps.of(new UtcDays(FIRST, FIRST.plusDays(DAYS - 1L)), BarClock.BAR_MICROS);
  private static final Steps HOURS =
      new Steps(STEPS.startMicros(), BarClock.HOUR_MICROS, DAYS * 24);

  private final Map<Column, double[]> perpetual = new EnumMap<>(Column.class);
  private final Map<Column, double[]> spot = new EnumMap<>(Column.class);
  private final double[] forced = new double[HOURS.count()];
  private final double[] highVolatility = new double[HOURS.count()];
  private final List<MarketSeries.Settlement> settled = new ArrayList<>();

  DailyBreakersTest() {
    Random random = new Random(1);
    for (Column column :
        List.of(Column.OPEN, Column.CLOSE, Column.BASE_VOLUME, Column.TAKER_BUY_BASE)) {
      perpetual.put(column, new double[STEPS.count()]);
      spot.put(column, new double[STEPS.count()]);
    }
    perpetual.put(Column.OPEN_INTEREST, new double[STEPS.count()]);
    double price = 100;
    for (int i = 0; i < STEPS.count(); i++) {
      double open = price;
      double flow = 1000 * random.nextGaussian();
      price *= Math.exp(2e-9 * flow * price); // 20 bp per million USD of either market's flow.
      market(perpetual, i, open, price, 10_000, 5_000 + flow / 2);
      market(spot, i, open, price, 5_000, 2_500 + flow / 4);
      perpetual.get(Column.OPEN_INTEREST)[i] = i < FALL * 288 ? 1e6 : 8e5;
    }
    for (int h = 0; h < HOURS.count(); h++) {
      forced[h] = (h < FALL * 24 ? 1e5 : 1e3) * random.nextDouble();
      highVolatility[h] = h < FALL * 24 ? 0.9 : 0.1;
    }
    for (int k = 0; k < DAYS * 3; k++) {
      settled.add(
          new MarketSeries.Settlement(
              STEPS.startMicros() + k * 8 * BarClock.HOUR_MICROS,
              1e-4 + (k % 3 - 1) * 1e-5 + 1e-6 * random.nextGaussian(),
              480));
    }
  }

  private static void market(
      Map<Column, double[]> columns, int i, double open, double close, double volume, double buy) {
    columns.get(Column.OPEN)[i] = open;
    columns.get(Column.CLOSE)[i] = close;
    columns.get(Column.BASE_VOLUME)[i] = volume;
    columns.get(Column.TAKER_BUY_BASE)[i] = buy;
  }

  private DailyBreakers breakers(boolean withSpot) {
    double[][] half = {forced, new double[HOURS.count()]};
    double[][] none = {new double[HOURS.count()], new double[HOURS.count()]};
    MarketSeries series =
        new MarketSeries(
            new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT"),
            STEPS,
            MarketSeries.Parts.ofColumns(perpetual)
                .withSettled(settled)
                .withForced(
                    Map.of("full", new ForcedFlow("full", HOURS, half, half, half, none, none))));
    MarketSeries other =
        new MarketSeries(
            new Instrument("binance", Product.SPOT, "BTCUSDT"),
            STEPS,
            MarketSeries.Parts.ofColumns(spot));
    return DailyBreakers.of(
        new HourlyMarket(series), withSpot ? Optional.of(other) : Optional.empty(), highVolatility);
  }

  @Test
  void deleveragingIsOnAfterThreeDaysOfItAndNotBefore() {
    DailyBreakers breakers = breakers(false);
    assertThat(breakers.fromPeakPercent()[FALL]).isCloseTo(-20, within(1e-9));
    assertThat(breakers.burst()[FALL + 7]).isLessThan(breakers.usualBurst()[FALL + 7]);
    assertThat(breakers.on(Breaker.DELEVERAGING, FALL - 1)).isFalse();
    assertThat(breakers.on(Breaker.DELEVERAGING, FALL + 1)).isFalse();
    assertThat(breakers.on(Breaker.DELEVERAGING, FALL + 9))
        .isEqualTo(
            Math.abs(breakers.fundingZ()[FALL + 9]) < 1
                && Math.abs(breakers.fundingZ()[FALL + 8]) < 1
                && Math.abs(breakers.fundingZ()[FALL + 7]) < 1);
    assertThat(breakers.on(Breaker.DELEVERAGING, 10)).isNull();
    assertThat(breakers.reason(Breaker.DELEVERAGING, 10)).contains("not known");
  }

  @Test
  void theImpactOfTakersIsTheSlopeThatWasPutIn() {
    DailyBreakers breakers = breakers(true);
    assertThat(breakers.perpetualImpact()[30]).isCloseTo(20, within(0.2));
    assertThat(breakers.spotImpact()[30]).isCloseTo(40, within(0.4));
    assertThat(breakers.perpetualImpact()[5]).isNaN();
  }

  @Test
  void spotAbsorbsWhereItBuysWhileThePerpetualSells() {
    DailyBreakers same = breakers(true);
    assertThat(same.spotImbalance()[55]).isNegative();
    assertThat(same.on(Breaker.SPOT_ABSORPTION, 55)).isFalse();
    double[] bought = spot.get(Column.TAKER_BUY_BASE);
    for (int i = 0; i < bought.length; i++) {
      bought[i] = 5_000 - bought[i];
    }
    DailyBreakers against = breakers(true);
    assertThat(against.spotImbalance()[55]).isPositive();
    assertThat(breakers(false).on(Breaker.SPOT_ABSORPTION, 55)).isNull();
    assertThat(breakers(false).reason(Breaker.SPOT_ABSORPTION, 55)).contains("spot");
  }

  /** Four days of made-up inputs; each limit is met on its edge. */
  private static DailyBreakers madeUp(double peak, double funding, double burst, double calm) {
    double[] impact = {1, 1, 1, 1};
    return new DailyBreakers(
        new double[] {peak, peak, peak, peak},
        new double[] {funding, funding, funding, funding},
        new double[] {burst, burst, burst, burst},
        impact,
        new double[] {1, 0, 1, -1},
        impact,
        new double[] {2, 1, 2.001, 1},
        new double[] {2, 2, 2, 2},
        new double[] {calm, calm, calm, calm});
  }

  @Test
  void theLimitsOfEachBreaker() {
    DailyBreakers edge = madeUp(-10, -0.99, 1, 0.5);
    assertThat(edge.on(Breaker.DELEVERAGING, 3)).isTrue();
    assertThat(edge.on(Breaker.DELEVERAGING, 2)).isTrue();
    assertThat(edge.on(Breaker.DELEVERAGING, 1)).isNull();
    assertThat(madeUp(-9.99, -0.99, 1, 0.5).on(Breaker.DELEVERAGING, 3)).isFalse();
    assertThat(madeUp(-10, -1, 1, 0.5).on(Breaker.DELEVERAGING, 3)).isFalse();
    assertThat(madeUp(-10, -0.99, 1.01, 0.5).on(Breaker.DELEVERAGING, 3)).isFalse();
    assertThat(madeUp(-10, -0.99, Double.NaN, 0.5).on(Breaker.DELEVERAGING, 3)).isTrue();
    assertThat(edge.on(Breaker.SPOT_ABSORPTION, 0)).isTrue();
    assertThat(edge.on(Breaker.SPOT_ABSORPTION, 1)).isFalse();
    assertThat(edge.on(Breaker.SPOT_ABSORPTION, 2)).isFalse();
    assertThat(edge.on(Breaker.SPOT_ABSORPTION, 3)).isFalse();
    assertThat(edge.on(Breaker.VOLATILITY_REGIME, 0)).isFalse();
    assertThat(madeUp(0, 0, 0, 0.49).on(Breaker.VOLATILITY_REGIME, 0)).isTrue();
    assertThat(edge.on(Breaker.VOLATILITY_REGIME, -1)).isNull();
    assertThat(edge.on(Breaker.VOLATILITY_REGIME, 4)).isNull();
  }

  /**
   * Ten steps a day: the effect counts 260 days of flushes, whole ones, at risk for their hours.
   */
  @Test
  void theEffectCountsWholeFlushesOfItsDays() {
    double[] none = new double[400];
    double[] high = new double[400];
    Arrays.setAll(high, d -> d % 2 == 0 ? 0.9 : 0.1); // The breaker is on after odd days.
    DailyBreakers breakers =
        new DailyBreakers(none, none, none, none, none, none, none, none, high);
    List<SecondLegs.Event> events = new ArrayList<>();
    for (int d = 101; d < 121; d++) {
      int bounce = 10 * d + 1; // At risk for an hour after even days, for two after odd ones.
      events.add(new SecondLegs.Event(10 * d, bounce, bounce + (d % 2 == 1 ? 12 : 24), true));
    }
    // Ten legs in twenty hours against ten in ten.
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 300, 10).value())
        .isCloseTo(0.5, within(1e-12));
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 300, 10).n()).isEqualTo(20);
    // The days are 102..361: the first is out, though it ends inside.
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 361, 10).n()).isEqualTo(19);
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 360, 10).n()).isEqualTo(20);
    // The last, of day 120, ends at step 1225: with day 122, not with 121.
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 122, 10).n()).isEqualTo(20);
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, 121, 10).n()).isEqualTo(19);
    List<SecondLegs.Event> atTheEnd = List.of(new SecondLegs.Event(1000, 1001, 1009, true));
    assertThat(breakers.effect(atTheEnd, Breaker.VOLATILITY_REGIME, 100, 10).n()).isEqualTo(1);
    List<SecondLegs.Event> after = List.of(new SecondLegs.Event(1000, 1001, 1010, true));
    assertThat(breakers.effect(after, Breaker.VOLATILITY_REGIME, 100, 10).n()).isZero();
  }

  @Test
  void calmIsTheLowStateAtTheEndOfTheDay() {
    DailyBreakers breakers = breakers(false);
    assertThat(breakers.on(Breaker.VOLATILITY_REGIME, FALL - 1)).isFalse();
    assertThat(breakers.on(Breaker.VOLATILITY_REGIME, FALL)).isTrue();
    Arrays.fill(highVolatility, Double.NaN);
    assertThat(breakers(false).on(Breaker.VOLATILITY_REGIME, FALL)).isNull();
  }

  @Test
  void aFlushCountsUnderTheBreakerOfTheDayBefore() {
    DailyBreakers breakers = breakers(false);
    List<SecondLegs.Event> events = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      int start = (FALL - 9 + k % 2 * 10) * 288 + 10 + k; // Breaker off, then on.
      events.add(new SecondLegs.Event(start, start + 12, start + 24, k % 2 == 0 || k < 12));
    }
    var effect = breakers.effect(events, Breaker.VOLATILITY_REGIME, DAYS - 1, 288);
    assertThat(effect.value()).isCloseTo(0.6, within(1e-12));
    assertThat(effect.n()).isEqualTo(20);
    assertThat(breakers.effect(events, Breaker.VOLATILITY_REGIME, FALL, 288).reason())
        .contains("under 5");
  }
}
