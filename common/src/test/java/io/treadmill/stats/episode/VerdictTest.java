package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.stats.MarketSeries;
import org.junit.jupiter.api.Test;

/** What stands at the ends of the stated rules. */
class VerdictTest {
  private static final double LEAST = Verdict.LEAST_DROP;

  @Test
  void theLeastDropCountsAndThirdsBelongAbove() {
    assertThat(Verdict.of(LEAST, 0, LEAST)).isEqualTo(Verdict.CLEARED);
    assertThat(Verdict.of(0.0049, 0, LEAST)).isEqualTo(Verdict.UNDECIDED);
    assertThat(Verdict.of(LEAST, 1.0 / 3, LEAST)).isEqualTo(Verdict.UNDECIDED);
    assertThat(Verdict.of(LEAST, 2.0 / 3, LEAST)).isEqualTo(Verdict.RELOADED);
    assertThat(Verdict.of(LEAST, 0.66, LEAST)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void whatIsUnknownHasNoVerdict() {
    assertThat(Verdict.of(Double.NaN, 0.5, LEAST)).isNull();
    assertThat(Verdict.of(0.001, Double.NaN, LEAST)).isNull();
    assertThat(Verdict.of(0, Double.NaN, LEAST)).isEqualTo(Verdict.UNDECIDED);
    assertThat(Verdict.text(null)).isNull();
    assertThat(Verdict.text(Verdict.RELOADED)).isEqualTo("reloaded");
  }

  /** A rate is settled at step 96: it is the last one of that step, and not after it. */
  @Test
  void aSettlementAtTheStartOfAStepIsKnownThereAndNotAfterIt() {
    EventFixture fixture = new EventFixture();
    fixture.settled.clear();
    fixture.settled.add(settlement(fixture, 96, 1e-4));
    fixture.settled.add(settlement(fixture, 192, 2e-4));
    EventMarket market = new EventMarket(fixture.perpetual());
    assertThat(market.lastSettled(95)).isNaN();
    assertThat(market.lastSettled(96)).isEqualTo(1e-4);
    assertThat(market.lastSettled(192)).isEqualTo(2e-4);
    assertThat(market.firstSettled(96, 193)).isEqualTo(2e-4);
    assertThat(market.firstSettled(96, 192)).isNaN();
    assertThat(market.firstSettled(95, 192)).isEqualTo(1e-4);
  }

  @Test
  void aSumReachesNeitherBeforeNorBeyondTheValues() {
    double[] values = {1, 2, 4};
    assertThat(EventMarket.sum(values, 0, 3)).isEqualTo(7);
    assertThat(EventMarket.sum(values, 1, 2)).isEqualTo(2);
    assertThat(EventMarket.sum(values, -1, 2)).isNaN();
    assertThat(EventMarket.sum(values, 2, 4)).isNaN();
  }

  private static MarketSeries.Settlement settlement(EventFixture fixture, int step, double rate) {
    return new MarketSeries.Settlement(fixture.steps.micros(step), rate, 480);
  }
}
