package io.treadmill.lab.simulate;

/**
 * What all symbols of a simulation share: volatility, a part of every shock, crash episodes. Each
 * market draws its own copy of the same stream, so markets run apart and still move together.
 */
final class CommonShocks {
  private final World.PriceLaw law;
  private final Randomness random;
  private final double volatilityDecay;
  private final double volatilityNoise;
  private double logVolatility;
  private double crashLeft;
  private double crashPerStep;

  CommonShocks(World.PriceLaw law, long seed) {
    this.law = law;
    this.random = new Randomness(seed, "common");
    this.volatilityDecay = StrictMath.exp(-Market.STEP_SECONDS / (law.logVolatilityHours() * 3600));
    this.volatilityNoise =
        law.logVolatilityDeviation() * StrictMath.sqrt(1 - volatilityDecay * volatilityDecay);
    this.logVolatility = law.logVolatilityDeviation() * random.gaussian();
  }

  private double shock;
  private double crashMove;

  void step() {
    logVolatility = logVolatility * volatilityDecay + volatilityNoise * random.gaussian();
    shock = random.gaussian();
    if (crashLeft <= 0 && random.chance(law.crashesPerDay() / Market.STEPS_PER_DAY)) {
      double size = random.uniform(law.crashMinimum(), law.crashMaximum());
      double minutes = random.uniform(10, 30);
      double sign = random.chance(law.crashDownShare()) ? -1 : 1;
      crashLeft = StrictMath.rint(minutes * 60 / Market.STEP_SECONDS);
      crashPerStep = sign * size / crashLeft;
    }
    crashMove = 0;
    if (crashLeft > 0) {
      crashMove = crashPerStep;
      crashLeft--;
    }
  }

  /** Returns volatility as a multiple of its median. */
  double volatility() {
    return StrictMath.exp(logVolatility);
  }

  /** Returns the standard normal shock of the step. */
  double shock() {
    return shock;
  }

  /** Returns the log move of a crash episode in this step; 0 outside of episodes. */
  double crashMove() {
    return crashMove;
  }
}
