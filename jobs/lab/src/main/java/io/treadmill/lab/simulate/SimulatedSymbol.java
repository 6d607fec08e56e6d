package io.treadmill.lab.simulate;

import java.util.Locale;

/**
 * A contract to simulate and the files to write for it.
 *
 * @param symbol venue symbol, for example {@code BTCUSDT}
 * @param asset base coin, for example {@code BTC}
 * @param startPrice price before the warm-up, quote per coin
 * @param priceDecimals decimals of the tick: 1 is a tick of 0.1
 * @param amountDecimals decimals of the lot: 3 is a lot of 0.001 coin
 * @param openInterestUsd mean open interest, USD; sizes and impact scale with it
 * @param volatilityScale volatility as a multiple of the world's
 * @param commonShare correlation of the path with the shocks that all symbols share, in [0, 1]
 * @param layout vendor files of the perpetual future
 * @param regulatedFuture whether a regulated future with weekend gaps is written too
 */
public record SimulatedSymbol(
    String symbol,
    String asset,
    double startPrice,
    int priceDecimals,
    int amountDecimals,
    double openInterestUsd,
    double volatilityScale,
    double commonShare,
    Layout layout,
    boolean regulatedFuture) {

  /** Vendor whose layout the perpetual future is written in. */
  public enum Layout {
    /** Daily zips of Binance USD-M; forced orders as the throttled snapshot, one a second. */
    BINANCE_VISION,
    /** Daily csv.gz of Tardis for Bybit; forced orders complete unless the world caps the feed. */
    TARDIS
  }

  /** Checks the ranges. */
  public SimulatedSymbol {
    if (!symbol.matches("[A-Z0-9]{2,30}")) {
      throw new IllegalArgumentException(
          "Invalid symbol: '" + symbol + "' (must be capital letters and digits)");
    }
    if (!(startPrice > 0 && openInterestUsd > 0 && volatilityScale > 0)) {
      throw new IllegalArgumentException(
          ("Invalid symbol %s: price %s, open interest %s, volatility scale %s (all must "
                  + "be > 0)")
              .formatted(symbol, startPrice, openInterestUsd, volatilityScale));
    }
    if (!(commonShare >= 0 && commonShare <= 1)) {
      throw new IllegalArgumentException(
          "Invalid common share: " + commonShare + " (must be in [0, 1])");
    }
    if (priceDecimals < 0 || priceDecimals > 9 || amountDecimals < 0 || amountDecimals > 9) {
      throw new IllegalArgumentException(
          "Invalid decimals of %s: %s, %s (must be 0 to 9)"
              .formatted(symbol, priceDecimals, amountDecimals));
    }
  }

  /**
   * Returns the symbol at a place of a list. Every other one is written in the Tardis layout, so
   * that a list of two uses both; the first also gets a regulated future. BTCUSDT, ETHUSDT and
   * SOLUSDT have sizes of their own, others those of a small coin.
   *
   * @param symbol venue symbol that ends with USDT
   * @param place 0 for the first of the list
   */
  public static SimulatedSymbol of(String symbol, int place) {
    String upper = symbol.toUpperCase(Locale.ROOT);
    if (!upper.endsWith("USDT") || upper.length() < 5) {
      throw new IllegalArgumentException(
          "Invalid symbol: '" + symbol + "' (must be a coin followed by USDT)");
    }
    String asset = upper.substring(0, upper.length() - 4);
    Layout layout = place % 2 == 0 ? Layout.BINANCE_VISION : Layout.TARDIS;
    boolean future = place == 0;
    return switch (asset) {
      case "BTC" -> new SimulatedSymbol(upper, asset, 90_000, 1, 3, 9e9, 1, 0.9, layout, future);
      case "ETH" -> new SimulatedSymbol(upper, asset, 3_000, 2, 3, 5e9, 1.25, 0.85, layout, future);
      case "SOL" -> new SimulatedSymbol(upper, asset, 140, 2, 1, 1.5e9, 1.4, 0.8, layout, future);
      default -> new SimulatedSymbol(upper, asset, 10, 4, 0, 3e8, 1.5, 0.7, layout, future);
    };
  }

  /** Returns the price of a number of ticks: the double nearest to its decimal text. */
  double price(long ticks) {
    return ticks / power(priceDecimals);
  }

  /** Returns the amount of a number of lots, in coins. */
  double amount(long lots) {
    return lots / power(amountDecimals);
  }

  long ticks(double price) {
    return Math.max(1, Math.round(price * power(priceDecimals)));
  }

  /** Returns the lots of a notional, rounded to the nearest, at least 0. */
  long lots(double notionalUsd, double price) {
    return Math.round(notionalUsd / price * power(amountDecimals));
  }

  private static double power(int decimals) {
    double power = 1;
    for (int i = 0; i < decimals; i++) {
      power *= 10;
    }
    return power;
  }
}
