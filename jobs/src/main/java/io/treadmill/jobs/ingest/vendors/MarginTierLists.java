package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.Optional;

/**
 * Maintenance-margin brackets: a dated CSV {@code
 * seen_on,..,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage,maint_amount}, or
 * the tier JSON of ccxt and freqtrade, whose day is in its name. The venue is {@code --venue}, or
 * the start of the name; else binance.
 */
final class MarginTierLists extends Vendor {
  MarginTierLists() {
    super(
        "tiers",
        Authority.ANYONE,
        new Kind("dated CSV", "VENUE_...csv"),
        new Kind("JSON of ccxt or freqtrade", "VENUE_tiers_YYYY-MM-DD.json"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    boolean json = clues.ends("json");
    if (!json && !clues.ends("csv")) {
      return Optional.empty();
    }
    return clues
        .venue(clues.venueOr(clues.head()))
        .symbol(clues.symbolOr(null))
        .product(clues.statedProduct())
        .days(json ? clues.stem() : "")
        .of(json ? "json" : "csv");
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    SourceFile file = contracts.file();
    return file.kind().equals("json") ? new TierJson(file) : new TierCsv(contracts);
  }
}
