package io.treadmill.stats.episode;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a path into legs by directional changes (Guillaume et al. 1997): a leg ends at an extreme
 * once the price has come back from it by the threshold. What lies beyond the threshold is the
 * overshoot; on a path without memory its mean is the threshold itself (Glattfelder, Dupuis and
 * Olsen 2011).
 */
public final class DirectionalChange {
  private DirectionalChange() {}

  /**
   * One leg.
   *
   * @param move log price at the extreme where it ended, or of the last leg the extreme so far,
   *     less that at the extreme where it began
   * @param overshoot size of the part of the move after the step at which it reached the threshold,
   *     at least 0
   */
  public record Leg(double move, double overshoot) {
    /** Returns true if the leg rises. */
    public boolean isUp() {
      return move > 0;
    }
  }

  /**
   * Returns the legs of the steps from..to-1 in order; empty if no move reaches the threshold. The
   * last may be unfinished; no leg changes when later steps are added, save that one.
   *
   * @param logPrice log price by step; NaN is skipped
   * @param threshold log move that turns a leg, over 0
   */
  public static List<Leg> legs(double[] logPrice, int from, int to, double threshold) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("Invalid threshold: " + threshold + " (must be over 0)");
    }
    List<Leg> legs = new ArrayList<>();
    int low = -1;
    int high = -1;
    int direction = 0;
    int start = -1;
    int known = -1;
    for (int i = Math.max(0, from); i < to; i++) {
      double x = logPrice[i];
      if (Double.isNaN(x)) {
        continue;
      }
      low = low < 0 || x < logPrice[low] ? i : low;
      high = high < 0 || x > logPrice[high] ? i : high;
      boolean rises = direction <= 0 && x - logPrice[low] >= threshold;
      boolean falls = direction >= 0 && logPrice[high] - x >= threshold;
      if (rises || falls) {
        int turn = rises ? low : high;
        if (direction != 0) {
          legs.add(leg(logPrice, start, turn, known));
        }
        start = turn;
        direction = rises ? 1 : -1;
        known = i;
        low = i;
        high = i;
      }
    }
    if (direction != 0) {
      legs.add(leg(logPrice, start, direction > 0 ? high : low, known));
    }
    return legs;
  }

  private static Leg leg(double[] x, int from, int extreme, int known) {
    return new Leg(x[extreme] - x[from], Math.abs(x[extreme] - x[known]));
  }
}
