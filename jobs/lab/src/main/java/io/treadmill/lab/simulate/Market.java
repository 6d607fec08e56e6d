package io.treadmill.lab.simulate;

import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One perpetual-futures market as a fold over steps of 10 s. In a step the price moves from open to
 * close, closing what it crosses on the way; then positions whose time is over close and new ones
 * open, at the close. Forced orders push the price of the next step.
 */
public final class Market {
  /** Length of a step. */
  static final int STEP_SECONDS = 10;

  /** Steps of a UTC day. */
  static final int STEPS_PER_DAY = 86_400 / STEP_SECONDS;

  private static final long STEP_MICROS = STEP_SECONDS * 1_000_000L;
  private static final int HOUR = 3600 / STEP_SECONDS;

  // Ten minutes of memory, half a basis point of deviation.
  private static final double PREMIUM_NOISE_KEPT = 0.983;
  private static final double PREMIUM_NOISE = 5e-5 * 0.184;

  private final World world;
  private final SimulatedSymbol symbol;
  private final PricePath path;
  private final OrderFlow flow;
  private final Positions positions;
  private final PlantedMoves planted;
  private final Randomness random;
  private final double[] logCloses = new double[4 * HOUR];
  private long step;
  private long closeTicks;
  private double forcedUsd;
  private double hedgedLog;
  private double premium;
  private double imbalancePremium;
  private double premiumNoise;
  private double premiumSum;
  private int premiumSteps;
  private double openedUsd;

  private final List<ForcedOrder> forced = new ArrayList<>();
  private long takerBuyLots;
  private long takerSellLots;

  /**
   * Starts a market without positions.
   *
   * @param startSecond first instant, seconds since 1970, a multiple of a day
   */
  Market(World world, SimulatedSymbol symbol, long seed, long startSecond) {
    this.world = world;
    this.symbol = symbol;
    this.path = new PricePath(world, symbol, seed);
    this.flow = new OrderFlow(world, symbol, seed);
    this.positions = new Positions(symbol);
    this.random = new Randomness(seed, "market " + symbol.symbol());
    this.planted =
        new PlantedMoves(world, symbol, new Randomness(seed, "planted " + symbol.symbol()));
    this.step = startSecond / STEP_SECONDS;
    this.closeTicks = symbol.ticks(symbol.startPrice());
    Arrays.fill(logCloses, StrictMath.log(symbol.startPrice()));
    this.hedgedLog = world.openInterest().hedgedLogDeviation() * random.gaussian();
  }

  /** Returns the next step of 10 s. */
  Step next() {
    forced.clear();
    takerBuyLots = 0;
    takerSellLots = 0;
    int secondOfDay = (int) (step * STEP_SECONDS % 86_400);
    double fundingRate = secondOfDay % (8 * 3600) == 0 ? settleFunding() : Double.NaN;
    long openTicks = closeTicks;
    double openInterestUsd = symbol.amount(openInterestLots()) * symbol.price(openTicks);
    double move = planted.move(step, symbol.price(openTicks), openInterestUsd, positions);
    closeTicks = symbol.ticks(path.next(secondOfDay, forcedUsd, move));
    forcedUsd = 0;
    cross(true, openTicks);
    cross(false, openTicks);
    double activity = activity();
    leave();
    double openers = activity * planted.openFactor(step);
    double close = symbol.price(closeTicks);
    flow.open(positions, signals(), step, close, openers);
    takerBuyLots += flow.openedBuyLots();
    takerSellLots += flow.openedSellLots();
    openedUsd += symbol.amount(flow.openedBuyLots() + flow.openedSellLots()) * close;
    trade(openTicks, activity);
    remember(close);
    planted.remember(step, StrictMath.log(close), forcedUsd);
    if (step % HOUR == 0) {
      flow.passHour();
    }
    Step done =
        new Step(
            step * STEP_MICROS,
            openTicks,
            closeTicks,
            takerBuyLots,
            takerSellLots,
            sortedForced(),
            activity,
            openInterestLots(),
            close / (1 + premium),
            fundingRate,
            runningRate());
    step++;
    return done;
  }

  /** Returns one-sided open interest now, in lots: the hedged base plus the larger side. */
  long openInterestLots() {
    double hedgedUsd =
        world.openInterest().hedgedShare() * symbol.openInterestUsd() * StrictMath.exp(hedgedLog);
    long hedged = symbol.lots(hedgedUsd, symbol.startPrice());
    return hedged + Math.max(positions.lots(Side.LONG), positions.lots(Side.SHORT));
  }

  /** Returns true if a crash episode ran in the last step. */
  boolean inCrash() {
    return path.inCrash();
  }

  /** Returns true if a planted second leg ran in the last step. */
  boolean inSecondLeg() {
    return planted.inSecondLeg(step - 1);
  }

  Positions positions() {
    return positions;
  }

  /** Returns the notional opened on both sides since the start. */
  double openedUsd() {
    return openedUsd;
  }

  long closeTicks() {
    return closeTicks;
  }

  private void cross(boolean falls, long openTicks) {
    long edgeTicks = falls ? Math.min(openTicks, closeTicks) : Math.max(openTicks, closeTicks);
    double edge = symbol.price(edgeTicks);
    int slot = positions.nextCrossed(falls, edge);
    while (slot >= 0) {
      double trigger = positions.crossedPrice();
      if (!positions.crossedAdverse()) {
        closeByWill(slot, falls);
      } else {
        switch (positions.adverse(slot)) {
          case TOP_UP -> positions.topUp(slot);
          case STOP_LOSS -> closeByWill(slot, falls);
          case LIQUIDATION -> force(slot, trigger, openTicks, edgeTicks);
        }
      }
      slot = positions.nextCrossed(falls, edge);
    }
  }

  /** A stop sells into a fall; a take-profit rests there and is sold to. Rises mirror it. */
  private void closeByWill(int slot, boolean falls) {
    if (falls) {
      takerSellLots += positions.lots(slot);
    } else {
      takerBuyLots += positions.lots(slot);
    }
    positions.close(slot);
  }

  private void force(int slot, double trigger, long openTicks, long edgeTicks) {
    long reached = symbol.ticks(trigger);
    long low = Math.min(openTicks, edgeTicks);
    long high = Math.max(openTicks, edgeTicks);
    reached = Math.max(low, Math.min(high, reached));
    double slip = random.uniform();
    long fill = reached + Math.round((edgeTicks - reached) * 0.3 * slip * slip);
    double way = edgeTicks == openTicks ? 0 : (double) (fill - openTicks) / (edgeTicks - openTicks);
    long micros = step * STEP_MICROS + (long) (way * (STEP_MICROS - 100_000));
    long lots = positions.lots(slot);
    int sign = positions.sign(slot);
    forced.add(
        new ForcedOrder(
            micros,
            sign > 0 ? Side.LONG : Side.SHORT,
            lots,
            fill,
            positions.liquidationPrice(slot),
            Math.max(0, positions.bankruptcyPrice(slot))));
    forcedUsd -= sign * symbol.amount(lots) * symbol.price(fill);
    positions.close(slot);
  }

  private List<ForcedOrder> sortedForced() {
    forced.sort(Comparator.comparingLong(ForcedOrder::micros));
    return List.copyOf(forced);
  }

  private void leave() {
    int slot = positions.nextExpired(step);
    while (slot >= 0) {
      leave(slot);
      slot = positions.nextExpired(step);
    }
    int early = random.poisson(planted.leaveRate(step) * positions.count());
    for (int i = 0; i < early; i++) {
      int chosen = (int) (random.uniform() * positions.slotLimit());
      if (positions.lots(chosen) > 0) {
        leave(chosen);
      }
    }
  }

  private void leave(int slot) {
    if (positions.sign(slot) > 0) {
      takerSellLots += positions.lots(slot);
    } else {
      takerBuyLots += positions.lots(slot);
    }
    positions.close(slot);
  }

  /** Adds the volume of all others, leaning with the move of the step. */
  private void trade(long openTicks, double activity) {
    double usd =
        world.traders().noiseVolumePerDay() * symbol.openInterestUsd() / STEPS_PER_DAY * activity;
    long lots = symbol.lots(usd, symbol.price(closeTicks));
    double typical =
        world.price().dailyVolatility()
            * symbol.volatilityScale()
            * symbol.price(openTicks)
            / StrictMath.sqrt(STEPS_PER_DAY);
    double lean = symbol.price(closeTicks - openTicks) / typical;
    double share = 0.5 + 0.15 * Math.max(-2, Math.min(2, lean)) + 0.1 * random.gaussian();
    long buys = Math.round(lots * Math.max(0.05, Math.min(0.95, share)));
    takerBuyLots += buys;
    takerSellLots += lots - buys;
  }

  private double activity() {
    double calm = StrictMath.sqrt(path.volatilityMultiple());
    return path.inCrash() ? 3 * calm : calm;
  }

  private OrderFlow.Signals signals() {
    double now = StrictMath.log(symbol.price(closeTicks));
    double hourDeviation =
        world.price().dailyVolatility() * symbol.volatilityScale() / StrictMath.sqrt(24);
    int size = logCloses.length;
    double hour = now - logCloses[(int) Math.floorMod(step - HOUR, (long) size)];
    double four = now - logCloses[(int) Math.floorMod(step, (long) size)];
    return new OrderFlow.Signals(
        hour / hourDeviation, four / (2 * hourDeviation), premium - world.price().premiumMean());
  }

  private void remember(double close) {
    logCloses[(int) Math.floorMod(step, (long) logCloses.length)] = StrictMath.log(close);
    double imbalance =
        (double) (positions.lots(Side.LONG) - positions.lots(Side.SHORT)) / openInterestLots();
    double target = world.price().premiumPerImbalance() * imbalance;
    double hourKept = 1 - 1.0 / HOUR;
    imbalancePremium = imbalancePremium * hourKept + target / HOUR;
    premiumNoise = premiumNoise * PREMIUM_NOISE_KEPT + PREMIUM_NOISE * random.gaussian();
    premium = world.price().premiumMean() + imbalancePremium + premiumNoise;
    premiumSum += premium;
    premiumSteps++;
    World.OpenInterestLaw law = world.openInterest();
    double keep = StrictMath.exp(-STEP_SECONDS / (law.hedgedHours() * 3600));
    hedgedLog =
        hedgedLog * keep
            + law.hedgedLogDeviation() * StrictMath.sqrt(1 - keep * keep) * random.gaussian();
  }

  /** Settles the rate of the eight hours that end now. */
  private double settleFunding() {
    double rate = runningRate();
    premiumSum = 0;
    premiumSteps = 0;
    positions.payFunding(rate, symbol.price(closeTicks));
    return rate;
  }

  /** Returns the rate if the interval ended now: mean premium plus clamped interest. */
  private double runningRate() {
    double mean = premiumSteps == 0 ? 0 : premiumSum / premiumSteps;
    double rate = mean + Math.max(-5e-4, Math.min(5e-4, 1e-4 - mean));
    // Venues publish eight decimals, and pay what they publish.
    return StrictMath.rint(rate * 1e8) / 1e8;
  }
}
