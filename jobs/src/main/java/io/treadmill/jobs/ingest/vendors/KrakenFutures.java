package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trades of Kraken futures, saved as JSON or CSV: public executions with the types of both orders,
 * the trade history, or recorded messages of the trade feed. A file is known by {@code kraken} in
 * its path or by its contract in the name; bars are read by ccxt.
 */
final class KrakenFutures extends Vendor {
  private static final Pattern CONTRACT =
      Pattern.compile("(?<![A-Z0-9])([PF][IF]_[A-Z0-9]+USD(?:_\\d{6})?)(?![A-Z0-9])");

  KrakenFutures() {
    super(
        "kraken",
        Authority.VENUE,
        new Kind("executions with forced orders", "any name, JSON or CSV"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher named = CONTRACT.matcher(clues.stem().toUpperCase(Locale.ROOT));
    String symbol = clues.symbolOr(named.find() ? named.group() : null);
    boolean isNamed = symbol != null;
    if (!clues.ends("(nd)?json") && !(clues.ends("csv") && isNamed)
        || !isNamed && !clues.words().contains(name())) {
      return Optional.empty();
    }
    return clues
        .symbol(symbol)
        .days(clues.stem())
        .productOn(name(), clues.from(), Set.of())
        .of("executions");
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    KrakenExecutions records = new KrakenExecutions(contracts);
    return RecordCsv.orJson(contracts.file(), records, records::record, List.of());
  }
}
