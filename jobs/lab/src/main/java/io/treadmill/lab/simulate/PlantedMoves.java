package io.treadmill.lab.simulate;

import java.util.Set;

/** The planted effects of a world at work. Without any it adds nothing and draws nothing. */
final class PlantedMoves {
  private static final int MINUTE = 60 / Market.STEP_SECONDS;
  private static final int WINDOW = 30 * MINUTE;
  private static final int FUNDING_STEPS = 8 * 60 * MINUTE;
  private static final double FLUSH_SHARE = 0.0008;
  private static final double FLUSH_MOVE = 0.012;
  private static final double THIN = 0.3;
  private static final double THICK = 0.5;
  private static final double THIN_MOVE = 0.015;
  private static final long EARLY = 20;
  private static final long LATE = 45;
  private static final long FALL_OF_DAY = 14 * 60 * MINUTE;
  private static final long FALL_STEPS = 90 * MINUTE;
  private static final double FALL = Math.log(0.9);

  private final SimulatedSymbol symbol;
  private final Randomness random;
  private final Set<PlantedEffect> effects;
  private final double[] logCloses = new double[WINDOW];
  private final double[] forced = new double[WINDOW];
  private double forcedSum;
  private long remembered;
  private long quietUntil;
  private long legEnds;
  private double legMove;
  private double secondLeg;
  private long secondEnds;

  PlantedMoves(World world, SimulatedSymbol symbol, Randomness random) {
    this.symbol = symbol;
    this.random = random;
    this.effects = world.planted();
  }

  void remember(long step, double logClose, double forcedUsd) {
    int at = (int) (step % WINDOW);
    forcedSum += forcedUsd - forced[at];
    forced[at] = forcedUsd;
    logCloses[at] = logClose;
    remembered++;
  }

  /** Returns the log move that the effects add to this step. */
  double move(long step, double price, double openInterestUsd, Positions positions) {
    if (step < legEnds) {
      return legMove;
    }
    if (falls(step)) {
      return FALL / FALL_STEPS;
    }
    if (secondLeg != 0) {
      start(step, secondLeg, 60 * MINUTE);
      secondLeg = 0;
      secondEnds = legEnds;
      return legMove;
    }
    if (remembered < WINDOW || step < quietUntil) {
      return 0;
    }
    double halfHour = StrictMath.log(price) - logCloses[(int) (step % WINDOW)];
    if (effects.contains(PlantedEffect.TREADMILL)
        && Math.abs(forcedSum) > FLUSH_SHARE * openInterestUsd
        && Math.abs(halfHour) > FLUSH_MOVE
        && forcedSum * halfHour > 0) {
      quietUntil = step + 6 * 60 * MINUTE;
      secondLeg = random.chance(0.75) ? 0.85 * halfHour : 0;
      start(step, -0.5 * halfHour, 40 * MINUTE);
      return legMove;
    }
    // They come at closes of five minutes: earlier ones would bring the fall to an end before any
    // bar shows it, and leave only those that were not bought.
    if (effects.contains(PlantedEffect.THIN_ZONE)
        && step % (5 * MINUTE) == 0
        && Math.abs(halfHour) > 0.01) {
      quietUntil = step + 3 * 60 * MINUTE;
      double near = nearness(positions, price, halfHour < 0 ? 1 : -1);
      double thin = Math.max(0, Math.min(1, (THICK - near) / (THICK - THIN)));
      start(step, -THIN_MOVE * thin * Math.signum(halfHour), 15 * MINUTE);
      return legMove;
    }
    return 0;
  }

  private boolean falls(long step) {
    return effects.contains(PlantedEffect.EARLY_FLUSH) && falls(step, EARLY)
        || effects.contains(PlantedEffect.LATE_FLUSH) && falls(step, LATE);
  }

  private static boolean falls(long step, long day) {
    long start = SimulatedBars.FIRST_DAY_SECOND / Market.STEP_SECONDS;
    long since = step - start - day * Market.STEPS_PER_DAY - FALL_OF_DAY;
    return since >= 0 && since < FALL_STEPS;
  }

  /** Returns forced notional within 1 % ahead over a quarter of that within 4 %. */
  private double nearness(Positions positions, double price, int sign) {
    double near = 0;
    double wide = 0;
    for (int slot = 0; slot < positions.slotLimit(); slot++) {
      if (positions.lots(slot) > 0 && positions.sign(slot) == sign) {
        double distance = sign * (1 - positions.liquidationPrice(slot) / price);
        double amount = symbol.amount(positions.lots(slot));
        near += distance >= 0 && distance < 0.01 ? amount : 0;
        wide += distance >= 0 && distance < 0.04 ? amount : 0;
      }
    }
    return wide > 0 ? near / (wide / 4) : 0;
  }

  private void start(long step, double move, int steps) {
    legMove = move / steps;
    legEnds = step + steps;
  }

  /** Returns true if a planted second leg runs in this step. */
  boolean inSecondLeg(long step) {
    return step < secondEnds;
  }

  /** Returns the share of standing positions that leaves early in this step. */
  double leaveRate(long step) {
    return effects.contains(PlantedEffect.FUNDING_CLOCK) && beforeFunding(step) ? 1.5e-4 : 0;
  }

  /** Returns the factor on opens in this step. */
  double openFactor(long step) {
    return effects.contains(PlantedEffect.FUNDING_CLOCK) && beforeFunding(step) ? 0.4 : 1;
  }

  private static boolean beforeFunding(long step) {
    return step % FUNDING_STEPS >= FUNDING_STEPS - 20 * MINUTE;
  }
}
