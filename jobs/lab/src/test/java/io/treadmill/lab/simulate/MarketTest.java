package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketTest {
  private static final long START = 1_767_225_600L;
  private static final SimulatedSymbol BTC = SimulatedSymbol.of("BTCUSDT", 0);

  private static Market market(World world, long seed) {
    return new Market(world, BTC, seed, START);
  }

  private static List<Step> steps(Market market, int count) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(market.next());
    }
    return steps;
  }

  @Test
  void drawsTheSameMarketFromTheSameSeedAndAnotherFromAnother() {
    List<Step> steps = steps(market(World.base(), 5), 3000);
    assertThat(steps(market(World.base(), 5), 3000)).isEqualTo(steps);
    assertThat(steps(market(World.base(), 6), 3000)).isNotEqualTo(steps);
  }

  @Test
  void staysNearItsBaselinesOnAFewDays() {
    WorldCheck.Measures few = WorldCheck.measure(World.base(), 1, 4);
    assertThat(few.openInterestUsdBillion()).isBetween(7.0, 11.0);
    assertThat(few.realisedVolatility()).isBetween(0.012, 0.045);
    assertThat(few.volumePerOpenInterest()).isBetween(1.5, 2.6);
    assertThat(few.forcedShareMean()).isBetween(0.0015, 0.025);
    assertThat(few.cappedFeedShare()).isBetween(0.3, 0.75);
    assertThat(few.opensPerSide()).isBetween(0.25, 0.45);
  }

  @Test
  void openInterestIsTheHedgedBasePlusTheLargerSideOfTheStandingPositions() {
    Market market = market(World.base(), 3);
    for (int i = 0; i < 4000; i++) {
      Step step = market.next();
      if (i % 500 == 0) {
        Positions book = market.positions();
        long longs = 0;
        long shorts = 0;
        int count = 0;
        for (int slot = 0; slot < book.slotLimit(); slot++) {
          longs += book.sign(slot) > 0 ? book.lots(slot) : 0;
          shorts += book.sign(slot) < 0 ? book.lots(slot) : 0;
          count += book.lots(slot) > 0 ? 1 : 0;
        }
        assertThat(book.lots(Side.LONG)).isEqualTo(longs);
        assertThat(book.lots(Side.SHORT)).isEqualTo(shorts);
        assertThat(book.count()).isEqualTo(count);
        assertThat(step.openInterestLots()).isGreaterThan(Math.max(longs, shorts));
        assertThat(step.openInterestLots()).isEqualTo(market.openInterestLots());
      }
    }
  }

  @Test
  void leavesNoStandingPositionBeyondItsLiquidationPrice() {
    Market market = market(World.base(), 4);
    for (int i = 0; i < 3000; i++) {
      market.next();
    }
    double price = BTC.price(market.closeTicks());
    Positions book = market.positions();
    int standing = 0;
    for (int slot = 0; slot < book.slotLimit(); slot++) {
      double liquidation = book.liquidationPrice(slot);
      if (book.lots(slot) > 0 && liquidation > 0) {
        standing++;
        assertThat(book.sign(slot) * (price - liquidation)).isPositive();
      }
    }
    assertThat(standing).isGreaterThan(1000);
  }

  @Test
  void forcesEveryOrderOnThePathBetweenTriggerAndClose() {
    int seen = 0;
    for (Step step : steps(market(World.base(), 1), 8640)) {
      long low = Math.min(step.openTicks(), step.closeTicks());
      long high = Math.max(step.openTicks(), step.closeTicks());
      for (ForcedOrder order : step.forced()) {
        seen++;
        assertThat(order.fillTicks()).isBetween(low, high);
        assertThat(order.micros()).isBetween(step.startMicros(), step.endMicros() - 1);
        double below = order.liquidationPrice() - BTC.price(order.fillTicks());
        assertThat(order.side().sign() * below).isGreaterThan(-0.5 * BTC.price(1) - 1e-9);
        double beyond = order.liquidationPrice() - order.bankruptcyPrice();
        assertThat(order.side().sign() * beyond).isPositive();
      }
    }
    assertThat(seen).isGreaterThan(100);
  }

  /** From noon of 2026-01-21, the day of the early flush, to four: a tenth is lost in between. */
  @Test
  void aPlantedFlushFallsByATenthOnItsDay() {
    long noon = SimulatedBars.FIRST_DAY_SECOND + 20 * 86_400L + 12 * 3600;
    double[] fall = new double[2];
    List<String> worlds = List.of("early-flush", "late-flush");
    for (String world : worlds) {
      List<Step> steps = steps(new Market(World.named(world), BTC, 1, noon), 4 * 360);
      fall[worlds.indexOf(world)] =
          steps.get(steps.size() - 1).closeTicks() / (double) steps.get(0).openTicks() - 1;
    }
    assertThat(fall[0] - fall[1]).isBetween(-0.13, -0.07);
    assertThat(fall[1]).isBetween(-0.05, 0.05);
  }

  @Test
  void movesNoPriceByForcedOrdersWhereTheWorldSaysSo() {
    World still = World.named("no-impact");
    // With no feedback the path is drawn before any position exists: other traders, same path.
    World.TraderLaw law = still.traders();
    World fewer =
        new World(
            "fewer",
            still.price(),
            still.impact(),
            new World.TraderLaw(
                law.momentumShare(),
                law.reversalShare(),
                law.fundingShare(),
                0.1,
                law.meanPositionUsd(),
                law.logSizeDeviation(),
                law.holdMedianHours(),
                law.holdExponent(),
                law.logHoldDeviation(),
                law.stopLossShare(),
                law.takeProfitShare(),
                law.noiseVolumePerDay()),
            still.leverage(),
            still.openInterest(),
            0,
            still.planted());
    List<Long> closes = steps(market(still, 9), 5000).stream().map(Step::closeTicks).toList();
    List<Long> others = steps(market(fewer, 9), 5000).stream().map(Step::closeTicks).toList();
    assertThat(others).isEqualTo(closes);
    List<Long> pushed =
        steps(market(World.base(), 9), 5000).stream().map(Step::closeTicks).toList();
    assertThat(pushed).isNotEqualTo(closes);
  }

  @Test
  void settlesEveryEightHoursTheRateThatWasRunning() {
    List<Step> steps = steps(market(World.base(), 2), 8640);
    double running = Double.NaN;
    int settled = 0;
    for (Step step : steps) {
      boolean due = step.startMicros() / 1_000_000 % 28_800 == 0;
      assertThat(Double.isNaN(step.fundingRate())).isEqualTo(!due);
      if (due && !Double.isNaN(running)) {
        assertThat(step.fundingRate()).isEqualTo(running);
        settled++;
      }
      running = step.runningRate();
    }
    assertThat(settled).isEqualTo(2);
  }

  @Test
  void sweepsMoreDistantPositionsOnlyWhenThePriceGetsThere() {
    Positions book = new Positions(BTC);
    Positions.Exits none = new Positions.Exits(0, 0, 1_000_000, 0);
    book.open(1, 1000, 100_000, 10_000, none);
    book.open(1, 1000, 100_000, 2_000, none);
    book.open(-1, 1000, 100_000, 2_000, none);
    double near = 100_000 * (1 - 0.02) / (1 - 0.004);
    assertThat(book.nextCrossed(true, near + 1)).isEqualTo(-1);
    assertThat(book.nextCrossed(true, near - 1)).isEqualTo(1);
    assertThat(book.crossedPrice()).isCloseTo(near, within(1e-6));
    assertThat(book.adverse(1)).isEqualTo(Positions.Adverse.LIQUIDATION);
    book.close(1);
    assertThat(book.nextCrossed(true, near - 1)).isEqualTo(-1);
    assertThat(book.nextCrossed(false, 100_000 * 1.02 / 1.004 + 1)).isEqualTo(2);
  }

  @Test
  void movesLiquidationAwayByATopUpAndTowardsLongsThatPayFunding() {
    Positions book = new Positions(BTC);
    book.open(1, 1000, 100_000, 5_000, new Positions.Exits(0, 0, 1_000_000, 5_000));
    double before = book.liquidationPrice(0);
    book.payFunding(0.001, 100_000);
    double paid = book.liquidationPrice(0);
    assertThat(paid - before).isCloseTo(100 / 0.996, within(1e-6));
    assertThat(book.nextCrossed(true, 100_000 - 0.61 * (100_000 - paid))).isZero();
    assertThat(book.adverse(0)).isEqualTo(Positions.Adverse.TOP_UP);
    book.topUp(0);
    assertThat(book.liquidationPrice(0)).isCloseTo(paid - 5_000 / 0.996, within(1e-6));
    assertThat(book.nextCrossed(true, paid - 1)).isEqualTo(-1);
  }
}
