package io.treadmill.lab.simulate;

import java.util.List;

/** Draws the leverage of a position by its size; the mix drifts where the world says so. */
final class LeverageMix {
  private static final int BINS = 25;
  private static final double WIDEST = 3;

  private final World.LeverageLaw law;
  private final Randomness random;
  private final double[][] cumulative = new double[BINS][];
  private double drift;

  LeverageMix(World.LeverageLaw law, Randomness random) {
    this.law = law;
    this.random = random;
    this.drift = law.driftDeviation() * random.gaussian();
    tabulate();
  }

  /** Lets an hour pass: the mix tilts a little further. */
  void passHour() {
    if (law.driftDeviation() > 0) {
      double keep = StrictMath.exp(-1 / (24 * law.driftDays()));
      drift =
          keep * drift
              + law.driftDeviation() * StrictMath.sqrt(1 - keep * keep) * random.gaussian();
      tabulate();
    }
  }

  /**
   * Returns a leverage.
   *
   * @param sizeDeviations log size less its median, in standard deviations
   * @param maximum largest leverage that the venue grants to the size
   */
  int draw(double sizeDeviations, int maximum) {
    double place = (sizeDeviations + WIDEST) / (2 * WIDEST) * (BINS - 1);
    int bin = (int) Math.max(0, Math.min(BINS - 1, Math.round(place)));
    double[] shares = cumulative[bin];
    double draw = random.uniform() * shares[shares.length - 1];
    int tier = 0;
    while (tier < shares.length - 1 && draw >= shares[tier]) {
      tier++;
    }
    List<Integer> tiers = law.tiers();
    while (tier > 0 && tiers.get(tier) > maximum) {
      tier--;
    }
    return Math.min(tiers.get(tier), maximum);
  }

  private void tabulate() {
    for (int bin = 0; bin < BINS; bin++) {
      double z = -WIDEST + 2 * WIDEST * bin / (BINS - 1);
      double exponent = drift - law.sizeTilt() * z;
      double[] shares = new double[law.tiers().size()];
      double sum = 0;
      for (int tier = 0; tier < shares.length; tier++) {
        double tilt = StrictMath.exp(exponent * StrictMath.log(law.tiers().get(tier) / 10.0));
        sum += law.weights().get(tier) * tilt;
        shares[tier] = sum;
      }
      cumulative[bin] = shares;
    }
  }
}
