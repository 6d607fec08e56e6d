package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * OHLCV bars and open interest as ccxt users save them, {@code
 * timestamp,open,high,low,close,volume}, and those of pandas, CryptoDataDownload and Kraken. Venue,
 * product and symbol come from the name {@code {venue}_{product}_{symbol}_{interval}_...} or from
 * the options, which win.
 */
final class Ccxt extends Vendor {
  private static final String INTEREST = "open_interest";
  private static final String PRODUCTS =
      Arrays.stream(Product.values()).map(Product::text).collect(Collectors.joining("|"));
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9-]+)_(" + PRODUCTS + ")_(.+?)_(\\d{1,2}[smhd])(?:_(.*))?");
  private static final Pattern OPEN_INTEREST =
      Pattern.compile(
          "([a-z0-9-]+?)_(?:("
              + PRODUCTS
              + ")_)?(.+?)_open_interest(?:_(\\d{1,2}[smhd]))?(?:_(.*))?");

  /** CryptoDataDownload writes spot as Bitstamp_BTCUSD_1h, Binance_BTCUSDT_2023_minute. */
  private static final Pattern DOWNLOADED =
      Pattern.compile("([A-Z][A-Za-z]+)_([A-Z0-9]{5,})(?:_\\d{4})?_(d|hour|minute|\\d{1,2}[mhd])");

  /** Venues that put a dash before the quote. */
  private static final Set<String> DASHED = Set.of("coinbase", "okx");

  /** Files of Kraken end in the minutes of their bars: XBTUSDT_5. */
  private static final Pattern MINUTES =
      Pattern.compile("([A-Z0-9.]+)_(1|5|15|30|60|240|720|1440)");

  Ccxt() {
    super(
        "ccxt",
        Authority.ANYONE,
        new Kind(
            "bars",
            "VENUE_PRODUCT_SYMBOL_INTERVAL[_..].csv or .json, or any name with --venue and"
                + " --symbol"),
        new Kind("bars of CryptoDataDownload, Kraken", "Bitstamp_BTCUSD_1h.csv, XBTUSD_5.csv"),
        new Kind("open interest", "VENUE_[PRODUCT_]SYMBOL_open_interest[_INTERVAL].csv"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Named of = named(clues);
    if (!clues.ends("csv") && !(clues.ends("json") && of != NOTHING)) {
      return Optional.empty();
    }
    clues.days(of.days());
    String venue = choose(clues.request().venue(), of.venue(), "venue", clues);
    String symbol = choose(clues.request().symbol(), of.symbol(), "symbol", clues);
    boolean isInterest = clues.stem().contains(INTEREST);
    clues.venue(venue).symbol(symbol).product(clues.statedProduct());
    if (clues.request().product() == null) {
      List<Product> possible =
          clues.register().contracts(venue, symbol, clues.from()).stream()
              .map(Contract::product)
              .filter(product -> !isInterest || product != Product.SPOT)
              .toList();
      clues.product(product(possible, of.product(), symbol, clues).text());
    }
    return clues.of(
        (isInterest ? "open-interest" : "ohlcv")
            + (of.interval().isEmpty() ? "" : ":" + of.interval()));
  }

  /** What a name says; null or empty where it does not. */
  private record Named(
      String venue, Product product, String symbol, String interval, String days) {}

  private static final Named NOTHING = new Named(null, null, null, "", "");

  private static Named named(FileClues clues) {
    String stem = clues.stem();
    Matcher name = (stem.contains(INTEREST) ? OPEN_INTEREST : NAME).matcher(stem);
    Matcher downloaded = DOWNLOADED.matcher(stem);
    Matcher minutes = MINUTES.matcher(stem);
    if (name.matches()) {
      return new Named(
          name.group(1),
          name.group(2) == null ? null : Product.of(name.group(2)),
          name.group(3),
          Objects.requireNonNullElse(name.group(4), ""),
          Objects.requireNonNullElse(name.group(5), ""));
    }
    if (minutes.matches()) {
      int count = Integer.parseInt(minutes.group(2));
      String interval = count < 60 ? count + "m" : count < 1440 ? count / 60 + "h" : "1d";
      boolean isKraken = minutes.group(1).startsWith("XBT") || clues.words().contains("kraken");
      return isKraken
          ? new Named("kraken", Product.SPOT, minutes.group(1), interval, "")
          : new Named(null, null, null, interval, "");
    }
    return downloaded.matches() ? downloaded(downloaded) : NOTHING;
  }

  private static Named downloaded(Matcher name) {
    String venue = name.group(1).toLowerCase(Locale.ROOT);
    String symbol =
        DASHED.contains(venue)
            ? name.group(2).replaceFirst("(USD[TC]?|EUR|GBP|BTC|ETH)$", "-$1")
            : venue.equals("bitstamp") ? name.group(2).toLowerCase(Locale.ROOT) : name.group(2);
    String interval =
        switch (name.group(3)) {
          case "d" -> "1d";
          case "hour" -> "1h";
          case "minute" -> "1m";
          default -> name.group(3);
        };
    return new Named(venue, Product.SPOT, symbol, interval, "");
  }

  /** The symbol decides; where it can be several products, or is not known, the name says which. */
  private static Product product(
      List<Product> possible, Product inName, String symbol, FileClues clues) {
    if (inName != null && (possible.isEmpty() || possible.contains(inName))) {
      return inName;
    }
    if (inName == null && possible.size() == 1) {
      return possible.get(0);
    }
    String can = possible.stream().map(Product::text).collect(Collectors.joining(" or "));
    throw UserError.input(
        inName == null
            ? ("Cannot tell the product of %s%s: give --product, or name the file "
                    + "{venue}_{product}_{symbol}_{interval}.csv")
                .formatted(
                    clues.file().path(),
                    can.isEmpty() ? "" : " (%s can be %s)".formatted(symbol, can))
            : "Cannot import %s: %s is %s, not %s as its name says (give --product if it is)"
                .formatted(clues.file().path(), symbol, can, inName.text()));
  }

  private static String choose(String option, String found, String what, FileClues clues) {
    if (option == null && found == null) {
      throw UserError.input(
          ("Cannot tell the %s of %s: give --%s, or name the file "
                  + "{venue}_{product}_{symbol}_{interval}.csv")
              .formatted(what, clues.file().path(), what));
    }
    return option == null ? found : option;
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    SourceFile file = contracts.file();
    FileContracts inCoins = contracts.assuming(Product.of(file.product()), AmountUnit.BASE);
    Terms terms = inCoins.ofFile().terms();
    if (file.kind().startsWith("open-interest")) {
      return new CcxtOpenInterest(file, terms);
    }
    return file.fileName().contains(".json")
        ? new BarAnswers(file, terms)
        : new CcxtBars(file, terms);
  }
}
