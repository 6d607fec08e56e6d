package io.treadmill.stats.episode;

/** Whether leverage left for good. */
public enum Verdict {
  /** Open interest fell by at least the least drop, and under a third of it was rebuilt. */
  CLEARED,
  /** Two thirds of the drop or more were rebuilt. */
  RELOADED,
  /** Neither. */
  UNDECIDED;

  /** Least drop of open interest that counts, fraction. */
  public static final double LEAST_DROP = 0.005;

  private static final double CLEARED_BELOW = 1.0 / 3;
  private static final double RELOADED_FROM = 2.0 / 3;

  /**
   * Returns the verdict; null if either number is unknown.
   *
   * @param drop fall of open interest as a fraction of it
   * @param rebuilt share of the fall that came back
   * @param leastDrop least drop that counts
   */
  public static Verdict of(double drop, double rebuilt, double leastDrop) {
    if (Double.isNaN(drop) || (drop > 0 && Double.isNaN(rebuilt))) {
      return null;
    }
    if (drop > 0 && rebuilt >= RELOADED_FROM) {
      return RELOADED;
    }
    return drop >= leastDrop && rebuilt < CLEARED_BELOW ? CLEARED : UNDECIDED;
  }

  /** Returns the name as it is stored; null for null. */
  public static String text(Verdict verdict) {
    return verdict == null ? null : verdict.name().toLowerCase(java.util.Locale.ROOT);
  }
}
