package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FundingAndFeedRuleTest {
  private static final Instant BEFORE = Instant.parse("2025-09-18T08:00:00Z");
  private static final Instant AFTER = Instant.parse("2025-09-18T12:00:00Z");

  @Test
  void anEightHourPremiumOfOnePercentPaysDotNineFive() {
    assertThat(FundingRule.binance(BEFORE, 8).rate(0.01)).isCloseTo(0.0095, within(1e-15));
    assertThat(FundingRule.binance(AFTER, 8).rate(0.01)).isCloseTo(0.0095, within(1e-15));
  }

  @Test
  void aFourHourContractPaysHalfOfItSinceTheChange() {
    assertThat(FundingRule.binance(AFTER, 4).rate(0.01)).isCloseTo(0.00475, within(1e-15));
    // Before it the premium was not divided, the interest of 4 h was 0.005 %.
    assertThat(FundingRule.binance(BEFORE, 4).rate(0.01)).isCloseTo(0.0095, within(1e-15));
    assertThat(FundingRule.binance(BEFORE, 4).rate(0)).isCloseTo(0.00005, within(1e-15));
  }

  @Test
  void hyperliquidPaysAnEighthEachHourUpToItsCap() {
    FundingRule rule = FundingRule.hyperliquid();
    assertThat(rule.rate(0.01)).isCloseTo(0.0095 / 8, within(1e-15));
    assertThat(rule.rate(0.0001)).isCloseTo(0.0001 / 8, within(1e-15));
    assertThat(rule.rate(10)).isEqualTo(0.04);
    assertThat(FundingRule.binance(AFTER, 8).perHour(0.0008)).isCloseTo(0.0001, within(1e-15));
  }

  @Test
  void rejectsAnIntervalOfZeroHours() {
    assertThatThrownBy(() -> FundingRule.binance(BEFORE, 0)).hasMessageContaining("1..24");
  }

  @ParameterizedTest
  @CsvSource({
    "binance, LINEAR_PERP, 2021-04-26, full",
    "binance, LINEAR_PERP, 2021-04-27, throttled_1s",
    "binance, INVERSE_PERP, 2024-01-01, throttled_1s_latest",
    "binance, SPOT, 2024-01-01, none",
    "bybit, LINEAR_PERP, 2021-08-31, full",
    "bybit, LINEAR_PERP, 2025-02-24, throttled_1s_latest",
    "bybit, LINEAR_PERP, 2025-02-25, full",
    "okx, LINEAR_PERP, 2025-01-01, sampled",
    "kraken, LINEAR_PERP, 2022-03-22, none",
    "kraken, LINEAR_PERP, 2022-03-23, full",
    "hyperliquid, LINEAR_PERP, 2025-01-01, full",
    "elsewhere, LINEAR_PERP, 2025-01-01, unknown"
  })
  void feedsFollowTheirRulesOfTheDay(String venue, Product product, LocalDate day, String text) {
    assertThat(FeedRule.of(venue, product, day).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(FeedRule.class)
  void namesAreReadBackAndOnlyAFullFeedIsNoFloor(FeedRule rule) {
    assertThat(FeedRule.of(rule.text())).isEqualTo(rule);
    assertThat(rule.isFloor()).isEqualTo(rule != FeedRule.FULL);
  }

  @Test
  void throttledTotalsAreEstimatedAsIfOrdersCameEvenly() {
    // One print a second on average: a share of 1 - 1/e of the seconds has one.
    double share = 1 - Math.exp(-1);
    assertThat(FeedRule.THROTTLED_1S_LATEST.estimatedFactor(share).getAsDouble())
        .isCloseTo(1 / share, within(1e-12));
    assertThat(FeedRule.THROTTLED_1S.estimatedFactor(0)).hasValue(1);
    assertThat(FeedRule.THROTTLED_1S.estimatedFactor(1)).isEmpty();
    assertThat(FeedRule.FULL.estimatedFactor(1)).hasValue(1);
    assertThat(FeedRule.SAMPLED.estimatedFactor(0.2)).isEmpty();
  }

  @Test
  void whatBurstsHideIsAboveTheEstimate() {
    // 30 orders of 1 in each of three seconds of five minutes: 3 are shown, 90 were forced.
    double estimate = 3 * FeedRule.THROTTLED_1S.estimatedFactor(3 / 300.0).getAsDouble();
    assertThat(estimate).isBetween(3.0, 3.1);
  }
}
