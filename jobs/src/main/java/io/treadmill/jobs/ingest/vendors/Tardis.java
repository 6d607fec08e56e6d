package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tardis.dev CSV: trades, liquidations, derivative_ticker, one file a symbol and day, found by the
 * name {@code {exchange}_{type}_{day}_{SYMBOL}.csv.gz} or the folders {@code
 * {exchange}/{type}/YYYY/MM/DD/SYMBOL.csv.gz}.
 */
final class Tardis implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final String TYPES = "(trades|liquidations|derivative_ticker)";
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9-]+)_" + TYPES + "_(\\d{4}-\\d{2}-\\d{2})_(.+)");
  private static final Pattern FOLDERS =
      Pattern.compile("(?:.*/)?([a-z0-9-]+)/" + TYPES + "/(\\d{4})/(\\d{2})/(\\d{2})");

  @Override
  public String name() {
    return "tardis";
  }

  @Override
  public Authority authority() {
    return Authority.RECORDER;
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request) {
    Matcher name = NAME.matcher(file.stem());
    if (name.matches()) {
      return Optional.of(
          source(file, request, name.group(1), name.group(2), name.group(3), name.group(4)));
    }
    Matcher folders = FOLDERS.matcher(String.join("/", file.folders()));
    if (folders.matches()) {
      String day = folders.group(3) + "-" + folders.group(4) + "-" + folders.group(5);
      return Optional.of(
          source(file, request, folders.group(1), folders.group(2), day, file.stem()));
    }
    return Optional.empty();
  }

  private SourceFile source(
      FileName file,
      IngestRequest request,
      String exchange,
      String type,
      String day,
      String symbol) {
    Product product =
        request.product() == null ? product(exchange, symbol, file) : Product.of(request.product());
    Period period = FileName.period(day);
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        type,
        request.venue() == null ? venue(exchange) : request.venue(),
        product.text(),
        symbol,
        period.from(),
        period.to(),
        file.published(request),
        null);
  }

  /** Returns the exchange that the name or the folders of a file say. */
  static String exchange(SourceFile file) {
    FileName parts = FileName.of(file.path(), file.bytes());
    Matcher name = NAME.matcher(parts.stem());
    Matcher folders = FOLDERS.matcher(String.join("/", parts.folders()));
    Matcher match = name.matches() ? name : folders;
    if (match == folders && !folders.matches()) {
      throw new IllegalArgumentException("Invalid file: " + file.path());
    }
    return match.group(1);
  }

  private static String venue(String exchange) {
    return switch (exchange) {
      case "binance-futures", "binance-delivery" -> "binance";
      case "bybit-spot" -> "bybit";
      case "okex" -> "okx";
      default -> exchange;
    };
  }

  /** Amounts are in the unit of the exchange: only products whose unit is known are read. */
  private static Product product(String exchange, String symbol, FileName file) {
    return switch (exchange) {
      case "hyperliquid" -> Product.LINEAR_PERP;
      case "binance", "bybit-spot", "okex", "coinbase", "kraken", "bitstamp" -> Product.SPOT;
      case "binance-futures" ->
          symbol.matches(".*_\\d{6}") ? Product.LINEAR_FUTURE : Product.LINEAR_PERP;
      case "binance-delivery" ->
          symbol.endsWith("_PERP") ? Product.INVERSE_PERP : Product.INVERSE_FUTURE;
      case "bybit" -> symbol.endsWith("USD") ? Product.INVERSE_PERP : Product.LINEAR_PERP;
      default ->
          throw UserError.input(
              ("Cannot import %s: the unit of amounts of %s is not in the file. If amounts are "
                      + "base coins, say so with --product linear_perp (or spot)")
                  .formatted(file.path(), exchange));
    };
  }

  @Override
  public FileFormat format(SourceFile file, double faceUsd) {
    double face = file.venue().equals("bybit") ? 1 : faceUsd;
    return switch (file.kind()) {
      case "trades" -> new TardisTrades(file, face);
      case "liquidations" -> new TardisLiquidations(file, face);
      case "derivative_ticker" -> new TardisTicker(file);
      default -> throw new IllegalArgumentException("Invalid kind: " + file.kind());
    };
  }
}
