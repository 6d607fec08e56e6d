package io.treadmill.jobs.ingest.vendors;

import io.treadmill.market.Product;
import java.util.Set;

/**
 * What a name of an exchange at Tardis stands for.
 *
 * @param venue venue
 * @param products products that are recorded under it; empty = all
 */
record TardisMarket(String venue, Set<Product> products) {
  private static final Set<Product> SPOT = Set.of(Product.SPOT);
  private static final Set<Product> LINEAR = Set.of(Product.LINEAR_PERP, Product.LINEAR_FUTURE);
  private static final Set<Product> INVERSE = Set.of(Product.INVERSE_PERP, Product.INVERSE_FUTURE);
  private static final Set<Product> PERPETUALS = Set.of(Product.LINEAR_PERP, Product.INVERSE_PERP);
  private static final Set<Product> DATED = Set.of(Product.LINEAR_FUTURE, Product.INVERSE_FUTURE);
  private static final Set<Product> DERIVATIVES =
      Set.of(
          Product.LINEAR_PERP, Product.INVERSE_PERP, Product.LINEAR_FUTURE, Product.INVERSE_FUTURE);

  /** Returns the market of a name of Tardis. */
  static TardisMarket of(String exchange) {
    return switch (exchange) {
      case "binance", "coinbase", "kraken", "bitstamp", "bitfinex", "kucoin" ->
          new TardisMarket(exchange, SPOT);
      case "binance-futures" -> new TardisMarket("binance", LINEAR);
      case "binance-delivery" -> new TardisMarket("binance", INVERSE);
      case "bybit" -> new TardisMarket("bybit", DERIVATIVES);
      case "bybit-spot" -> new TardisMarket("bybit", SPOT);
      case "okex" -> new TardisMarket("okx", SPOT);
      case "okex-swap" -> new TardisMarket("okx", PERPETUALS);
      case "okex-futures" -> new TardisMarket("okx", DATED);
      case "cryptofacilities" -> new TardisMarket("kraken", DERIVATIVES);
      case "coinbase-international" -> new TardisMarket("coinbase", LINEAR);
      case "bitfinex-derivatives" -> new TardisMarket("bitfinex", LINEAR);
      case "huobi" -> new TardisMarket("htx", SPOT);
      case "huobi-dm" -> new TardisMarket("htx", DATED);
      case "huobi-dm-swap" -> new TardisMarket("htx", INVERSE);
      case "huobi-dm-linear-swap" -> new TardisMarket("htx", LINEAR);
      case "gate-io" -> new TardisMarket("gate", SPOT);
      case "gate-io-futures", "kucoin-futures" ->
          new TardisMarket(exchange.substring(0, exchange.indexOf('-')), DERIVATIVES);
      default -> new TardisMarket(exchange, Set.of());
    };
  }
}
