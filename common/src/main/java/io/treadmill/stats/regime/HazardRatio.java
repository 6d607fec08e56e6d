package io.treadmill.stats.regime;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Significance;

/**
 * Ratio of two constant hazards from events and time at risk, with the exact conditional test: of
 * all events those of the first group are binomial with its share of the time.
 */
public final class HazardRatio {
  /** Events of each group below which no ratio is given. */
  public static final int LEAST_EVENTS = 5;

  private HazardRatio() {}

  /**
   * Returns the ratio of the first group to the other, its 90 % interval (normal in logarithms) and
   * p against a ratio of 1.
   */
  public static Estimate of(int events, double hours, int otherEvents, double otherHours, long n) {
    if (Math.min(events, otherEvents) < LEAST_EVENTS) {
      return Estimate.missing(
          "under %s second legs with it on (%s) or off (%s)"
              .formatted(LEAST_EVENTS, events, otherEvents),
          n);
    }
    double ratio = events / hours / (otherEvents / otherHours);
    double factor = Math.exp(Significance.Z_90 * Math.sqrt(1.0 / events + 1.0 / otherEvents));
    double p = Significance.binomial(events, events + otherEvents, hours / (hours + otherHours));
    return Estimate.of(ratio, ratio / factor, ratio * factor, n).withP(p);
  }
}
