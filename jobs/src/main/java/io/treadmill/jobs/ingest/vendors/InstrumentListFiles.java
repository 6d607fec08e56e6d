package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.contract.Contract;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Lists of instruments as venues answer them, saved as JSON: exchangeInfo of Binance,
 * instruments-info of Bybit, public/instruments of OKX, instrument of BitMEX, get_instruments of
 * Deribit, meta of Hyperliquid, and markets of ccxt. What a list is is told by its content; the
 * venue of ccxt markets is {@code --venue} or the start of the name; the day is in the name.
 */
public final class InstrumentListFiles extends Vendor {
  /** Name on the command line. */
  public static final String NAME = "instruments";

  InstrumentListFiles() {
    super(
        NAME,
        Authority.VENUE,
        new Kind("lists as venues answer them, markets of ccxt", "VENUE_..YYYY-MM-DD.json"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    return clues.ends("json")
        ? clues.venue(clues.venueOr(clues.head())).days(clues.stem()).of("list")
        : Optional.empty();
  }

  /** Emits a contract that options of an import said. */
  public static void told(Contract contract, LocalDate day, RecordSink sink) {
    InstrumentList.row(contract, day, InstrumentLists.TOLD, sink);
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return new InstrumentList(contracts.file());
  }
}
