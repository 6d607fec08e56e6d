package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
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
final class Tardis extends Vendor {
  private static final String TYPES = "(trades|liquidations|derivative_ticker)";
  private static final Set<String> GROUPS = Set.of("PERPETUALS", "FUTURES", "SPOT", "OPTIONS");
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9-]+)_" + TYPES + "_(\\d{4}-\\d{2}-\\d{2})_(.+)");
  private static final Pattern FOLDERS =
      Pattern.compile("(?:.*/)?([a-z0-9-]+)/" + TYPES + "/(\\d{4}/\\d{2}/\\d{2})");

  Tardis() {
    super(
        "tardis",
        Authority.RECORDER,
        new Kind(
            "trades, liquidations, derivative_ticker",
            "EXCHANGE_KIND_YYYY-MM-DD_SYMBOL.csv.gz, or EXCHANGE/KIND/YYYY/MM/DD/SYMBOL.csv.gz"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher name = NAME.matcher(clues.stem());
    if (name.matches()) {
      return source(clues, name, name.group(3), name.group(4));
    }
    Matcher folders = FOLDERS.matcher(String.join("/", clues.file().folders()));
    return folders.matches()
        ? source(clues, folders, folders.group(3).replace('/', '-'), clues.stem())
        : Optional.empty();
  }

  private static Optional<SourceFile> source(
      FileClues clues, Matcher named, String day, String symbol) {
    TardisMarket market = TardisMarket.of(named.group(1));
    String venue = clues.venueOr(market.venue());
    clues.venue(venue).days(day).product(clues.statedProduct());
    if (!GROUPS.contains(symbol)) {
      clues.symbol(symbol).productOn(venue, clues.from(), market.products());
    }
    return clues.of(named.group(2));
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    SourceFile file = contracts.file();
    return switch (file.kind()) {
      case "trades" -> new TardisTrades(contracts);
      case "liquidations" -> new TardisLiquidations(contracts);
      case "derivative_ticker" -> new TardisTicker(contracts);
      default -> throw new IllegalArgumentException("Invalid kind: " + file.kind());
    };
  }
}
