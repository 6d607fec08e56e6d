package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Register;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tardis.dev CSV: trades, liquidations, derivative_ticker, one file a symbol and day, found by the
 * name {@code {exchange}_{type}_{day}_{SYMBOL}.csv.gz} or the folders {@code
 * {exchange}/{type}/YYYY/MM/DD/SYMBOL.csv.gz}; or all symbols of a kind in one, {@code PERPETUALS}.
 * Amounts are in the unit of the exchange: the exchange and the symbol of a row say what it is.
 */
final class Tardis implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final String TYPES = "(trades|liquidations|derivative_ticker)";
  private static final Set<String> GROUPS = Set.of("PERPETUALS", "FUTURES", "SPOT", "OPTIONS");
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
  public List<Kind> kinds() {
    return List.of(
        new Kind(
            "trades, liquidations, derivative_ticker",
            "EXCHANGE_KIND_YYYY-MM-DD_SYMBOL.csv.gz, or EXCHANGE/KIND/YYYY/MM/DD/SYMBOL.csv.gz"));
  }

  @Override
  public boolean isToldByName() {
    return true;
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    Matcher name = NAME.matcher(file.stem());
    if (name.matches()) {
      Named named = new Named(name.group(1), name.group(2), name.group(3), name.group(4));
      return Optional.of(source(file, request, register, named));
    }
    Matcher folders = FOLDERS.matcher(String.join("/", file.folders()));
    if (folders.matches()) {
      String day = folders.group(3) + "-" + folders.group(4) + "-" + folders.group(5);
      Named named = new Named(folders.group(1), folders.group(2), day, file.stem());
      return Optional.of(source(file, request, register, named));
    }
    return Optional.empty();
  }

  /** What a name says. */
  private record Named(String exchange, String type, String day, String symbol) {}

  private SourceFile source(FileName file, IngestRequest request, Register register, Named named) {
    TardisMarket market = TardisMarket.of(named.exchange());
    Period period = FileName.period(named.day());
    String venue = request.venue() == null ? market.venue() : request.venue();
    boolean many = GROUPS.contains(named.symbol());
    Product stated = request.stated().product();
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        named.type(),
        venue,
        stated != null
            ? stated.text()
            : many
                ? null
                : request.productOf(
                    register, venue, named.symbol(), market.products(), period.from()),
        many ? null : named.symbol(),
        period.from(),
        period.to(),
        file.published(request),
        null);
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    TardisSymbols symbols = new TardisSymbols(file, contracts);
    return switch (file.kind()) {
      case "trades" -> new TardisTrades(symbols);
      case "liquidations" -> new TardisLiquidations(file, symbols);
      case "derivative_ticker" -> new TardisTicker(file, symbols);
      default -> throw new IllegalArgumentException("Invalid kind: " + file.kind());
    };
  }
}
