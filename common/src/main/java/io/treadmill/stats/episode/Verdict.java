package io.treadmill.stats.episode;

import java.util.Locale;

/**
 * Whether leverage left for good. A drop of open interest under the least that counts says nothing:
 * it is undecided, whatever came back of it.
 */
public enum Verdict {
  /** Open interest fell by at least the least drop, and under a third of it was rebuilt. */
  CLEARED,
  /** It fell by as much, and two thirds or more were rebuilt. */
  RELOADED,
  /** Neither. */
  UNDECIDED;

  /** Least drop of open interest that counts, fraction. */
  public static final double LEAST_DROP = 0.005;

  private static final double CLEARED_BELOW = 1.0 / 3;
  private static final double RELOADED_FROM = 2.0 / 3;

  /**
   * Returns the verdict; null if the drop is unknown, or if something fell and what came back of it
   * is unknown.
   *
   * @param drop fall of open interest as a fraction of it
   * @param rebuilt share of the fall that came back
   * @param leastDrop least drop that counts
   */
  public static Verdict of(double drop, double rebuilt, double leastDrop) {
    if (Double.isNaN(drop) || (drop > 0 && Double.isNaN(rebuilt))) {
      return null;
    }
    if (drop < leastDrop) {
      return UNDECIDED;
    }
    return rebuilt < CLEARED_BELOW ? CLEARED : rebuilt >= RELOADED_FROM ? RELOADED : UNDECIDED;
  }

  /** Returns the name as it is stored; null for null. */
  public static String text(Verdict verdict) {
    return verdict == null ? null : verdict.name().toLowerCase(Locale.ROOT);
  }
}
