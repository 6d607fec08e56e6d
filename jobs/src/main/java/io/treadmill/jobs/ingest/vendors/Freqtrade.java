package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import io.treadmill.market.contract.VenueGrammars;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Data folders of freqtrade: {@code user_data/data/EXCHANGE/[futures/]PAIR-INTERVAL[-CANDLE]} as
 * feather (Arrow), Parquet or JSON. The nearest folder is the venue, or {@code --venue}; a pair is
 * {@code BTC_USDT} (spot), {@code BTC_USDT_USDT} or {@code BTC_USD_BTC} with its settlement last.
 */
final class Freqtrade extends Vendor {
  private static final String ENDING = "\\.(feather|parquet|json|json\\.gz)";
  private static final String ENDINGS = ".{feather,parquet,json,json.gz}";
  private static final Pattern CANDLES =
      Pattern.compile("(.+?)-(\\d{1,2}[mhd])(?:-(futures|mark|index|funding_rate))?" + ENDING);
  private static final Pattern TRADES = Pattern.compile("(.+?)-trades" + ENDING);
  private static final Pattern PAIR =
      Pattern.compile("([^_]+)_([^_-]+)(?:_([^_-]+?)(?:[-_](\\d{6}))?)?");
  private static final Map<String, String> VENUES =
      Map.of(
          "gateio", "gate",
          "krakenfutures", "kraken",
          "kucoinfutures", "kucoin",
          "huobi", "htx",
          "okex", "okx",
          "binanceusdm", "binance",
          "binancecoinm", "binance");

  Freqtrade() {
    super(
        "freqtrade",
        Authority.ANYONE,
        new Kind("candles", "EXCHANGE/[futures/]PAIR-5m[-futures]" + ENDINGS),
        new Kind("mark and index candles, funding", "PAIR-1h-{mark,index,funding_rate}" + ENDINGS),
        new Kind("trades", "EXCHANGE/[futures/]PAIR-trades" + ENDINGS));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher candles = CANDLES.matcher(clues.file().name());
    Matcher trades = TRADES.matcher(clues.file().name());
    boolean isTrades = trades.matches();
    if (!isTrades && !candles.matches()) {
      return Optional.empty();
    }
    Matcher pair = PAIR.matcher(isTrades ? trades.group(1) : candles.group(1));
    if (!pair.matches()) {
      return Optional.empty();
    }
    String venue = venue(clues.file(), clues.request());
    String stated = clues.statedProduct();
    Product product = stated == null ? product(pair) : Product.of(stated);
    String candle = isTrades || candles.group(3) == null ? "futures" : candles.group(3);
    return clues
        .venue(venue)
        .product(product.text())
        .symbol(clues.symbolOr(symbol(clues.register(), venue, pair, product)))
        .of(isTrades ? "trades" : "%s:%s".formatted(candle, candles.group(2)));
  }

  private static String venue(FileName file, IngestRequest request) {
    if (request.venue() != null) {
      return request.venue();
    }
    List<String> folders = file.folders();
    int last = folders.size() - 1;
    if (last > 0 && folders.get(last).equals("futures")) {
      last--;
    }
    String folder = last < 0 ? "" : folders.get(last);
    String venue = VENUES.getOrDefault(folder, folder);
    boolean isInPlace = last > 0 && folders.get(last - 1).equals("data");
    if (!isInPlace && !VenueGrammars.venues().contains(venue)) {
      throw UserError.input(
          ("Cannot tell the venue of %s: the folder above it is named %s (freqtrade keeps files in"
                  + " user_data/data/EXCHANGE; else give --venue)")
              .formatted(file.path(), folder.isEmpty() ? "nothing" : folder));
    }
    return venue;
  }

  private static Product product(Matcher pair) {
    if (pair.group(3) == null) {
      return Product.SPOT;
    }
    boolean inverse = pair.group(1).equals(pair.group(3));
    return pair.group(4) == null
        ? inverse ? Product.INVERSE_PERP : Product.LINEAR_PERP
        : inverse ? Product.INVERSE_FUTURE : Product.LINEAR_FUTURE;
  }

  /**
   * Returns the venue's own symbol where its form is known, so that other files meet; else ccxt's.
   */
  private static String symbol(Register register, String venue, Matcher pair, Product product) {
    String base = pair.group(1);
    String quote = pair.group(2);
    String day = pair.group(4);
    String own =
        switch (venue) {
          case "binance" ->
              base
                  + quote
                  + (product == Product.INVERSE_PERP ? "_PERP" : day == null ? "" : "_" + day);
          case "bybit" ->
              product == Product.LINEAR_PERP && quote.equals("USDC") ? base + "PERP" : base + quote;
          case "okx" ->
              "%s-%s%s"
                  .formatted(
                      base,
                      quote,
                      product == Product.SPOT ? "" : day == null ? "-SWAP" : "-" + day);
          case "hyperliquid" -> product == Product.LINEAR_PERP ? base : "";
          case "gate" -> base + "_" + quote;
          default -> "";
        };
    try {
      return register.contract(venue, own, Set.of(product), null).symbol();
    } catch (UnknownContract e) {
      return "%s/%s%s%s"
          .formatted(
              base,
              quote,
              pair.group(3) == null ? "" : ":" + pair.group(3),
              day == null ? "" : "-" + day);
    }
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    SourceFile file = contracts.file();
    FileContracts inCoins = contracts.assuming(Product.of(file.product()), AmountUnit.BASE);
    return new FreqtradeFormat(file, inCoins.ofFile().terms());
  }
}
