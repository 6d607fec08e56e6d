package io.treadmill.market;

import java.time.LocalDate;
import java.util.OptionalDouble;

/**
 * How a venue reports forced orders as of a day: what the recorded prints are of all prints. Totals
 * under different rules are never added without saying so.
 */
public enum FeedRule implements StoredName {
  /** Every forced order. */
  FULL,
  /** At most one print a second and symbol, the latest. */
  THROTTLED_1S_LATEST,
  /** At most one print a second and symbol, the largest. */
  THROTTLED_1S_LARGEST,
  /**
   * At most one print a second and symbol; Binance changed its documents of USD-M from the latest
   * to the largest at a date that is not known.
   */
  THROTTLED_1S,
  /** An unknown part of all prints. */
  SAMPLED,
  /** No public feed. */
  NONE,
  /** Not known. */
  UNKNOWN;

  private static final LocalDate BINANCE_THROTTLED = LocalDate.of(2021, 4, 27);
  private static final LocalDate BYBIT_THROTTLED = LocalDate.of(2021, 9, 1);
  private static final LocalDate BYBIT_ALL = LocalDate.of(2025, 2, 25);
  private static final LocalDate KRAKEN_FIRST = LocalDate.of(2022, 3, 23);

  /**
   * Returns the rule of a stored name.
   *
   * @throws IllegalArgumentException if no rule has that name
   */
  public static FeedRule of(String text) {
    return StoredName.of(values(), text, "feed rule", "unknown name");
  }

  /**
   * Returns the rule of a venue's public feed on a day. Bybit's full feed counts from the later of
   * the two dates that sources give.
   */
  public static FeedRule of(String venue, Product product, LocalDate day) {
    if (product == Product.SPOT || product == Product.REGULATED_FUTURE) {
      return NONE;
    }
    return switch (venue) {
      case "binance" ->
          day.isBefore(BINANCE_THROTTLED)
              ? FULL
              : product.isInverse() ? THROTTLED_1S_LATEST : THROTTLED_1S;
      case "bybit" ->
          day.isBefore(BYBIT_THROTTLED) || !day.isBefore(BYBIT_ALL) ? FULL : THROTTLED_1S_LATEST;
      case "okx" -> SAMPLED;
      case "kraken" -> day.isBefore(KRAKEN_FIRST) ? NONE : FULL;
      case "hyperliquid" -> FULL;
      default -> UNKNOWN;
    };
  }

  /**
   * Returns the factor from a recorded total to an estimate of the true one. 1 for a full feed. For
   * a throttled feed {@code -ln(1 - p) / p} with p the share of seconds that have a print: the mean
   * number of orders of a second that has one, if orders come evenly over the window (Poisson) and
   * the hidden ones are as large as the shown. It is no bound: forced orders come in bursts, and a
   * second that shows one may hide any number, so that the truth is often above. The recorded total
   * itself is the least. Empty for sampled and unknown feeds, and if every second has a print.
   *
   * @param shareOfSeconds seconds with a print / seconds of the window, in [0, 1]
   */
  public OptionalDouble estimatedFactor(double shareOfSeconds) {
    Argument.check(
        shareOfSeconds >= 0 && shareOfSeconds <= 1,
        "Invalid share of seconds: %s (must be in [0, 1])",
        shareOfSeconds);
    return switch (this) {
      case FULL -> OptionalDouble.of(1);
      case THROTTLED_1S, THROTTLED_1S_LATEST, THROTTLED_1S_LARGEST ->
          shareOfSeconds < 1
              ? OptionalDouble.of(saturation(shareOfSeconds))
              : OptionalDouble.empty();
      case SAMPLED, NONE, UNKNOWN -> OptionalDouble.empty();
    };
  }

  private static double saturation(double share) {
    return share == 0 ? 1 : -Math.log1p(-share) / share;
  }
}
