package io.treadmill.stats;

import java.io.Serializable;

/**
 * A number with what is needed to believe it, or the reason why it is missing.
 *
 * @param value the estimate; NaN if missing
 * @param low lower end of the interval; NaN if the method gives none
 * @param high upper end of the interval; NaN if the method gives none
 * @param p p-value against the stated null, in 0..1; NaN if nothing was tested
 * @param n observations that entered, at least 0
 * @param reason why the value is missing; null if it is there
 */
public record Estimate(double value, double low, double high, double p, long n, String reason)
    implements Serializable {
  /** Checks the ranges: a value without a reason is a number, a missing value has a reason. */
  public Estimate {
    if (Double.isNaN(value) != (reason != null)) {
      throw new IllegalArgumentException(
          "Invalid estimate: value %s with reason %s".formatted(value, reason));
    }
    if (n < 0 || p < 0 || p > 1 || low > high) {
      throw new IllegalArgumentException(
          "Invalid estimate: n %d, p %s, interval %s..%s".formatted(n, p, low, high));
    }
  }

  /** Returns an estimate with an interval and without a test. */
  public static Estimate of(double value, double low, double high, long n) {
    return new Estimate(value, low, high, Double.NaN, n, null);
  }

  /** Returns an estimate whose interval is widened to hold its value, if it does not. */
  public static Estimate around(double value, double low, double high, long n) {
    return of(value, Math.min(low, value), Math.max(high, value), n);
  }

  /** Returns an estimate with a p-value and without an interval. */
  public static Estimate tested(double value, double p, long n) {
    return new Estimate(value, Double.NaN, Double.NaN, p, n, null);
  }

  /** Returns a missing estimate. */
  public static Estimate missing(String reason, long n) {
    return new Estimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, n, reason);
  }

  /** Returns true if the value is there. */
  public boolean isPresent() {
    return reason == null;
  }

  /** Returns the same with a p-value. */
  public Estimate withP(double other) {
    return new Estimate(value, low, high, other, n, reason);
  }
}
