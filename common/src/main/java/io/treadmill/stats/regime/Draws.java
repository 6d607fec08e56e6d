package io.treadmill.stats.regime;

import io.treadmill.stats.Resampling;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws of days and shifts of labels for windows of given lengths: made once from a seed, and the
 * same for all windows of a length. Not safe for use by several threads.
 */
public final class Draws {
  /** Draws of the bootstrap. */
  public static final int BOOTSTRAP = 160;

  /** Shifts of labels. */
  public static final int SHIFTS = 199;

  private final long seed;
  private final Map<String, double[][]> weights = new HashMap<>();
  private final Map<String, int[]> shifts = new HashMap<>();

  /** Makes the draws of a seed. */
  public Draws(long seed) {
    this.seed = seed;
  }

  /** Returns how often each day is drawn, by draw: the stationary bootstrap. */
  double[][] weights(int days, double block) {
    return weights.computeIfAbsent(
        days + " " + block,
        key -> Resampling.weights(BOOTSTRAP, days, block, Resampling.seed(seed, key)));
  }

  /** Returns shifts of at least {@code least} hours either way around; none if hours are few. */
  int[] shifts(int hours, int least) {
    return shifts.computeIfAbsent(
        hours + " " + least,
        key -> {
          if (hours < 4 * least) {
            return new int[0];
          }
          SplittableRandom random = new SplittableRandom(Resampling.seed(seed, "shift", key));
          return random.ints(SHIFTS, least, hours - least + 1).toArray();
        });
  }
}
