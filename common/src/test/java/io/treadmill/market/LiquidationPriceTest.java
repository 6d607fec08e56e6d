package io.treadmill.market;

import static io.treadmill.market.LiquidationPrice.heldAtEntry;
import static io.treadmill.market.LiquidationPrice.inverse;
import static io.treadmill.market.LiquidationPrice.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.LiquidationPrice.Position;
import io.treadmill.market.MarginTiers.Bracket;
import java.util.List;
import java.util.Optional;
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
    return MarginTiers.of(
        AmountUnit.QUOTE, List.of(new Bracket(0, Double.POSITIVE_INFINITY, rate, 10, amount)));
  }

  private static double maintenance(MarginTiers tiers, double size) {
    return tiers.bracketOf(size).maintenance(size);
  }

  private static double price(Optional<LiquidationPrice.Liquidation> found) {
    return found.orElseThrow().price();
  }

  @Test
  void reproducesTheTwoPositionsOfABinanceCrossAccount() {
    MarginTiers eth = oneBracket(0.1, 135_365);
    MarginTiers btc = oneBracket(0.025, 16_300);
    double ethMaintenance = maintenance(eth, 3683.979 * 1335.18);
    double btcMaintenance = maintenance(btc, 109.488 * 31967.27);
    assertThat(btcMaintenance).isCloseTo(71_200.811, within(1e-3));
    assertThat(ethMaintenance).isCloseTo(356_512.508, within(1e-3));
    double wallet = 1_535_443.01;
    assertThat(
            price(
                linear(
                    new Position(
                        Side.LONG,
                        3683.979 * 1456.84,
                        1456.84,
                        wallet - btcMaintenance - 56_354.568),
                    0,
                    eth)))
        .isCloseTo(1153.26, within(0.005));
    assertThat(
            price(
                linear(
                    new Position(
                        Side.LONG,
                        109.488 * 32481.98,
                        32481.98,
                        wallet - ethMaintenance - 448_192.885),
                    0,
                    btc)))
        .isCloseTo(26316.89, within(0.005));
  }

  @Test
  void reproducesABybitInverseShort() {
    MarginTiers tiers =
        MarginTiers.of(AmountUnit.BASE, List.of(new Bracket(0, 1000, 0.005, 100, 0)));
    double price = price(heldAtEntry(new Position(Side.SHORT, 60_000, 50_000, .12), true, tiers));
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
            price(linear(new Position(Side.LONG, notional, entry, notional / leverage), 0, tiers));
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
    Position paidLong = new Position(Side.LONG, 200, 100, 200);
    assertThat(linear(paidLong, 0, AUGUST_2025)).isEmpty();
    assertThat(linear(new Position(Side.SHORT, 200, 100, 200), 0, AUGUST_2025)).isPresent();
    MarginTiers coin = MarginTiers.of(AmountUnit.BASE, List.of(new Bracket(0, 100, 0.004, 125, 0)));
    assertThat(inverse(new Position(Side.SHORT, 100, 100, 1), coin)).isEmpty();
    assertThat(inverse(new Position(Side.LONG, 100, 100, 1), coin)).isPresent();
    assertThat(heldAtEntry(new Position(Side.LONG, 200, 100, 201), false, AUGUST_2025)).isEmpty();
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
    linear(new Position(side, size * entry, entry, margin), 0, AUGUST_2025)
        .ifPresent(
            found -> {
              double price = found.price();
              double equity = margin + side.sign() * size * (price - entry);
              double maintenance = maintenance(AUGUST_2025, size * price);
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
                AmountUnit.BASE,
                List.of(
                    new Bracket(0, 5, 0.004, 125, 0),
                    new Bracket(5, 50, 0.01, 50, 0),
                    new Bracket(50, 1000, 0.025, 20, 0)))
            .withContinuousAmounts();
    double entry = 50_000;
    double margin = notional / entry * initial;
    double price = price(inverse(new Position(side, notional, entry, margin), coin));
    double equity = margin + side.sign() * notional * (1 / entry - 1 / price);
    assertThat(equity)
        .isCloseTo(maintenance(coin, notional / price), within(1e-9 * notional / entry));
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
    assertThat(bybit(Side.LONG, 2000)).isCloseTo(18_080, within(1e-9));
    assertThat(bybit(Side.LONG, 2100)).isCloseTo(17_980, within(1e-9));
    assertThat(bybit(Side.SHORT, 2000)).isCloseTo(21_920, within(1e-9));
  }

  private static double bybit(Side side, double margin) {
    return price(heldAtEntry(new Position(side, 20_000, 20_000, margin), false, AUGUST_2025));
  }

  @Test
  void okxCountsTheClosingFeeAndItsBracketsInContracts() {
    // 100 contracts a coin; 2 coins are 200 contracts: second bracket, 1 %.
    MarginTiers tiers =
        new MarginTiers(
            AmountUnit.CONTRACTS,
            100,
            100,
            List.of(new Bracket(0, 150, 0.004, 100, 0), new Bracket(150, 900, 0.01, 50, 0)));
    assertThat(price(okx(Side.LONG, tiers))).isCloseTo(900 / (1 - 0.0105), within(1e-9));
    assertThat(price(okx(Side.SHORT, tiers))).isCloseTo(1100 / (1 + 0.0105), within(1e-9));
    assertThat(okx(Side.LONG, tiers).orElseThrow().bracket()).isEqualTo(tiers.brackets().get(1));
  }

  private static Optional<LiquidationPrice.Liquidation> okx(Side side, MarginTiers tiers) {
    Position position = new Position(side, 2000, 1000, 200);
    return LiquidationPrice.of("okx", Product.LINEAR_PERP, position, 0.0005, tiers);
  }

  @Test
  void hyperliquidTakesWhatTheMarginHasAboveMaintenanceAtTheMark() {
    // 40x maximum: l = 1.25 %. Long 3 at 1000, margin 150: available 150 - 37.5 at the mark 1000.
    assertThat(hyperliquid(Side.LONG)).isCloseTo(1000 - 112.5 / 3 / (1 - 0.0125), within(1e-9));
    assertThat(hyperliquid(Side.SHORT)).isCloseTo(1000 + 112.5 / 3 / (1 + 0.0125), within(1e-9));
  }

  private static double hyperliquid(Side side) {
    Position position = new Position(side, 3000, 1000, 150);
    MarginTiers tiers = MarginTiers.without(40);
    return price(LiquidationPrice.of("hyperliquid", Product.LINEAR_PERP, position, 0.0005, tiers));
  }

  @Test
  void aRuleThatIsNotKnownIsAnError() {
    Position position = new Position(Side.LONG, 3000, 1000, 150);
    assertThatThrownBy(
            () -> LiquidationPrice.of("kraken", Product.LINEAR_PERP, position, 0, AUGUST_2025))
        .hasMessage(
            "Invalid venue: kraken (the rule is known of binance, bybit, okx, hyperliquid)");
    assertThatThrownBy(
            () -> LiquidationPrice.of("okx", Product.INVERSE_PERP, position, 0, AUGUST_2025))
        .hasMessageContaining("inverse_perp (the rule of okx is known for linear contracts alone)");
    assertThatThrownBy(
            () -> LiquidationPrice.of("bybit", Product.INVERSE_PERP, position, 0, AUGUST_2025))
        .hasMessageContaining("brackets in quote (must be in base)");
  }
}
