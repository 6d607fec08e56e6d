package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlushOutcomeTest {
  private static final int AT = EventFixture.AT;
  private static final int END = AT + 3; // The window of 15 minutes holds the burst until AT + 2.

  private final EventFixture market = new EventFixture();

  private FlushOutcome outcome() {
    return outcome(Optional.empty());
  }

  private FlushOutcome outcome(Optional<EventMarket> spot) {
    return FlushOutcome.of(new EventMarket(market.perpetual()), spot, market.flush());
  }

  /** Open interest falls to a level at the crash and to another 6 hours after the end. */
  private void openInterest(double least, double later) {
    for (int i = AT + 1; i < EventFixture.COUNT; i++) {
      market.openInterest[i] = i < END + 72 ? least : later;
    }
  }

  @Test
  void aCrashIsDescribedByItsNumbers() {
    market.crash();
    openInterest(0.98e6, 0.985e6);
    FlushOutcome outcome = outcome();
    assertThat(outcome.side()).isEqualTo(Side.LONG);
    assertThat(outcome.first()).isEqualTo(AT - 2);
    assertThat(outcome.last()).isEqualTo(END - 1);
    assertThat(outcome.legs()).isEqualTo(1);
    assertThat(outcome.moveLog()).isCloseTo(Math.log(0.97), within(2e-4));
    assertThat(outcome.forced().forcedUsd()).isEqualTo(5e6 + 4);
    assertThat(outcome.interest().openInterestDrop()).isCloseTo(0.02e6, within(1e-6));
    assertThat(outcome.interest().rebuilt6h()).isCloseTo(0.25, within(1e-9));
    assertThat(outcome.fundingBefore()).isEqualTo(2e-4);
    assertThat(outcome.fundingAfter()).isEqualTo(-1e-4);
    assertThat(outcome.forced().forcedShare()).isCloseTo(5e6 / (0.02e6 * 100), within(0.01));
    assertThat(outcome.forced().forcedShareLow()).isLessThanOrEqualTo(1);
    assertThat(outcome.forced().forcedHighUsd()).isNaN();
  }

  @Test
  void totalsAreReadWhereThereWereNoPrints() {
    market.crash();
    openInterest(0.98e6, 0.985e6);
    FlushTrigger.Flush flush = market.flush();
    market.hourlyTotals[0][AT / 12] = 7e6;
    for (double[] side : market.forced) {
      java.util.Arrays.fill(side, AT - 50, AT + 50, Double.NaN);
    }
    FlushOutcome.Forced forced =
        FlushOutcome.of(new EventMarket(market.perpetual()), Optional.empty(), flush).forced();
    assertThat(forced.forcedUsd()).isEqualTo(7e6);
    assertThat(forced.feed().orElseThrow().feedRule()).isEqualTo("aggregate of here+there");
    assertThat(forced.isBySteps()).isFalse();
  }

  @Test
  void theVerdictFollowsItsRule() {
    market.crash();
    openInterest(0.98e6, 0.985e6);
    assertThat(outcome().verdict()).isEqualTo(Verdict.CLEARED);
    openInterest(0.98e6, 0.995e6);
    assertThat(outcome().verdict()).isEqualTo(Verdict.RELOADED);
    openInterest(0.98e6, 0.99e6);
    assertThat(outcome().verdict()).isEqualTo(Verdict.UNDECIDED);
    openInterest(0.999e6, 0.999e6);
    assertThat(outcome().verdict()).isEqualTo(Verdict.UNDECIDED);
    // All of a drop under .5 % is back: nothing was lost that could come back.
    openInterest(0.996e6, 1e6);
    assertThat(outcome().verdict()).isEqualTo(Verdict.UNDECIDED);
    openInterest(Double.NaN, Double.NaN);
    for (int i = 0; i <= AT; i++) {
      market.openInterest[i] = i < AT - 20 ? 1e6 : Double.NaN;
    }
    FlushOutcome unknown = outcome();
    assertThat(unknown.verdict()).isNull();
    assertThat(unknown.reason().split("; ")).contains("no open interest");
  }

  @Test
  void whoSoldIsToldFromTakersOfBothMarkets() {
    market.crash();
    for (int i = AT - 2; i < END; i++) {
      market.bought[i] = 100;
    }
    EventFixture spot = new EventFixture().move(AT, 0.98);
    Optional<EventMarket> other = Optional.of(new EventMarket(spot.series(Product.SPOT)));
    assertThat(outcome(other).flow().spotShare()).isEqualTo(0);
    assertThat(outcome(other).flow().origin(-1)).isEqualTo("flush");
    for (int i = AT - 2; i < END; i++) {
      market.bought[i] = 500;
      spot.bought[i] = 100;
    }
    spot.move(AT, 0.98);
    assertThat(outcome(other).flow().takerImbalance()).isZero();
    Optional<EventMarket> fallen = Optional.of(new EventMarket(spot.series(Product.SPOT)));
    assertThat(outcome(fallen).flow().origin(-1)).isEqualTo("spot_exodus");
    assertThat(outcome().flow().origin(-1)).isNull();
  }

  @Test
  void nothingAfterItsCompletionIsRead() {
    market.crash();
    openInterest(0.98e6, 0.985e6);
    FlushOutcome before = outcome();
    for (int i = before.completeStep() + 1; i < EventFixture.COUNT; i++) {
      market.close[i] = 50;
      market.openInterest[i] = 5;
      market.forced[0][i] = 77;
      market.bought[i] = 0;
    }
    market.settled.removeIf(s -> s.micros() > market.steps.micros(before.completeStep()));
    FlushOutcome after =
        FlushOutcome.of(
            new EventMarket(market.perpetual()),
            Optional.empty(),
            new FlushTrigger.Flush(AT, AT, END - 1, -1, true));
    assertThat(after.interest()).isEqualTo(before.interest());
    assertThat(after.fundingAfter()).isEqualTo(before.fundingAfter());
    assertThat(after.moveLog()).isEqualTo(before.moveLog());
    assertThat(after.flow()).isEqualTo(before.flow());
  }

  @Test
  void theHalfLifeOfAnExponentialDecayIsRead() {
    double[] usd = new double[40];
    for (int k = 0; k < 30; k++) {
      usd[5 + k] = Math.exp(-Math.log(2) * k * 5 / 20);
    }
    assertThat(FlushOutcome.halfLifeMinutes(usd, 4)).isCloseTo(20, within(1.0));
    java.util.Arrays.fill(usd, 1);
    assertThat(FlushOutcome.halfLifeMinutes(usd, 4)).isNaN();
  }

  @Test
  void openInterestThatComesBackIsReadAsReload() {
    market.crash();
    for (int i = AT + 1; i < EventFixture.COUNT; i++) {
      market.openInterest[i] = Math.min(0.98e6 + (i - AT - 1) * 1e3, 1e6);
    }
    market.move(AT + 12, 1.01);
    market.move(AT + 24, 0.9);
    Reload reload = Reload.of(new EventMarket(market.perpetual()), AT - 2, END - 1, -1);
    assertThat(reload.openInterestLost()).isCloseTo(0.02e6, within(1e-6));
    assertThat(reload.halfLifeMinutes()).isEqualTo(50);
    assertThat(reload.bounceMinutes()).isBetween(55.0, 120.0);
    assertThat(reload.rebuiltShare()).isBetween(0.55, 1.0);
    assertThat(reload.bounceShare()).isCloseTo(Math.log(1.01) / -Math.log(0.97), within(0.02));
    assertThat(reload.fundingReboundBp()).isZero();
  }
}
