package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.LiquidationPrice.CrossPosition;
import io.treadmill.market.MarginTiers.Bracket;
import io.treadmill.market.MarginTiers.CapUnit;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiquidationPriceTest {
  private static final MarginTiers AUGUST_2025 = BtcTiers.seenOn("2025-08-21");

  private static MarginTiers oneBracket(double rate, double amount) {
    return MarginTiers.ofQuote(List.of(new Bracket(0, Double.POSITIVE_INFINITY, rate, 10, amount)));
  }

  @Test
  void reproducesTheTwoPositionsOfABinanceCrossAccount() {
    List<CrossPosition> account =
        List.of(
            new CrossPosition(Side.LONG, 3683.979, 1456.84, 1335.18, oneBracket(0.1, 135_365)),
            new CrossPosition(Side.LONG, 109.488, 32481.98, 31967.27, oneBracket(0.025, 16_300)));
    assertThat(account.get(1).maintenance()).isCloseTo(71_200.811, within(1e-3));
    assertThat(account.get(0).maintenance()).isCloseTo(356_512.508, within(1e-3));
    assertThat(account.get(1).unrealisedProfit()).isCloseTo(-56_354.568, within(1e-3));
    assertThat(account.get(0).unrealisedProfit()).isCloseTo(-448_192.885, within(1e-3));
    double wallet = 1_535_443.01;
    assertThat(LiquidationPrice.crossLinear(wallet, account, 0).getAsDouble())
        .isCloseTo(1153.26, within(0.005));
    assertThat(LiquidationPrice.crossLinear(wallet, account, 1).getAsDouble())
        .isCloseTo(26316.89, within(0.005));
  }

  @Test
  void reproducesABybitInverseShort() {
    MarginTiers tiers = MarginTiers.of(CapUnit.BASE, List.of(new Bracket(0, 1000, 0.005, 100, 0)));
    double price =
        LiquidationPrice.bybitInverse(Side.SHORT, 60_000, 50_000, 10, tiers).getAsDouble();
    assertThat(price).isCloseTo(60_000 / (1.2 - 0.114), within(1e-9));
    assertThat(price).isCloseTo(55_248.62, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({
    "50e3, 25, 3.61, 3.61, 3.61, 3.61",
    "1e6, 10, 9.22, 9.22, 9.51, 9.56",
    "1e6, 50, 1.14, 1.14, 1.45, 1.51",
    "10e6, 10, 7.41, 8.17, 9.21, 9.21",
    "10e6, 20, , 3.04, 4.16, 4.16",
    "80e6, 5, 14.17, 13.78, 18.54, 18.54"
  })
  void distancesAreThoseOfTheTiersOfTheirTime(
      double notional, double leverage, Double y2022, Double y2023, Double y2024, Double y2026) {
    String[] days = {"2022-02-05", "2023-03-13", "2024-05-30", "2025-08-21"};
    Double[] percent = {y2022, y2023, y2024, y2026};
    for (int i = 0; i < days.length; i++) {
      MarginTiers tiers = BtcTiers.seenOn(days[i]);
      assertThat(tiers.allows(notional, leverage)).isEqualTo(percent[i] != null);
      if (percent[i] != null) {
        double entry = 40_000;
        double price =
            LiquidationPrice.isolatedLinear(
                    Side.LONG, notional / entry, entry, notional / leverage, tiers)
                .getAsDouble();
        assertThat(100 * (1 - price / entry)).as(days[i]).isCloseTo(percent[i], within(0.00501));
      }
    }
  }

  @Test
  void anInverseLongIsLiquidatedSoonerThanALinearOne() {
    double inverse =
        1 - Math.exp(LiquidationPrice.logDistance(Side.LONG, 10, .004, true).getAsDouble());
    double linear =
        1 - Math.exp(LiquidationPrice.logDistance(Side.LONG, 10, .004, false).getAsDouble());
    assertThat(100 * inverse).isCloseTo(8.7, within(0.05));
    assertThat(100 * linear).isCloseTo(9.6, within(0.05));
  }

  @Test
  void aFullyPaidPositionIsNeverLiquidated() {
    assertThat(LiquidationPrice.isolatedLinear(Side.LONG, 2, 100, 200, AUGUST_2025)).isEmpty();
    assertThat(LiquidationPrice.isolatedLinear(Side.SHORT, 2, 100, 200, AUGUST_2025)).isPresent();
    MarginTiers coin = MarginTiers.of(CapUnit.BASE, List.of(new Bracket(0, 100, 0.004, 125, 0)));
    assertThat(LiquidationPrice.isolatedInverse(Side.SHORT, 100, 100, 1, coin)).isEmpty();
    assertThat(LiquidationPrice.isolatedInverse(Side.LONG, 100, 100, 1, coin)).isPresent();
    assertThat(LiquidationPrice.bybitLinear(Side.LONG, 2, 100, 1, 1, AUGUST_2025)).isEmpty();
    assertThat(LiquidationPrice.logDistance(Side.SHORT, 1, .004, true)).isEmpty();
  }

  /** At the price that is returned equity equals maintenance by the venue's own bracket. */
  @Property(tries = 300)
  void equityMeetsMaintenanceAtTheLinearPrice(
      @ForAll Side side,
      @ForAll @Scale(3) @DoubleRange(min = 0.001, max = 5000) double size,
      @ForAll @DoubleRange(min = 0.02, max = 0.9) double initial) {
    double entry = 50_000;
    double margin = size * entry * initial;
    LiquidationPrice.isolatedLinear(side, size, entry, margin, AUGUST_2025)
        .ifPresent(
            price -> {
              double equity = margin + side.sign() * size * (price - entry);
              double maintenance = AUGUST_2025.maintenance(size * price);
              assertThat(equity).isCloseTo(maintenance, within(1e-9 * size * entry));
            });
  }

  @Property(tries = 300)
  void equityMeetsMaintenanceAtTheInversePrice(
      @ForAll Side side,
      @ForAll @DoubleRange(min = 10, max = 1e7) double notional,
      @ForAll @DoubleRange(min = 0.03, max = 0.9) double initial) {
    MarginTiers coin =
        MarginTiers.of(
                CapUnit.BASE,
                List.of(
                    new Bracket(0, 5, 0.004, 125, 0),
                    new Bracket(5, 50, 0.01, 50, 0),
                    new Bracket(50, 1000, 0.025, 20, 0)))
            .withContinuousAmounts();
    double entry = 50_000;
    double margin = notional / entry * initial;
    double price =
        LiquidationPrice.isolatedInverse(side, notional, entry, margin, coin).getAsDouble();
    double equity = margin + side.sign() * notional * (1 / entry - 1 / price);
    assertThat(equity)
        .isCloseTo(coin.maintenance(notional / price), within(1e-9 * notional / entry));
  }

  @Property(tries = 200)
  void higherLeverageIsLiquidatedNearerToEntry(
      @ForAll Side side,
      @ForAll boolean inverse,
      @ForAll @IntRange(min = 2, max = 99) int leverage,
      @ForAll @Scale(4) @DoubleRange(min = 0.0001, max = 0.009) double rate) {
    double near =
        Math.abs(LiquidationPrice.logDistance(side, leverage + 1, rate, inverse).getAsDouble());
    double far =
        Math.abs(LiquidationPrice.logDistance(side, leverage, rate, inverse).getAsDouble());
    assertThat(near).isLessThan(far);
  }

  @Test
  void bybitHoldsMaintenanceAtTheEntryValue() {
    // 1 coin at 20,000, 10x, 0.4 %: 20,000 x (1 - 0.1 + 0.004); 100 added moves it down by 100.
    assertThat(LiquidationPrice.bybitLinear(Side.LONG, 1, 20_000, 10, 0, AUGUST_2025).getAsDouble())
        .isCloseTo(18_080, within(1e-9));
    assertThat(
            LiquidationPrice.bybitLinear(Side.LONG, 1, 20_000, 10, 100, AUGUST_2025).getAsDouble())
        .isCloseTo(17_980, within(1e-9));
    assertThat(
            LiquidationPrice.bybitLinear(Side.SHORT, 1, 20_000, 10, 0, AUGUST_2025).getAsDouble())
        .isCloseTo(21_920, within(1e-9));
  }

  @Test
  void okxCountsTheClosingFeeAndItsBracketsInContracts() {
    // 100 contracts a coin; 2 coins are 200 contracts: second bracket, 1 %.
    MarginTiers tiers =
        new MarginTiers(
            CapUnit.CONTRACTS,
            100,
            100,
            List.of(new Bracket(0, 150, 0.004, 100, 0), new Bracket(150, 900, 0.01, 50, 0)));
    assertThat(LiquidationPrice.okxLinear(Side.LONG, 2, 1000, 200, 0.0005, tiers).getAsDouble())
        .isCloseTo(900 / (1 - 0.0105), within(1e-9));
    assertThat(LiquidationPrice.okxLinear(Side.SHORT, 2, 1000, 200, 0.0005, tiers).getAsDouble())
        .isCloseTo(1100 / (1 + 0.0105), within(1e-9));
  }

  @Test
  void hyperliquidTakesWhatTheMarginHasAboveMaintenanceAtTheMark() {
    // 40x maximum: l = 1.25 %. Long 3 at mark 1000, equity 150: available 150 - 37.5.
    double expected = 1000 - 112.5 / 3 / (1 - 0.0125);
    assertThat(
            LiquidationPrice.hyperliquid(Side.LONG, 3, 1000, 150, MarginTiers.without(40))
                .getAsDouble())
        .isCloseTo(expected, within(1e-9));
    assertThat(
            LiquidationPrice.hyperliquid(Side.SHORT, 3, 1000, 150, MarginTiers.without(40))
                .getAsDouble())
        .isCloseTo(1000 + 112.5 / 3 / (1 + 0.0125), within(1e-9));
  }
}
