package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTotalsTest {
  private final TreeMap<Integer, double[]> told = new TreeMap<>();

  /** Minute m of the day has m + 1 USD; an interval has the sum of its minutes. */
  private static double usd(int fromMinute, int minutes) {
    return IntStream.range(fromMinute, fromMinute + minutes).mapToDouble(m -> m + 1).sum();
  }

  private double[] tell(int minutes) {
    double[] values = new double[1440 / minutes];
    Arrays.setAll(values, i -> usd(i * minutes, minutes));
    told.put(minutes, values);
    return values;
  }

  private WindowTotals resolved() {
    return WindowTotals.of(24, told);
  }

  @Test
  void partsOfAnHourAreTheHourIfAllOfThemAreKnown() {
    double[] quarters = tell(15);
    quarters[6] = Double.NaN; // 01:30
    WindowTotals totals = resolved();
    assertThat(totals.hours()[0]).isEqualTo(usd(0, 60));
    assertThat(totals.hours()[1]).isNaN();
    assertThat(totals.sum(2, 24)).isEqualTo(usd(120, 1320));
    assertThat(totals.sum(0, 4)).isNaN();
    assertThat(totals.windows()).hasSize(23);
  }

  @Test
  void theFinestKnownIntervalCountsAndNothingCountsTwice() {
    tell(1)[70] = Double.NaN; // 01:10
    tell(5)[14] = 1; // 01:10, another edition of it
    tell(60)[0] = 7;
    tell(240);
    WindowTotals totals = resolved();
    assertThat(totals.hours()[0]).isEqualTo(usd(0, 60));
    assertThat(totals.hours()[1]).isEqualTo(usd(60, 60) - usd(70, 5) + 1);
    assertThat(totals.sum(0, 24)).isEqualTo(usd(0, 1440) - usd(70, 5) + 1);
    assertThat(totals.windows()).hasSize(24);
  }

  @Test
  void aLongerTotalCountsWhereItsHoursAreNotAllKnownAndIsNotSpread() {
    double[] hours = tell(60);
    Arrays.fill(hours, 5, 9, Double.NaN);
    tell(240);
    WindowTotals totals = resolved();
    assertThat(totals.hours()[4]).isEqualTo(usd(240, 60));
    assertThat(totals.hours()[5]).isNaN();
    assertThat(totals.sum(4, 8)).isEqualTo(usd(240, 240));
    assertThat(totals.sum(5, 8)).isNaN();
    assertThat(totals.sum(6, 10)).as("cut twice").isNaN();
    assertThat(totals.sum(0, 24)).isEqualTo(usd(0, 1440));
    assertThat(totals.windows())
        .startsWith(
            new WindowTotals.Window(0, 1, usd(0, 60)), new WindowTotals.Window(1, 2, usd(60, 60)))
        .contains(
            new WindowTotals.Window(4, 8, usd(240, 240)),
            new WindowTotals.Window(8, 12, usd(480, 240)))
        .hasSize(4 + 2 + 12);
    assertThat(totals.isEnd(4)).isTrue();
    assertThat(totals.isEnd(5)).isFalse();
  }

  @Test
  void totalsOfADayStandBesideThoseOfHalfADay() {
    tell(720)[1] = Double.NaN;
    assertThat(resolved().sum(0, 24)).isNaN();
    assertThat(resolved().sum(0, 12)).isEqualTo(usd(0, 720));
    tell(1440);
    assertThat(resolved().sum(0, 24)).isEqualTo(usd(0, 1440));
    assertThat(resolved().windows()).containsExactly(new WindowTotals.Window(0, 24, usd(0, 1440)));
  }

  @Test
  void aLongerTotalThatWouldCutAKnownWindowIsLeftOut() {
    tell(240);
    told.get(240)[0] = Double.NaN;
    tell(360); // The first six hours would cut the window of 04:00.
    WindowTotals totals = resolved();
    assertThat(totals.sum(0, 6)).isNaN();
    assertThat(totals.sum(4, 24)).isEqualTo(usd(240, 1200));
  }

  @Test
  void whatBelongsToAnInstrumentIsSaidByTheNameOfTheSet() {
    Instrument linear = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
    Instrument spot = new Instrument("binance", Product.SPOT, "BTCUSDT");
    Instrument okx = new Instrument("okx", Product.LINEAR_PERP, "BTC-USDT-SWAP");
    AggregateRule set = new AggregateRule("aggregate of Binance+OKX");
    assertThat(set.holds(linear)).isTrue();
    assertThat(set.holds(okx)).isTrue();
    assertThat(set.holds(spot)).isFalse();
    assertThat(new AggregateRule("aggregate of bybit").holds(linear)).isFalse();
    assertThat(new AggregateRule("aggregate of unknown").holds(linear)).isTrue();
    AggregateRule pair = new AggregateRule("aggregate of binance, pair BTCUSDT");
    assertThat(pair.holds(linear)).isTrue();
    assertThat(pair.holds(new Instrument("binance", Product.LINEAR_PERP, "BTCUSDC"))).isFalse();
    assertThat(new AggregateRule("aggregate of okx, pair BTCUSDTSWAP").holds(okx)).isTrue();
    assertThat(AggregateRule.ofSymbol(pair.text(), "ETHUSDT"))
        .isEqualTo("aggregate of binance, pair ETHUSDT");
    assertThat(AggregateRule.ofSymbol(set.text(), "ETHUSDT")).isEqualTo(set.text());
  }
}
