package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.stats.regime.RegimeHistory.Inputs;
import org.junit.jupiter.api.Test;

class RegimeHistoryTest {
  private static final double UNKNOWN = Double.NaN;

  private static Inputs inputs(
      double returnZ, double openInterestZ, double level, double funding, double crowdingZ) {
    return new Inputs(
        0.01 * returnZ,
        returnZ,
        0.01 * openInterestZ,
        openInterestZ,
        level,
        funding,
        crowdingZ,
        "premium",
        UNKNOWN,
        UNKNOWN,
        "none",
        "forced");
  }

  private static RegimeState state(Inputs inputs) {
    return RegimeHistory.decide(inputs, UNKNOWN, false).state();
  }

  @Test
  void theFirstRuleThatHoldsNamesTheState() {
    assertThat(RegimeHistory.decide(inputs(0, 0, 0.5, 1e-4, 0), UNKNOWN, true).state())
        .isEqualTo(RegimeState.FLUSH);
    assertThat(state(inputs(-2, 0.5, 0.9, 1e-4, 2))).isEqualTo(RegimeState.FRAGILE);
    assertThat(state(inputs(-2, 0.5, 0.9, -1e-4, 2))).isEqualTo(RegimeState.CROWDED);
    assertThat(state(inputs(2, 2, 0.9, 1e-4, -1.5))).isEqualTo(RegimeState.CROWDED);
    assertThat(state(inputs(2, 0.5, 0.9, 1e-4, 0.5))).isEqualTo(RegimeState.SPOT_LED);
    assertThat(state(inputs(2, -2, 0.5, 1e-4, 0))).isEqualTo(RegimeState.SHORT_COVER);
    assertThat(state(inputs(-2, -2, 0.5, 1e-4, 0))).isEqualTo(RegimeState.DELEVERAGING);
    assertThat(state(inputs(0, 2, 0.5, 1e-4, 0))).isEqualTo(RegimeState.BUILDING);
    assertThat(state(inputs(0.5, 0.8, 0.5, 1e-4, 0))).isEqualTo(RegimeState.QUIET);
  }

  /** Each rule just inside its limit and on it, where the next rule decides. */
  @Test
  void aLimitItselfIsOutside() {
    assertThat(state(inputs(-1.01, 0.69, 0.5, 1e-9, 0))).isEqualTo(RegimeState.FRAGILE);
    assertThat(state(inputs(-1, 0.69, 0.5, 1e-9, 0))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(-1.01, 0.7, 0.5, 1e-9, 0))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(-1.01, 0.69, 0.5, 0, 0))).isEqualTo(RegimeState.SPOT_LED);
    assertThat(state(inputs(0, 0, 0.81, 0, 1.01))).isEqualTo(RegimeState.CROWDED);
    assertThat(state(inputs(0, 0, 0.8, 0, 1.01))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(0, 0, 0.81, 0, -1))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(1.01, 0.69, 0.5, 0, 0))).isEqualTo(RegimeState.SPOT_LED);
    assertThat(state(inputs(1, 0.69, 0.5, 0, 0))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(1.01, -1.01, 0.5, 0, 0))).isEqualTo(RegimeState.SHORT_COVER);
    assertThat(state(inputs(1, -1.01, 0.5, 0, 0))).isEqualTo(RegimeState.DELEVERAGING);
    assertThat(state(inputs(0, -1, 0.5, 0, 0))).isEqualTo(RegimeState.QUIET);
    assertThat(state(inputs(0, 1.01, 0.5, 0, 0))).isEqualTo(RegimeState.BUILDING);
    assertThat(state(inputs(0, 1, 0.5, 0, 0))).isEqualTo(RegimeState.QUIET);
  }

  /** A rise with open interest held, by the share of spot and by the flow of its takers. */
  @Test
  void spotLeadsWithItsUsualShareAndTheFlowOfThePrice() {
    assertThat(withSpot(0, 1)).isEqualTo(RegimeState.SPOT_LED);
    assertThat(withSpot(-0.01, 1)).isEqualTo(RegimeState.QUIET);
    assertThat(withSpot(0, 0)).isEqualTo(RegimeState.QUIET);
    assertThat(withSpot(0, -1)).isEqualTo(RegimeState.QUIET);
    assertThat(withSpot(0, UNKNOWN)).isEqualTo(RegimeState.SPOT_LED);
  }

  private static RegimeState withSpot(double shareZ, double flow) {
    Inputs in =
        new Inputs(0.02, 2, 0, 0, 0.5, 0, 0, "premium", 0.5, flow, "binance/spot/BTC", "forced");
    return RegimeHistory.decide(in, shareZ, false).state();
  }

  @Test
  void noChangeCountsAsUp() {
    assertThat(RegimeHistory.decide(inputs(0, 0, 0.5, 0, 0), UNKNOWN, false).quadrant())
        .isEqualTo("price_up_interest_up");
    assertThat(RegimeHistory.decide(inputs(-1, -1, 0.5, 0, 0), UNKNOWN, false).quadrant())
        .isEqualTo("price_down_interest_down");
  }

  @Test
  void anUnknownInputStopsOnlyWhereTheAnswerDependsOnIt() {
    assertThat(state(inputs(0, 2, UNKNOWN, UNKNOWN, 0))).isEqualTo(RegimeState.BUILDING);
    assertThat(state(inputs(0, 2, 0.5, UNKNOWN, UNKNOWN))).isEqualTo(RegimeState.BUILDING);
    assertThat(state(inputs(0, 2, UNKNOWN, 0, 2))).isNull();
    assertThat(state(inputs(0, 2, 0.9, 0, UNKNOWN))).isNull();
    RegimeHistory.Label noFunding =
        RegimeHistory.decide(inputs(-2, 0, 0.5, UNKNOWN, 0), UNKNOWN, false);
    assertThat(noFunding.state()).isNull();
    assertThat(noFunding.reason()).contains("funding");
    assertThat(state(inputs(UNKNOWN, 0, 0.5, 0, 0))).isNull();
    assertThat(state(inputs(0, UNKNOWN, 0.5, 0, 0))).isNull();
  }

  @Test
  void spotHasToTradeAndToPushWhereThereIsSpot() {
    Inputs up = new Inputs(0.02, 2, 0, 0, 0.5, 1e-4, 0, "premium", 0.3, 0.1, "flow", "forced");
    assertThat(RegimeHistory.decide(up, 0.5, false).state()).isEqualTo(RegimeState.SPOT_LED);
    assertThat(RegimeHistory.decide(up, -0.5, false).state()).isEqualTo(RegimeState.QUIET);
    Inputs sold = new Inputs(0.02, 2, 0, 0, 0.5, 1e-4, 0, "premium", 0.3, -0.1, "flow", "forced");
    assertThat(RegimeHistory.decide(sold, 0.5, false).state()).isEqualTo(RegimeState.QUIET);
  }

  @Test
  void quadrantsAreSignsOfPriceAndOpenInterest() {
    assertThat(new RegimeHistory.Label(null, inputs(-1, 1, 0.5, 0, 0), "").quadrant())
        .isEqualTo("price_down_interest_up");
    assertThat(new RegimeHistory.Label(null, inputs(UNKNOWN, 1, 0.5, 0, 0), "").quadrant())
        .isNull();
  }
}
