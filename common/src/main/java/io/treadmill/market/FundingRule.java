package io.treadmill.market;

import java.io.Serializable;
import java.time.Instant;

/**
 * How a venue makes the funding rate of an interval from the premium: {@code (P + clamp(I - P, -w,
 * +w)) / divisor}, held within the cap. Caps of Binance, Bybit and OKX change by symbol: read the
 * rates from the archive, and use this rule to check them or where they are missing.
 *
 * @param interest I, the interest term as it enters the formula, fraction
 * @param clamp w, greatest pull towards the interest, fraction
 * @param divisor parts into which the 8 h formula is split
 * @param intervalHours hours between two settlements, 1 to 24
 * @param cap greatest absolute rate of an interval, fraction; infinite if the venue states none
 */
public record FundingRule(
    double interest, double clamp, double divisor, int intervalHours, double cap)
    implements Serializable {
  /** First settlement instant under the present Binance rule. */
  public static final Instant BINANCE_CHANGE = Instant.parse("2025-09-18T08:01:00Z");

  private static final double INTEREST_8H = 0.0001;
  private static final double INTEREST_PER_DAY = 0.0003;
  private static final double CLAMP = 0.0005;
  private static final double HYPERLIQUID_CAP_PER_HOUR = 0.04;

  public FundingRule {
    Argument.check(
        intervalHours >= 1 && intervalHours <= 24,
        "Invalid funding interval: %s h (must be in 1..24)",
        intervalHours);
    Argument.check(
        clamp >= 0 && divisor > 0 && cap > 0 && !Double.isNaN(interest),
        "Invalid funding rule: clamp %s, divisor %s, cap %s (must be positive)",
        clamp,
        divisor,
        cap);
  }

  /**
   * Returns the Binance rule of a settlement. Before the change the interest of 0.03 % a day is
   * spread over the intervals and the premium is not; since then the whole 8 h formula is.
   *
   * @param intervalHours hours since the settlement before
   */
  public static FundingRule binance(Instant settlement, int intervalHours) {
    boolean before = settlement.isBefore(BINANCE_CHANGE);
    double interest = before ? INTEREST_PER_DAY * intervalHours / 24 : INTEREST_8H;
    double divisor = before ? 1 : 8.0 / intervalHours;
    return new FundingRule(interest, CLAMP, divisor, intervalHours, Double.POSITIVE_INFINITY);
  }

  /** Returns the Hyperliquid rule: the 8 h formula, an eighth of it paid each hour. */
  public static FundingRule hyperliquid() {
    return new FundingRule(INTEREST_8H, CLAMP, 8, 1, HYPERLIQUID_CAP_PER_HOUR);
  }

  /**
   * Returns the funding rate of one interval, fraction of notional, positive if longs pay.
   *
   * @param premium time-weighted premium index of the interval, fraction
   */
  public double rate(double premium) {
    double pull = Math.max(-clamp, Math.min(clamp, interest - premium));
    return Math.max(-cap, Math.min(cap, (premium + pull) / divisor));
  }
}
