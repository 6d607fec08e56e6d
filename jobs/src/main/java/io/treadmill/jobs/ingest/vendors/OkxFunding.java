package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.contract.Contract;
import java.util.Set;

/**
 * Settled funding of OKX, {@code instrument_name,funding_rate,funding_time}, of one or all swaps.
 */
final class OkxFunding extends CsvFormat {
  private final SourceFile file;
  private final FileContracts contracts;
  private int symbol;
  private int rate;
  private int ts;

  OkxFunding(SourceFile file, FileContracts contracts) {
    this.file = file;
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    if (header.names().stream().anyMatch(name -> name.startsWith("real_funding_rate"))) {
      throw new RefusedFile(
          "swap rates of the old layout, whose stamp is that of another period than the rate: take"
              + " the fundingrates files");
    }
    symbol = header.need("instrument_name");
    rate = header.need("funding_rate");
    ts = header.need("funding_time");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    if (file.symbol() != null) {
      line.requireSymbol(symbol, file.symbol());
    }
    long stamp = time().micros(line, ts, "funding_time");
    Contract contract = contracts.of(line.text(symbol), Set.of(), stamp);
    FileContracts.name(FundingRows.fill(sink, stamp, line.number(rate, "funding_rate")), contract);
    sink.emit();
  }
}
