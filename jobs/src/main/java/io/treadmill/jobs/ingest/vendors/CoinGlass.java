package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CoinGlass: totals of liquidations, open interest, funding and single orders, saved as JSON. Kind,
 * coin or pair and interval come from the name {@code {COIN}-..-{interval}-..}; {@code --symbol}
 * wins. The venues of a total are those of {@code --venue-set}, else those that the name holds,
 * else unknown; what is of one venue is filed under it.
 */
final class CoinGlass extends Vendor {
  static final String TOTALS = "liquidation-history";
  static final String OPEN_INTEREST = "open-interest-history";
  static final String FUNDING = "funding-rate-history";
  static final String TAKERS = "taker-buy-sell-volume-history";
  static final String ORDERS = "liquidation-orders";

  private static final String UNKNOWN = "unknown";
  private static final Set<String> VENUES =
      Set.of(
          ("binance,bybit,okx,bitmex,deribit,hyperliquid,kraken,coinbase,bitfinex,htx,gate,kucoin,"
                  + "bitget,dydx,coinex")
              .split(","));
  private static final Pattern COIN = Pattern.compile("([A-Z0-9]{2,15})[-_].*");
  private static final Pattern INTERVAL = Pattern.compile("[-_](\\d{1,2}[mhd])(?:[-_]|$)");

  CoinGlass() {
    super(
        "coinglass",
        Authority.AGGREGATOR,
        new Kind("liquidation history", "COIN-..-INTERVAL-...json"),
        new Kind(
            "open-interest, funding-rate",
            "PAIR-VENUE-KIND-history-INTERVAL-...json, of all venues COIN-all-KIND-..."),
        new Kind("liquidation-orders", "COIN-VENUE-liquidation-orders-...json"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    if (!clues.ends("json")) {
      return Optional.empty();
    }
    String kind = kind(clues.stem().toLowerCase(Locale.ROOT).replace('_', '-'));
    Matcher interval = INTERVAL.matcher(clues.stem());
    String venues = venueSet(clues.stem(), clues.request());
    String named = "%s:%s:%s".formatted(kind, venues, interval.find() ? interval.group(1) : "");
    Matcher coin = COIN.matcher(clues.stem());
    String symbol = clues.symbolOr(coin.matches() ? coin.group(1) : null);
    clues.days(clues.stem());
    if (!kind.equals(TOTALS) && (VENUES.contains(venues) || clues.request().venue() != null)) {
      String venue = clues.venueOr(venues);
      return clues
          .venue(venue)
          .symbol(kind.equals(ORDERS) ? null : clues.symbolOr(before(venues, clues.stem(), symbol)))
          .productOn(venue, clues.from(), Products.DERIVATIVE)
          .of(named);
    }
    if (kind.equals(ORDERS) || venues.contains("+") && !kind.equals(TOTALS)) {
      throw UserError.input(
          ("Cannot tell the venue of %s: give --venue, or name the file after one,"
                  + " BTCUSDT-binance-open-interest-history-1h.json")
              .formatted(clues.file().path()));
    }
    if (symbol == null) {
      throw UserError.input(
          ("Cannot tell the coin of %s: give --symbol, or name the file "
                  + "{COIN}-...-{interval}-....json")
              .formatted(clues.file().path()));
    }
    return clues
        .symbol(symbol)
        .product(clues.statedProduct())
        .productIfNone(Product.LINEAR_PERP)
        .of(named);
  }

  private static String kind(String words) {
    if (words.contains("open-interest")) {
      return OPEN_INTEREST;
    }
    if (words.contains("funding")) {
      return FUNDING;
    }
    if (words.contains("taker")) {
      return TAKERS;
    }
    return words.contains("liquidation-order") ? ORDERS : TOTALS;
  }

  /** A pair stands before its venue, and may hold dashes: BTC-USDT-SWAP-okx-... */
  private static String before(String venue, String stem, String otherwise) {
    int at = stem.toLowerCase(Locale.ROOT).indexOf(venue);
    return at > 1 ? stem.substring(0, at - 1) : otherwise;
  }

  /** The venues of a total: as said, else those that the name holds, else unknown. */
  private static String venueSet(String stem, IngestRequest request) {
    if (request.venueSet() != null) {
      return new TreeSet<>(List.of(request.venueSet().toLowerCase(Locale.ROOT).split("[+,; ]+")))
          .stream().collect(Collectors.joining("+"));
    }
    String named =
        Stream.of(stem.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .map(word -> word.equals("huobi") ? "htx" : word)
            .filter(VENUES::contains)
            .distinct()
            .sorted()
            .collect(Collectors.joining("+"));
    return named.isEmpty() ? UNKNOWN : named;
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return new CoinGlassHistory(contracts);
  }
}
