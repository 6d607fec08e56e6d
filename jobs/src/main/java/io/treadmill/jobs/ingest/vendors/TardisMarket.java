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
  /** Returns the market of a name of Tardis. */
  static TardisMarket of(String exchange) {
    return switch (exchange) {
      case "binance", "coinbase", "kraken", "bitstamp", "bitfinex", "kucoin" ->
          new TardisMarket(exchange, Products.SPOT);
      case "binance-futures" -> new TardisMarket("binance", Products.LINEAR);
      case "binance-delivery" -> new TardisMarket("binance", Products.INVERSE);
      case "bybit" -> new TardisMarket("bybit", Products.DERIVATIVE);
      case "bybit-spot" -> new TardisMarket("bybit", Products.SPOT);
      case "okex" -> new TardisMarket("okx", Products.SPOT);
      case "okex-swap" -> new TardisMarket("okx", Products.PERPETUAL);
      case "okex-futures" -> new TardisMarket("okx", Products.DATED);
      case "cryptofacilities" -> new TardisMarket("kraken", Products.DERIVATIVE);
      case "coinbase-international" -> new TardisMarket("coinbase", Products.LINEAR);
      case "bitfinex-derivatives" -> new TardisMarket("bitfinex", Products.LINEAR);
      case "huobi" -> new TardisMarket("htx", Products.SPOT);
      case "huobi-dm" -> new TardisMarket("htx", Products.DATED);
      case "huobi-dm-swap" -> new TardisMarket("htx", Products.INVERSE);
      case "huobi-dm-linear-swap" -> new TardisMarket("htx", Products.LINEAR);
      case "gate-io" -> new TardisMarket("gate", Products.SPOT);
      case "gate-io-futures", "kucoin-futures" ->
          new TardisMarket(exchange.substring(0, exchange.indexOf('-')), Products.DERIVATIVE);
      default -> new TardisMarket(exchange, Set.of());
    };
  }
}
