package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FundingHistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 9, 1);
  private static final int DAYS = 40;
  private static final Steps STEPS =
      Steps.of(new UtcDays(FIRST, FIRST.plusDays(DAYS - 1)), BarClock.BAR_MICROS);
  private static final long EIGHT_HOURS = 8 * BarClock.HOUR_MICROS;

  private static MarketSeries market(String venue, List<Settlement> settled) {
    double[] index = new double[STEPS.count()];
    double[] mark = new double[STEPS.count()];
    Arrays.fill(index, 100);
    Arrays.fill(mark, 100.02);
    return new MarketSeries(
        new Instrument(venue, Product.LINEAR_PERP, "BTCUSDT"),
        STEPS,
        MarketSeries.Parts.ofColumns(Map.of(Column.MARK, mark, Column.INDEX, index))
            .withSettled(settled));
  }

  private static List<Settlement> every8Hours(double... rates) {
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < rates.length; i++) {
      settled.add(new Settlement(STEPS.startMicros() + i * EIGHT_HOURS, rates[i], 480));
    }
    return settled;
  }

  private static FundingHistory.State last(MarketSeries market) {
    List<FundingHistory.State> states = FundingHistory.of(market, 0);
    return states.get(states.size() - 1);
  }

  private static double[] random(int n) {
    return new Random(1).doubles(n, -1e-4, 3e-4).toArray();
  }

  @Test
  void sumsStreaksAndRanksAreThoseOfTheSettlements() {
    double[] rates = random(60);
    Arrays.fill(rates, 55, 60, 2e-4);
    rates[54] = -1e-5;
    FundingHistory.State state = last(market("binance", every8Hours(rates)));
    assertThat(state.streak()).isEqualTo(5);
    assertThat(state.sum24h()).isCloseTo(6e-4, within(1e-12));
    assertThat(state.sum7d()).isCloseTo(Arrays.stream(rates, 39, 60).sum(), within(1e-12));
    assertThat(state.n()).isEqualTo(59);
    long below = Arrays.stream(rates, 0, 59).filter(r -> r < 2e-4).count();
    assertThat(state.percentile90d()).isCloseTo((below + 2.0) / 59, within(1e-12));
    assertThat(state.premium()).isCloseTo(2e-4, within(1e-12));
    assertThat(state.reason()).isNull();
  }

  @Test
  void aRateBelowZeroCountsItsStreakDown() {
    double[] rates = random(40);
    Arrays.fill(rates, 37, 40, -1e-5);
    rates[36] = 1e-5;
    assertThat(last(market("binance", every8Hours(rates))).streak()).isEqualTo(-3);
  }

  @Test
  void theFloorAndTheFormulaAreThoseOfTheVenueAtTheTime() {
    double[] rates = random(60);
    rates[20] = 1e-4; // 2025-09-07
    rates[59] = 1e-4; // 2025-09-20
    rates[58] = 1.01e-4;
    List<FundingHistory.State> states = FundingHistory.of(market("binance", every8Hours(rates)), 0);
    assertThat(states.get(20).atFloor()).isTrue();
    assertThat(states.get(59).atFloor()).isTrue();
    assertThat(states.get(58).atFloor()).isFalse();
    assertThat(states.get(20).formula()).isNotEqualTo(states.get(59).formula());
    assertThat(last(market("elsewhere", every8Hours(rates))).atFloor()).isNull();
  }

  @Test
  void anHourlyRateIsScaledByItsOwnInterval() {
    List<Settlement> settled = every8Hours(random(40));
    long at = settled.get(39).micros();
    settled.add(new Settlement(at + BarClock.HOUR_MICROS, 1.25e-5, 60));
    FundingHistory.State state = last(market("hyperliquid", settled));
    assertThat(state.rate8h()).isCloseTo(1e-4, within(1e-12));
    assertThat(state.atFloor()).isTrue();
    assertThat(state.sum24h()).isNaN();
    assertThat(state.reason()).contains("settlements missing");
  }

  @Test
  void anIntervalThatIsNotGivenIsTheTimeSinceTheSettlementBeforeUnlessOneMayBeMissing() {
    double none = Double.NaN;
    assertThat(joined(0, 60, 1, none, 2, 60)).containsExactly(60, 60, 60);
    assertThat(joined(0, 480, 4, none, 8, 240)).containsExactly(480, 240, 240);
    assertThat(joined(0, 60, 24, none, 25, 60)).containsExactly(60, none, 60);
    assertThat(joined(0, 240, 8, none, 16, 480)).containsExactly(240, none, 480);
    assertThat(joined(0, none, 8, none, 16, none, 32, none, 40, none, 48, none))
        .containsExactly(none, none, 480, none, 480, 480);
  }

  /** Intervals of settlements that are given by hour and interval in turn. */
  private static double[] joined(double... hoursAndIntervals) {
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < hoursAndIntervals.length; i += 2) {
      long hour = (long) hoursAndIntervals[i];
      settled.add(
          new Settlement(
              STEPS.startMicros() + hour * BarClock.HOUR_MICROS, 1e-4, hoursAndIntervals[i + 1]));
    }
    return Settlement.joined(settled).stream().mapToDouble(Settlement::intervalMinutes).toArray();
  }

  @Test
  void withoutAnIntervalNothingIsScaled() {
    List<Settlement> settled = every8Hours(random(40));
    settled.set(39, new Settlement(settled.get(39).micros(), 1e-4, Double.NaN));
    FundingHistory.State state = last(market("binance", settled));
    assertThat(state.rate8h()).isNaN();
    assertThat(state.percentile90d()).isNaN();
    assertThat(state.sum24h()).isNaN();
    assertThat(state.reason()).isEqualTo("no interval with the rate");
    assertThat(new HourlyMarket(market("binance", settled)).funding()[39 * 8]).isNaN();
  }

  @Test
  void aMissingPremiumIsSaid() {
    MarketSeries market = market("binance", every8Hours(random(60)));
    Arrays.fill(market.column(Column.MARK), 59 * 96 - 60, 59 * 96, Double.NaN);
    FundingHistory.State state = last(market);
    assertThat(state.premium()).isNaN();
    assertThat(state.reason()).isEqualTo("mark and index of under half of the interval known");
  }

  @Test
  void laterSettlementsChangeNothing() {
    double[] rates = random(80);
    List<FundingHistory.State> before =
        FundingHistory.of(market("binance", every8Hours(rates)), 0).subList(0, 60);
    Arrays.fill(rates, 60, 80, 0.01);
    List<FundingHistory.State> after =
        FundingHistory.of(market("binance", every8Hours(rates)), 0).subList(0, 60);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aShortPastIsSaid() {
    FundingHistory.State state = last(market("binance", every8Hours(random(10))));
    assertThat(state.percentile90d()).isNaN();
    assertThat(state.n()).isEqualTo(9);
    assertThat(state.reason()).contains("under 30");
  }
}
