package io.treadmill.lab.simulate;

import io.treadmill.lab.simulate.Positions.Exits;

/** Who opens what: draws the positions that open at the end of a step. */
final class OrderFlow {
  private static final double CONVICTION = 1.2;
  private static final double FUNDING_SCALE = 3e-4;

  /**
   * What openers see.
   *
   * @param hourMove move of the last hour, in standard deviations
   * @param fourHourMove move of the last four hours, in standard deviations
   * @param premium premium over the index, less its mean
   */
  record Signals(double hourMove, double fourHourMove, double premium) {}

  private final World.TraderLaw traders;
  private final World.LeverageLaw leverage;
  private final SimulatedSymbol symbol;
  private final Randomness random;
  private final LeverageMix mix;
  private final double medianUsd;
  private final double meanOpensPerStep;
  private long openedBuyLots;
  private long openedSellLots;

  OrderFlow(World world, SimulatedSymbol symbol, long seed) {
    this.traders = world.traders();
    this.leverage = world.leverage();
    this.symbol = symbol;
    this.random = new Randomness(seed, "traders " + symbol.symbol());
    this.mix = new LeverageMix(leverage, new Randomness(seed, "leverage " + symbol.symbol()));
    double scale = symbol.openInterestUsd() / world.openInterest().meanUsd();
    double deviation = traders.logSizeDeviation();
    double meanUsd = traders.meanPositionUsd() * scale;
    this.medianUsd = meanUsd * StrictMath.exp(-deviation * deviation / 2);
    this.meanOpensPerStep =
        2
            * traders.opensPerDay()
            * world.openInterest().meanUsd()
            / traders.meanPositionUsd()
            / Market.STEPS_PER_DAY;
  }

  void passHour() {
    mix.passHour();
  }

  /** Opens the positions of one step at its last price. */
  void open(Positions positions, Signals signals, long step, double price, double activity) {
    openedBuyLots = 0;
    openedSellLots = 0;
    int count = random.poisson(meanOpensPerStep * activity);
    for (int i = 0; i < count; i++) {
      int sign = random.chance(longChance(signals)) ? 1 : -1;
      openOne(positions, sign, step, price);
    }
  }

  /** Returns the lots that openers of longs bought in the last call of {@link #open}. */
  long openedBuyLots() {
    return openedBuyLots;
  }

  /** Returns the lots that openers of shorts sold in the last call of {@link #open}. */
  long openedSellLots() {
    return openedSellLots;
  }

  private double longChance(Signals signals) {
    double kind = random.uniform();
    if (kind < traders.momentumShare()) {
      return logistic(CONVICTION * signals.hourMove);
    }
    kind -= traders.momentumShare();
    if (kind < traders.reversalShare()) {
      return logistic(-CONVICTION * signals.fourHourMove);
    }
    kind -= traders.reversalShare();
    if (kind < traders.fundingShare()) {
      return logistic(-signals.premium / FUNDING_SCALE);
    }
    return 0.5;
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private void openOne(Positions positions, int sign, long step, double price) {
    double z = random.gaussian();
    double usd = medianUsd * StrictMath.exp(traders.logSizeDeviation() * z);
    long lots = symbol.lots(Math.min(usd, 300 * medianUsd), price);
    int maximum = positions.brackets().maxLeverage(symbol.amount(lots) * price);
    int tier = mix.draw(z, maximum);
    double margin = symbol.amount(lots) * price / tier;
    if (random.chance(leverage.crossShare())) {
      margin *= 1 + StrictMath.exp(leverage.crossLogDeviation() * random.gaussian());
    }
    double topUpShare = sign > 0 ? leverage.longTopUpShare() : leverage.shortTopUpShare();
    double topUpUsd = random.chance(topUpShare) ? margin * random.uniform(0.5, 1.5) : 0;
    double stop = random.chance(traders.stopLossShare()) ? random.uniform(0.25, 0.95) : 0;
    double reach = random.uniform(0.3, 2) / tier;
    double takeProfit =
        random.chance(traders.takeProfitShare()) ? price * (1 + sign * Math.min(reach, 0.6)) : 0;
    double hours =
        traders.holdMedianHours()
            * StrictMath.exp(traders.holdExponent() * StrictMath.log(5.0 / tier))
            * StrictMath.exp(traders.logHoldDeviation() * random.gaussian());
    long steps = Math.max(1, Math.round(hours * 3600 / Market.STEP_SECONDS));
    if (lots > 0) {
      positions.open(
          sign, lots, price, margin, new Exits(stop, takeProfit, step + steps, topUpUsd));
      openedBuyLots += sign > 0 ? lots : 0;
      openedSellLots += sign > 0 ? 0 : lots;
    }
  }
}
