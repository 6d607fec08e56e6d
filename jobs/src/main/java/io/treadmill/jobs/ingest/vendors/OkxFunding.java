package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.market.contract.Contract;
import java.util.Set;

/**
 * Settled funding of OKX, {@code instrument_name,funding_rate,funding_time}, of one or all swaps.
 */
final class OkxFunding extends CsvFormat {
  private final FileContracts contracts;
  private final Column symbol = need("instrument_name");
  private final Column rate = need("funding_rate");
  private final Column ts = need("funding_time");

  OkxFunding(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    if (header.names().stream().anyMatch(name -> name.startsWith("real_funding_rate"))) {
      throw new RefusedFile(
          "swap rates of the old layout, whose stamp is that of another period than the rate: take"
              + " the fundingrates files");
    }
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    symbol.requireSymbol(line, contracts.file().symbol());
    long stamp = micros(line, ts);
    Contract contract = contracts.of(symbol.text(line), Set.of(), stamp);
    FileContracts.name(FundingRows.fill(sink, stamp, rate.number(line)), contract);
    sink.emit();
  }
}
