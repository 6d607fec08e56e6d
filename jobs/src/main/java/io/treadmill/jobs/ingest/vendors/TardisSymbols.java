package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import java.util.Locale;
import java.util.Set;

/** The exchange and symbol of each row of a file, checked against its name. */
final class TardisSymbols {
  private final SourceFile file;
  private final FileContracts contracts;
  private final Column exchangeColumn;
  private final Column symbolColumn;
  private String exchange;
  private String symbol;
  private Set<Product> products = Set.of();

  TardisSymbols(FileContracts contracts, Column exchangeColumn, Column symbolColumn) {
    this.file = contracts.file();
    this.contracts = contracts;
    this.exchangeColumn = exchangeColumn;
    this.symbolColumn = symbolColumn;
  }

  /**
   * Returns the contract of a row.
   *
   * @throws BadRow if the row is of another venue or symbol than the file, or of none that is known
   */
  Contract contract(CsvLine line, long ts) {
    if (exchangeColumn.isThere()) {
      String named = exchangeColumn.text(line, exchange);
      if (named != exchange) {
        turnTo(named);
      }
    }
    String named = symbolColumn.text(line, symbol);
    if (named != symbol) {
      checkSymbol(named);
      symbol = named;
    }
    return contracts.of(symbol, products, ts);
  }

  private void turnTo(String named) {
    TardisMarket market = TardisMarket.of(named);
    if (!contracts.isVenueStated()) {
      file.requireVenue(market.venue(), "exchange " + named);
    }
    exchange = named;
    products = market.products();
  }

  /** Names of files are in capitals, with a dash for what a path may not hold. */
  private void checkSymbol(String named) {
    String asInName = named.replaceAll("[:/]", "-").toUpperCase(Locale.ROOT);
    if (file.symbol() != null && !asInName.equals(file.symbol().toUpperCase(Locale.ROOT))) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(named, file.symbol()));
    }
  }
}
