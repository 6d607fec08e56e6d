package io.treadmill.lab.validate;

import io.treadmill.stats.regime.ForwardOutcomes;
import io.treadmill.stats.regime.RegimeState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A chain of states that last a geometric time and are followed by any other with fixed weights,
 * and outcomes whose mean in each state follows from the chain.
 */
final class KnownRegimes {
  private static final double STAY = 0.75;
  private static final double HOUR_DEVIATION = 0.005;
  private static final double[] WEIGHTS = {0.1, 0.1, 0.12, 0.12, 0.1, 0.14, 0.14, 0.18};
  private static final double[] DRIFT = {-4, 2, 0, 3, -1, -2, 1, 0}; // Bp an hour.
  private static final double[] EFFECT = {0.4, 0, -0.2, 0.1, 0, -0.1, 0.2, 0};

  private final int horizon;
  private final byte[] states;
  private final ForwardOutcomes outcomes;

  KnownRegimes(int days, int horizon, long seed) {
    this.horizon = horizon;
    Random random = new Random(seed);
    int hours = days * 24;
    this.states = new byte[hours];
    double[] price = new double[hours + 1];
    double[] range = new double[hours];
    double[] past = new double[hours];
    double[] last = new double[hours];
    double[] forced = new double[hours];
    int now = RegimeState.COUNT - 1;
    double slow = 0;
    double noise = 0;
    for (int h = 0; h < hours; h++) {
      now = random.nextDouble() < STAY ? now : next(now, random);
      states[h] = (byte) now;
      slow = 0.97 * slow + 0.1 * random.nextGaussian();
      noise = 0.9 * noise + 0.1 * random.nextGaussian();
      price[h + 1] =
          price[h] + 1e-4 * DRIFT[now] + HOUR_DEVIATION * Math.exp(slow) * random.nextGaussian();
      range[h] = slow + 0.3 * random.nextGaussian();
      past[h] = slow + 0.2 * random.nextGaussian();
      last[h] = slow + 0.3 * random.nextGaussian();
      forced[h] = 10 + 1.2 * range[h] + 0.4 * past[h] + EFFECT[now] + noise;
    }
    double[] returns = new double[hours];
    Arrays.setAll(returns, h -> h + horizon <= hours ? price[h + horizon] - price[h] : Double.NaN);
    this.outcomes =
        new ForwardOutcomes(
            new int[] {horizon},
            new double[][] {returns},
            new double[][] {range},
            List.of(new ForwardOutcomes.Forced("full", new double[][] {forced})),
            past,
            last);
  }

  private static int next(int now, Random random) {
    double at = random.nextDouble() * (1 - WEIGHTS[now]);
    for (int s = 0; s < WEIGHTS.length; s++) {
      at -= s == now ? 0 : WEIGHTS[s];
      if (at < 0 && s != now) {
        return s;
      }
    }
    return now == WEIGHTS.length - 1 ? now - 1 : WEIGHTS.length - 1;
  }

  byte[] states() {
    return states;
  }

  ForwardOutcomes outcomes() {
    return outcomes;
  }

  double dwellHours() {
    return 1 / (1 - STAY);
  }

  /** Probability that a state follows another that ended. */
  double transition(RegimeState from, RegimeState to) {
    return WEIGHTS[to.ordinal()] / (1 - WEIGHTS[from.ordinal()]);
  }

  /**
   * Mean log return over the horizon from an hour in a state on: that hour's drift is the first.
   */
  double meanReturn(RegimeState state) {
    double[] at = new double[WEIGHTS.length];
    at[state.ordinal()] = 1;
    double sum = 0;
    for (int k = 0; k < horizon; k++) {
      for (int s = 0; s < at.length; s++) {
        sum += 1e-4 * DRIFT[s] * at[s];
      }
      at = moved(at);
    }
    return sum;
  }

  /** Factor of forced notional against its mean over all hours. */
  double forcedFactor(RegimeState state) {
    double[] at = new double[WEIGHTS.length];
    Arrays.fill(at, 1.0 / at.length);
    for (int k = 0; k < 500; k++) {
      at = moved(at);
    }
    double mean = 0;
    for (int s = 0; s < at.length; s++) {
      mean += at[s] * EFFECT[s];
    }
    return Math.exp(EFFECT[state.ordinal()] - mean);
  }

  private static double[] moved(double[] at) {
    double[] next = new double[at.length];
    for (int a = 0; a < at.length; a++) {
      for (int b = 0; b < at.length; b++) {
        next[b] += at[a] * (a == b ? STAY : (1 - STAY) * WEIGHTS[b] / (1 - WEIGHTS[a]));
      }
    }
    return next;
  }
}
