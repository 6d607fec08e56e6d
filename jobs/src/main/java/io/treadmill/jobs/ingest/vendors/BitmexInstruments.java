package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The instrument table of BitMEX as CSV, {@code timestamp,symbol,openInterest,markPrice,..}: open
 * interest in contracts, one side, and mark and index price. A value that did not change, or is
 * blank, makes no row.
 */
final class BitmexInstruments extends CsvFormat {
  private final FileContracts contracts;
  private final Map<String, LastValues> states = new HashMap<>();
  private final Column ts = need("timestamp");
  private final Column symbol = need("symbol");
  private final Column openInterest = need("openinterest", "open_interest");
  private final Column mark = need("markprice", "mark_price");
  private final Column index = find("indicativesettleprice", "index_price");

  BitmexInstruments(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = micros(line, ts);
    Contract contract = contracts.of(symbol.text(line), Set.of(), stamp);
    LastValues last =
        states.computeIfAbsent(contract.symbol(), name -> new LastValues()).of(contract);
    double interest = openInterest.positiveOrNaN(line);
    last.prices(sink, stamp, mark.positiveOrNaN(line), index.positiveOrNaN(line), Double.NaN);
    if (last.takesInterest(interest)) {
      openInterest(sink, contract, stamp, interest, last.mark());
    }
  }

  private static void openInterest(
      RecordSink sink, Contract contract, long stamp, double amount, double price) {
    RowBuffer row = Snapshots.interest(sink, contract, stamp);
    Terms terms = contract.terms();
    row.number(Snapshots.INTEREST_CONTRACTS, amount);
    if (terms.kind() == ContractKind.LINEAR) {
      row.number(Snapshots.INTEREST_BASE, terms.coins(amount, price));
    }
    row.numberIfAny(Snapshots.INTEREST_USD, terms.quote(amount, price));
    sink.emit();
  }
}
