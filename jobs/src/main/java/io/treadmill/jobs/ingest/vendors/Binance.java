package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Binance Vision (data.binance.vision): zips and CSVs of spot, USD-M and COIN-M. The name gives
 * symbol, kind and days; the symbol gives the product, the nearest of the folders {@code spot},
 * {@code um}, {@code cm} that fits where it can be several; all kline families share one form of
 * name and are told apart by their folder.
 */
final class Binance extends Vendor {
  private static final String DAYS = "(\\d{4}-\\d{2}(?:-\\d{2})?)";
  private static final String SYMBOL = "([\\p{L}\\p{M}\\p{N}_]+)";
  private static final Pattern KIND =
      Pattern.compile(
          SYMBOL + "-(trades|aggTrades|fundingRate|metrics|liquidationSnapshot)-" + DAYS);
  private static final Pattern KLINES =
      Pattern.compile(SYMBOL + "-(\\d{1,2}(?:s|m|h|d|w|mo))-" + DAYS);
  private static final List<String> FAMILIES =
      List.of("klines", "markPriceKlines", "indexPriceKlines");
  private static final List<String> TRADED = List.of("trades", "aggTrades");
  private static final Map<String, Set<Product>> MARKETS =
      Map.of("spot", Products.SPOT, "um", Products.LINEAR, "cm", Products.INVERSE);
  private static final String WHAT_TO_DO =
      "Import the venue's list with `ingest instruments`, or say the contract with --product and"
          + " --contract-value";
  private static final List<String> UNSUPPORTED =
      List.of("premiumIndexKlines", "bookDepth", "bookTicker", "BVOLIndex", "EOHSummary");

  Binance() {
    super(
        "binance",
        Authority.VENUE,
        new Kind("trades, aggTrades", "SYMBOL-trades-YYYY-MM[-DD].zip"),
        new Kind(
            "klines, markPriceKlines, indexPriceKlines",
            "KIND/../SYMBOL-1m-YYYY-MM[-DD].zip, below a folder of its kind"),
        new Kind("metrics", "SYMBOL-metrics-YYYY-MM-DD.zip"),
        new Kind("fundingRate", "SYMBOL-fundingRate-YYYY-MM.zip"),
        new Kind("liquidationSnapshot", "SYMBOL-liquidationSnapshot-YYYY-MM-DD.zip"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher kind = KIND.matcher(clues.stem());
    Matcher klines = KLINES.matcher(clues.stem());
    if (UNSUPPORTED.stream().anyMatch(clues.file()::isBelow)
        || !kind.matches() && !klines.matches()) {
      return Optional.empty();
    }
    return kind.matches()
        ? source(clues, kind, kind.group(2))
        : source(clues, klines, family(clues.file()) + ":" + klines.group(2));
  }

  private static String family(FileName file) {
    return FAMILIES.stream()
        .filter(file::isBelow)
        .findFirst()
        .orElseThrow(
            () ->
                UserError.input(
                    ("Cannot tell what %s is: klines, mark-price and index-price klines share one "
                            + "form of name. Put it below a folder named %s")
                        .formatted(file.path(), String.join(", ", FAMILIES))));
  }

  private Optional<SourceFile> source(FileClues clues, Matcher named, String kind) {
    String venue = clues.venueOr(name());
    String symbol = contract(named.group(1), kind);
    clues.symbol(symbol).days(named.group(3)).product(clues.statedProduct());
    if (clues.statedProduct() == null) {
      List<Contract> known = clues.register().contracts(venue, symbol, clues.from());
      clues.product(product(clues.file(), known, venue, symbol, kind).text());
    }
    return clues.of(kind);
  }

  /** Index prices of COIN-M are filed under the pair; the perp of the pair is meant. */
  private static String contract(String symbol, String kind) {
    boolean pair = kind.startsWith("indexPriceKlines") && symbol.endsWith("USD");
    return pair ? symbol + "_PERP" : symbol;
  }

  private static Product product(
      FileName file, List<Contract> known, String venue, String symbol, String kind) {
    Set<Product> possible = EnumSet.noneOf(Product.class);
    known.forEach(contract -> possible.add(contract.product()));
    boolean traded = TRADED.contains(kind) || kind.startsWith("klines");
    if (!traded && possible.size() > 1) {
      possible.remove(Product.SPOT);
    }
    List<String> nearestFirst = new ArrayList<>(file.folders());
    Collections.reverse(nearestFirst);
    for (String folder : nearestFirst) {
      Set<Product> market = MARKETS.getOrDefault(folder, Set.of());
      if (possible.size() > 1 && possible.stream().anyMatch(market::contains)) {
        possible.retainAll(market);
      }
    }
    if (possible.size() == 1) {
      return possible.iterator().next();
    }
    throw UserError.input(
        possible.isEmpty()
            ? "Cannot tell the contract of %s: %s of %s is not known. %s"
                .formatted(file.path(), symbol, venue, WHAT_TO_DO)
            : ("Cannot tell the product of %s: %s can be %s. Put it below a folder named spot, um"
                    + " or cm, or give --product")
                .formatted(
                    file.path(),
                    symbol,
                    possible.stream().map(Product::text).collect(Collectors.joining(" or "))));
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    SourceFile file = contracts.file();
    Terms terms = contracts.ofFile().terms();
    return switch (file.kind()) {
      case "trades", "aggTrades" -> new BinanceTrades(file, terms);
      case "fundingRate" -> new BinanceFunding();
      case "metrics" -> new BinanceMetrics(file, terms);
      case "liquidationSnapshot" -> new BinanceLiquidations(file, contracts.ofFile());
      default -> new BinanceKlines(file, terms);
    };
  }
}
