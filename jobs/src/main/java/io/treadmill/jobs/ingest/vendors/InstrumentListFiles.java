package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists of instruments as venues answer them, saved as JSON: exchangeInfo of Binance,
 * instruments-info of Bybit, public/instruments of OKX, instrument of BitMEX, get_instruments of
 * Deribit, meta of Hyperliquid, and markets of ccxt. What a list is is told by its content; the
 * venue of ccxt markets is {@code --venue} or the start of the name; the day is in the name.
 */
public final class InstrumentListFiles implements Vendor {
  /** Name on the command line. */
  public static final String NAME = "instruments";

  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("lists as venues answer them, markets of ccxt", "VENUE_..YYYY-MM-DD.json"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (!file.name().contains(".json")) {
      return Optional.empty();
    }
    Period period = FileName.period(file.stem());
    String head = file.stem().split("[_-]")[0].toLowerCase(Locale.ROOT);
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            NAME,
            "list",
            request.venue() != null ? request.venue() : head,
            null,
            null,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  /** Emits a contract that options of an import said. */
  public static void told(Contract contract, LocalDate day, RecordSink sink) {
    InstrumentList.row(contract, day, InstrumentLists.TOLD, sink);
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return new InstrumentList(file);
  }
}
