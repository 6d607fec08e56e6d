package io.treadmill.book.standing;

import java.io.Serializable;
import java.util.List;

/**
 * The level of a symbol without totals: forced notional per traded volume is what is alike over
 * symbols (66 perpetuals of 2022-23: deviation of its logarithm .31 when one is left out, .25 with
 * volatility, turnover and open interest; per open interest .47).
 */
public final class LevelRule {
  /** Squared deviation of the logarithm of a level that was found this way. */
  public static final double VARIANCE = .25 * .25;

  private static final double VOLATILITY = .13;
  private static final double TURNOVER = -.28;
  private static final double OPEN_INTEREST = -.14;

  private LevelRule() {}

  /**
   * A symbol over a window, or in the mean over its days.
   *
   * @param volumeUsd traded notional, USD
   * @param volatility deviation of the log return of a day
   * @param turnover volume of a day over open interest; NaN if that is not known
   * @param openInterestUsd mean open interest, USD; NaN if not known
   */
  public record Activity(
      double volumeUsd, double volatility, double turnover, double openInterestUsd)
      implements Serializable {}

  /** A symbol whose totals are known. */
  public record Known(Activity activity, double realisedUsd) {}

  /**
   * Returns the factor of a pooled law for a symbol without totals: the geometric middle of the
   * pooled law and of the rule.
   *
   * @param known symbols whose totals are known, at least one
   * @param predictedUsd what the pooled law says of the symbol, USD
   */
  public static double factor(List<Known> known, Activity symbol, double predictedUsd) {
    if (known.isEmpty() || !(predictedUsd > 0)) {
      throw new IllegalArgumentException(
          "Cannot tell the level: %s symbols with totals, %s USD predicted"
              .formatted(known.size(), predictedUsd));
    }
    double sum = 0;
    for (Known one : known) {
      Activity other = one.activity;
      sum +=
          Math.log(one.realisedUsd / other.volumeUsd)
              + term(VOLATILITY, symbol.volatility, other.volatility)
              + term(TURNOVER, symbol.turnover, other.turnover)
              + term(OPEN_INTEREST, symbol.openInterestUsd, other.openInterestUsd);
    }
    return Math.sqrt(Math.exp(sum / known.size()) * symbol.volumeUsd / predictedUsd);
  }

  /** What is not known of either does not count. */
  private static double term(double exponent, double symbol, double other) {
    double term = exponent * Math.log(symbol / other);
    return Double.isFinite(term) ? term : 0;
  }
}
