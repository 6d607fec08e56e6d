package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.market.Product;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The market that a symbol of Coinalyze stands for. The letter after the dot is the exchange;
 * before it stands the exchange's own symbol, or base and quote with {@code _PERP}.
 *
 * @param venue venue
 * @param symbol symbol as the venue writes it
 * @param among products that it can be
 */
record CoinalyzeMarket(String venue, String symbol, Set<Product> among) {
  private static final Pattern SYMBOL = Pattern.compile("([^.]+)\\.([0-9A-Z])");
  private static final Pattern PERPETUAL =
      Pattern.compile("(?<base>[A-Z0-9]+?)(?<quote>USDT|USDC|USD|BTC)_PERP");
  private static final Map<String, String> VENUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("A", "binance"),
              Map.entry("6", "bybit"),
              Map.entry("3", "okx"),
              Map.entry("0", "bitmex"),
              Map.entry("2", "deribit"),
              Map.entry("4", "htx"),
              Map.entry("F", "bitfinex"),
              Map.entry("K", "kraken"),
              Map.entry("H", "hyperliquid"),
              Map.entry("Y", "gate"),
              Map.entry("C", "coinbase"),
              Map.entry("B", "bitstamp")));

  /**
   * Returns the market of a symbol.
   *
   * @throws BadRow if the exchange is not known
   */
  static CoinalyzeMarket of(String theirs) {
    Matcher match = SYMBOL.matcher(theirs);
    String venue = match.matches() ? VENUES.get(match.group(2)) : null;
    if (venue == null) {
      throw new BadRow(
          FileContracts.UNKNOWN,
          "symbol %s: the exchange after the dot is not known (known: %s)"
              .formatted(theirs, VENUES));
    }
    String name = match.group(1);
    Matcher perpetual = PERPETUAL.matcher(name);
    boolean isPerpetual = perpetual.matches();
    String base = isPerpetual ? perpetual.group("base") : "";
    String quote = isPerpetual ? perpetual.group("quote") : "";
    return switch (venue) {
      case "binance" -> binance(name, base + quote, isPerpetual);
      case "bybit" ->
          name.startsWith("s") && name.length() > 1 && Character.isUpperCase(name.charAt(1))
              ? new CoinalyzeMarket(venue, name.substring(1), Products.SPOT)
              : new CoinalyzeMarket(venue, name, Products.DERIVATIVE);
      case "okx" -> derivative(venue, isPerpetual ? base + "-" + quote + "-SWAP" : name);
      case "htx" -> derivative(venue, isPerpetual ? base + "-" + quote : name);
      case "bitmex" ->
          derivative(venue, isPerpetual ? (base.equals("BTC") ? "XBT" : base) + quote : name);
      case "bitfinex" ->
          isPerpetual
              ? derivative(venue, base + "F0:" + (quote.equals("USDT") ? "UST" : quote) + "F0")
              : new CoinalyzeMarket(venue, name, Products.SPOT);
      case "kraken" ->
          name.contains("_")
              ? derivative(venue, name.toUpperCase(Locale.ROOT))
              : new CoinalyzeMarket(venue, name, Products.SPOT);
      case "coinbase" -> derivative(venue, name);
      case "bitstamp" -> new CoinalyzeMarket(venue, name.toLowerCase(Locale.ROOT), Products.SPOT);
      default -> derivative(venue, name);
    };
  }

  private static CoinalyzeMarket derivative(String venue, String symbol) {
    return new CoinalyzeMarket(venue, symbol, Products.DERIVATIVE);
  }

  /** Coin-margined perpetuals keep their ending. */
  private static CoinalyzeMarket binance(String name, String pair, boolean isPerpetual) {
    if (isPerpetual) {
      return derivative("binance", pair.endsWith("USD") ? name : pair);
    }
    if (name.contains("_")) {
      return derivative("binance", name);
    }
    return new CoinalyzeMarket("binance", name, Products.SPOT);
  }
}
