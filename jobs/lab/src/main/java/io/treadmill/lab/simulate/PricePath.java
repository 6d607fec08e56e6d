package io.treadmill.lab.simulate;

/**
 * The log price: diffusion with a season, jumps, crash episodes, and what forced orders leave in
 * it.
 */
final class PricePath {
  private static final double STEP_DAYS = 1.0 / Market.STEPS_PER_DAY;

  private final World world;
  private final SimulatedSymbol symbol;
  private final CommonShocks common;
  private final Randomness random;
  private final double decay;
  private double permanent;
  private double temporary;
  private double volatilityMultiple = 1;

  PricePath(World world, SimulatedSymbol symbol, long seed) {
    this.world = world;
    this.symbol = symbol;
    this.common = new CommonShocks(world.price(), seed);
    this.random = new Randomness(seed, "price " + symbol.symbol());
    this.decay = StrictMath.exp(-Market.STEP_SECONDS / (world.impact().decayMinutes() * 60));
    this.permanent = StrictMath.log(symbol.startPrice());
  }

  /**
   * Moves the price by one step and returns it, not rounded.
   *
   * @param secondOfDay seconds since 00:00 UTC
   * @param forcedUsd forced buys less forced sells of the step before, USD
   * @param plantedMove log move that a planted effect adds
   */
  double next(int secondOfDay, double forcedUsd, double plantedMove) {
    common.step();
    double season =
        1
            + world.price().seasonAmplitude()
                * StrictMath.cos(2 * StrictMath.PI * (secondOfDay / 86_400.0 - 15 / 24.0));
    volatilityMultiple = common.volatility() * season;
    double own = symbol.commonShare();
    double shock = own * common.shock() + StrictMath.sqrt(1 - own * own) * random.gaussian();
    double daily = world.price().dailyVolatility() * symbol.volatilityScale() * volatilityMultiple;
    double move = daily * StrictMath.sqrt(STEP_DAYS) * shock;
    move += symbol.volatilityScale() * common.crashMove() * random.uniform(0.7, 1.3);
    if (random.chance(world.price().jumpsPerDay() * STEP_DAYS)) {
      move += world.price().jumpDeviation() * symbol.volatilityScale() * random.gaussian();
    }
    double scaled =
        forcedUsd
            / 1e8
            * (world.openInterest().meanUsd() / symbol.openInterestUsd())
            * StrictMath.sqrt(volatilityMultiple);
    permanent += move + plantedMove + world.impact().permanent() * scaled;
    temporary = temporary * decay + world.impact().temporary() * scaled;
    return StrictMath.exp(permanent + temporary);
  }

  /** Returns volatility of the last step as a multiple of its median, season included. */
  double volatilityMultiple() {
    return volatilityMultiple;
  }

  /** Returns true while a crash episode runs. */
  boolean inCrash() {
    return common.crashMove() != 0;
  }
}
