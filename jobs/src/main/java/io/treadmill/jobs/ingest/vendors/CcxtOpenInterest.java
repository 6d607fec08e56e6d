package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;

/**
 * Open interest at instants: {@code timestamp} and an amount, its value in USD, or both. Amounts
 * are base coins unless another unit is said.
 */
final class CcxtOpenInterest extends CsvFormat {
  private static final String[] AMOUNT = {
    "open_interest", "open_interest_base", "openinterestamount", "openinterest"
  };
  private static final String[] VALUE = {
    "open_interest_usd", "openinterestvalue", "open_interest_value"
  };

  private final Terms terms;
  private final int intervalSeconds;
  private final Column ts = need("timestamp", "time", "datetime", "date", "");
  private final Column amount = find(AMOUNT);
  private final Column value = find(VALUE);

  CcxtOpenInterest(SourceFile file, Terms terms) {
    this.terms = terms;
    int colon = file.kind().indexOf(':');
    this.intervalSeconds = colon < 0 ? 0 : Intervals.seconds(file.kind().substring(colon + 1));
  }

  @Override
  protected void columns(Header header) {
    if (header.find(VALUE) < 0) {
      header.need(AMOUNT);
    }
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long instant = micros(line, ts);
    if (amount.isEmpty(line) && value.isEmpty(line)) {
      throw new BadRow("open_interest_missing", "open interest is empty");
    }
    RowBuffer row = Snapshots.interest(sink, instant, instant);
    if (intervalSeconds > 0) {
      row.whole(Snapshots.INTEREST_INTERVAL, intervalSeconds);
    }
    if (!value.isEmpty(line)) {
      row.number(Snapshots.INTEREST_USD, value.positive(line, "open_interest_not_positive"));
    }
    if (!amount.isEmpty(line)) {
      amounts(row, amount.positive(line, "open_interest_not_positive"));
    }
    sink.emit();
  }

  private void amounts(RowBuffer row, double interest) {
    if (terms.amounts() == AmountUnit.BASE) {
      row.number(Snapshots.INTEREST_BASE, interest);
    } else if (terms.amounts() == AmountUnit.QUOTE) {
      row.number(Snapshots.INTEREST_USD, interest);
    } else {
      row.number(Snapshots.INTEREST_CONTRACTS, interest);
      boolean inverse = terms.kind() == ContractKind.INVERSE;
      row.number(
          inverse ? Snapshots.INTEREST_USD : Snapshots.INTEREST_BASE, interest * terms.value());
    }
  }
}
