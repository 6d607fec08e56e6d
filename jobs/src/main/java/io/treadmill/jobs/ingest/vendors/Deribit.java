package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Answers of Deribit saved as JSON or CSV: trades with the mark of liquidations, and the history of
 * funding. A file is known by {@code deribit} in its path or by its instrument in the name.
 */
final class Deribit extends Vendor {
  static final String TRADES = "trades";
  static final String FUNDING = "funding";

  private static final Pattern INSTRUMENT =
      Pattern.compile(
          "(?<![A-Z0-9])([A-Z0-9]{2,8}(?:_USD[CT])?-(?:PERPETUAL|\\d{1,2}[A-Z]{3}\\d{2}))"
              + "(?!-\\d+-[CP])(?![A-Z0-9])");

  Deribit() {
    super(
        "deribit",
        Authority.VENUE,
        new Kind("trades with forced orders", "INSTRUMENT in the rows, JSON or CSV"),
        new Kind("funding", "INSTRUMENT in the name, JSON"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    String symbol = clues.symbolIn(INSTRUMENT);
    if (!clues.ends("(nd)?(json|csv)") || symbol == null && !clues.words().contains(name())) {
      return Optional.empty();
    }
    return clues
        .symbol(symbol)
        .days(clues.stem())
        .productOn(name(), clues.from(), Set.of())
        .of(clues.words().contains(FUNDING) ? FUNDING : TRADES);
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    DeribitRecords records = new DeribitRecords(contracts);
    return RecordCsv.orJson(contracts.file(), records, records::record, List.of());
  }
}
