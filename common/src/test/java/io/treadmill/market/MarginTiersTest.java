package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.MarginTiers.Bracket;
import io.treadmill.market.MarginTiers.PositionSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarginTiersTest {
  private static final MarginTiers AUGUST_2025 = BtcTiers.seenOn("2025-08-21");

  @ParameterizedTest
  @ValueSource(strings = {"2022-02-05", "2023-03-13", "2024-05-30", "2025-08-21"})
  void publishedAmountsAreThoseOfContinuity(String day) {
    MarginTiers published = BtcTiers.seenOn(day);
    List<Bracket> computed = published.withContinuousAmounts().brackets();
    for (int i = 0; i < computed.size(); i++) {
      assertThat(computed.get(i).maintenanceAmount())
          .isCloseTo(
              published.brackets().get(i).maintenanceAmount(),
              org.assertj.core.data.Offset.offset(1e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({"300001, 300", "800001, 1500", "3000001, 12000", "12000001, 132000"})
  void holdsTheAmountsOfAugust2025(double notional, double amount) {
    assertThat(AUGUST_2025.bracketOf(notional).maintenanceAmount()).isEqualTo(amount);
  }

  @Test
  void computesTheAmountOfTheFifthCoinMarginedTier() {
    // Fourth tier: rate 2.5 %, amount 0.56 BTC; the fifth starts at 50 BTC with 5 %.
    Bracket fourth = new Bracket(0, 50, 0.025, 20, 0.56);
    double fifth = fourth.maintenanceAmount() + 50 * (0.05 - fourth.maintenanceMarginRate());
    assertThat(fifth).isCloseTo(1.81, org.assertj.core.data.Offset.offset(1e-12));
    MarginTiers tiers =
        MarginTiers.of(
                AmountUnit.BASE,
                List.of(
                    new Bracket(0, 22.4, 0, 125, 0),
                    new Bracket(22.4, 50, 0.025, 20, 0),
                    new Bracket(50, 100, 0.05, 10, 0)))
            .withContinuousAmounts();
    assertThat(tiers.bracketOf(50).maintenanceAmount())
        .isCloseTo(0.56, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(tiers.bracketOf(50.1).maintenanceAmount())
        .isCloseTo(1.81, org.assertj.core.data.Offset.offset(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "5, .1",
    "10, .05",
    "20, .025",
    "25, .02",
    "50, .01",
    "75, .0065",
    "100, .005",
    "125, .004",
    "150, .004"
  })
  void rateOfALeverageIsThatOfTheWidestBracketThatAllowsIt(double leverage, double rate) {
    assertThat(AUGUST_2025.maintenanceMarginRate(leverage, PositionSize.LARGEST)).hasValue(rate);
  }

  @ParameterizedTest
  @CsvSource({"5, .004", "25, .004", "125, .004", "150, .004"})
  void rateOfSmallPositionsIsThatOfTheFirstBracketThatAllowsTheLeverage(
      double leverage, double rate) {
    assertThat(AUGUST_2025.maintenanceMarginRate(leverage, PositionSize.SMALLEST)).hasValue(rate);
  }

  @Test
  void noRateForALeverageThatNoBracketAllows() {
    assertThat(BtcTiers.seenOn("2024-05-30").maintenanceMarginRate(150, PositionSize.LARGEST))
        .isEmpty();
    assertThat(BtcTiers.seenOn("2024-05-30").maintenanceMarginRate(125, PositionSize.LARGEST))
        .hasValue(0.004);
  }

  @Test
  void withoutBracketsMaintenanceIsHalfTheInitialMarginAtMaximumLeverage() {
    MarginTiers tiers = MarginTiers.without(40);
    assertThat(tiers.maintenanceMarginRate(10, PositionSize.LARGEST)).hasValue(0.0125);
    assertThat(tiers.bracketOf(1000).maintenance(1000)).isEqualTo(12.5);
    assertThat(tiers.maintenanceMarginRate(50, PositionSize.LARGEST)).isEmpty();
  }

  @Test
  void aSizeOnTheCapBelongsToTheBracketBelowIt() {
    assertThat(AUGUST_2025.bracketOf(300_000).maintenanceMarginRate()).isEqualTo(0.004);
    assertThat(AUGUST_2025.bracketOf(0).maintenanceMarginRate()).isEqualTo(0.004);
    assertThat(AUGUST_2025.bracketOf(9e12).maintenanceMarginRate()).isEqualTo(0.5);
  }

  @Test
  void maintenanceIsContinuousAtEveryFloor() {
    for (Bracket bracket : AUGUST_2025.brackets()) {
      double floor = bracket.floor();
      assertThat(bracket.maintenance(floor))
          .isCloseTo(
              AUGUST_2025.bracketOf(floor).maintenance(floor),
              org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void rejectsBracketsWithAGap() {
    List<Bracket> gap = List.of(new Bracket(0, 10, 0.1, 5, 0), new Bracket(11, 20, 0.2, 2, 1));
    assertThatThrownBy(() -> MarginTiers.of(AmountUnit.QUOTE, gap))
        .hasMessageContaining("floor 11.0 (must be 10.0");
    assertThatThrownBy(() -> MarginTiers.of(AmountUnit.QUOTE, List.of()))
        .hasMessageContaining("none");
  }
}
