package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.AmountUnit;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;

/**
 * Open interest at instants: {@code timestamp} and an amount, its value in USD, or both. Amounts
 * are base coins unless another unit is said.
 */
final class CcxtOpenInterest extends CsvFormat {
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;

  private final Terms terms;
  private final int intervalSeconds;
  private int ts;
  private int amount;
  private int value;

  CcxtOpenInterest(SourceFile file, Terms terms) {
    this.terms = terms;
    int colon = file.kind().indexOf(':');
    this.intervalSeconds = colon < 0 ? 0 : Intervals.seconds(file.kind().substring(colon + 1));
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("timestamp", "time", "datetime", "date", "");
    amount =
        header.find("open_interest_base", "openinterestamount", "open_interest", "openinterest");
    value = header.find("open_interest_usd", "openinterestvalue", "open_interest_value");
    if (value < 0 && amount < 0) {
      header.need("open_interest");
    }
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long instant = time().micros(line, ts, "timestamp");
    if (line.isEmpty(amount) && line.isEmpty(value)) {
      throw new BadRow("open_interest_missing", "open interest is empty");
    }
    RowBuffer row = sink.row(OI);
    row.whole(OI.index("ts"), instant);
    row.whole(OI.index("ts_raw"), instant);
    row.text(OI.index("ts_label"), "instant");
    if (intervalSeconds > 0) {
      row.whole(OI.index("interval_seconds"), intervalSeconds);
    }
    if (!line.isEmpty(value)) {
      row.number(
          OI.index("open_interest_usd"),
          line.positive(value, "open_interest_not_positive", "open_interest_usd"));
    }
    if (!line.isEmpty(amount)) {
      amounts(row, line.positive(amount, "open_interest_not_positive", "open_interest"));
    }
    sink.emit();
  }

  private void amounts(RowBuffer row, double interest) {
    if (terms.amounts() == AmountUnit.BASE) {
      row.number(OI.index("open_interest_base"), interest);
    } else if (terms.amounts() == AmountUnit.QUOTE) {
      row.number(OI.index("open_interest_usd"), interest);
    } else {
      row.number(OI.index("open_interest_contracts"), interest);
      String unit =
          terms.kind() == ContractKind.INVERSE ? "open_interest_usd" : "open_interest_base";
      row.number(OI.index(unit), interest * terms.value());
    }
  }
}
