package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Binance Vision (data.binance.vision): zips and CSVs of spot, USD-M and COIN-M. The name gives
 * symbol, kind and days; the folders {@code spot}, {@code um}, {@code cm} give the product, else
 * the form of the symbol or {@code --product} does; all kline families share one form of name and
 * are told apart by their folder.
 */
final class Binance implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final String DAYS = "(\\d{4}-\\d{2}(?:-\\d{2})?)";
  private static final String SYMBOL = "([\\p{L}\\p{M}\\p{N}_]+)";
  private static final Pattern KIND =
      Pattern.compile(
          SYMBOL + "-(trades|aggTrades|fundingRate|metrics|liquidationSnapshot)-" + DAYS);
  private static final Pattern KLINES =
      Pattern.compile(SYMBOL + "-(\\d{1,2}(?:s|m|h|d|w|mo))-" + DAYS);
  private static final List<String> FAMILIES =
      List.of("klines", "markPriceKlines", "indexPriceKlines");
  private static final List<String> UNSUPPORTED =
      List.of("premiumIndexKlines", "bookDepth", "bookTicker", "BVOLIndex", "EOHSummary");

  @Override
  public String name() {
    return "binance";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request) {
    Matcher kind = KIND.matcher(file.stem());
    Matcher klines = KLINES.matcher(file.stem());
    if (UNSUPPORTED.stream().anyMatch(file::isBelow)) {
      return Optional.empty();
    }
    if (kind.matches()) {
      return Optional.of(source(file, request, kind.group(1), kind.group(2), kind.group(3)));
    }
    if (klines.matches()) {
      String family = family(file) + ":" + klines.group(2);
      return Optional.of(source(file, request, klines.group(1), family, klines.group(3)));
    }
    return Optional.empty();
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

  private SourceFile source(
      FileName file, IngestRequest request, String symbol, String kind, String days) {
    Period period = FileName.period(days);
    Product product =
        request.product() == null ? product(file, symbol, kind) : Product.of(request.product());
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        kind,
        request.venue() == null ? "binance" : request.venue(),
        product.text(),
        contract(symbol, kind, product),
        period.from(),
        period.to(),
        file.published(request),
        null);
  }

  /** Index prices of COIN-M are filed under the pair; the perp of the pair is meant. */
  private static String contract(String symbol, String kind, Product product) {
    boolean pair = kind.startsWith("indexPriceKlines") && product == Product.INVERSE_PERP;
    return pair && !symbol.contains("_") ? symbol + "_PERP" : symbol;
  }

  private static Product product(FileName file, String symbol, String kind) {
    boolean dated = symbol.matches(".*_\\d{6}");
    if (file.isBelow("spot")) {
      return Product.SPOT;
    }
    if (file.isBelow("cm") || symbol.endsWith("USD_PERP")) {
      return dated ? Product.INVERSE_FUTURE : Product.INVERSE_PERP;
    }
    if (symbol.matches(".*USD_\\d{6}")) {
      return Product.INVERSE_FUTURE;
    }
    boolean futuresOnly =
        List.of("fundingrate", "metrics", "liquidationsnapshot")
                .contains(kind.toLowerCase(Locale.ROOT))
            || kind.startsWith("markPrice")
            || kind.startsWith("indexPrice");
    if (file.isBelow("um") || dated || futuresOnly) {
      return dated ? Product.LINEAR_FUTURE : Product.LINEAR_PERP;
    }
    throw UserError.input(
        ("Cannot tell the product of %s: put it below a folder named spot, um or cm, or "
                + "give --product")
            .formatted(file.path()));
  }

  @Override
  public FileFormat format(SourceFile file, double faceUsd) {
    String kind = file.kind();
    if (kind.equals("trades") || kind.equals("aggTrades")) {
      return new BinanceTrades(file, faceUsd);
    }
    if (kind.equals("fundingRate")) {
      return new BinanceFunding();
    }
    if (kind.equals("metrics")) {
      return new BinanceMetrics(file, faceUsd);
    }
    if (kind.equals("liquidationSnapshot")) {
      return new BinanceLiquidations(file, faceUsd);
    }
    return new BinanceKlines(file, faceUsd);
  }
}
