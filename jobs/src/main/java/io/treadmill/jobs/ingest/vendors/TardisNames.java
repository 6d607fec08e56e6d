package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.Locale;
import java.util.Set;

/**
 * Holds the exchange and the symbol of each row against the name of its file. In names symbols are
 * upper case, with a dash for a slash or a colon; a file of a group has rows of many symbols.
 */
final class TardisNames {
  private static final Set<String> GROUPS =
      Set.of("SPOT", "PERPETUALS", "FUTURES", "OPTIONS", "COMBOS");

  private final String exchange;
  private final String symbol;
  private final boolean isGroup;
  private String checked;

  TardisNames(SourceFile file) {
    this.exchange = Tardis.exchange(file);
    this.symbol = named(file.symbol());
    this.isGroup = GROUPS.contains(symbol);
  }

  private static String named(String symbol) {
    return symbol.toUpperCase(Locale.ROOT).replaceAll("[/:]", "-");
  }

  /**
   * Checks a row.
   *
   * @param exchangeColumn position of the exchange; negative if there is none
   * @param rowSymbol symbol of the row; one object for rows that repeat it
   * @throws BadRow if the row is of another exchange or symbol
   */
  void check(CsvLine line, int exchangeColumn, String rowSymbol) {
    if (exchangeColumn >= 0 && !line.is(exchangeColumn, exchange)) {
      throw new BadRow(
          "venue",
          "exchange %s (the file is of %s)".formatted(line.text(exchangeColumn), exchange));
    }
    if (isGroup || rowSymbol == checked) {
      return;
    }
    if (!named(rowSymbol).equals(symbol)) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(rowSymbol, symbol));
    }
    checked = rowSymbol;
  }
}
