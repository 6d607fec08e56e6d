package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
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
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;
  private static final ArchiveDataset MARK = ArchiveDataset.MARK_INDEX;

  private final FileContracts contracts;
  private final Map<String, Last> states = new HashMap<>();
  private int ts;
  private int symbol;
  private int openInterest;
  private int mark;
  private int index;

  /** The last values of a symbol. */
  private static final class Last {
    private double openInterest = Double.NaN;
    private double mark = Double.NaN;
    private double index = Double.NaN;
  }

  BitmexInstruments(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("timestamp");
    symbol = header.need("symbol");
    openInterest = header.need("openinterest", "open_interest");
    mark = header.need("markprice", "mark_price");
    index = header.find("indicativesettleprice", "index_price");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = time().micros(line, ts, "timestamp");
    Contract contract = contracts.of(line.text(symbol), Set.of(), stamp);
    Last last = states.computeIfAbsent(contract.symbol(), name -> new Last());
    double markNow = valueOr(line, mark, "markPrice", last.mark);
    double indexNow = valueOr(line, index, "indicativeSettlePrice", last.index);
    double interestNow = valueOr(line, openInterest, "openInterest", last.openInterest);
    if (isNew(markNow, last.mark) || isNew(indexNow, last.index)) {
      RowBuffer row = sink.row(MARK);
      FileContracts.name(row, contract);
      row.whole(MARK.index("ts"), stamp);
      row.whole(MARK.index("interval_seconds"), 0);
      set(row, MARK.index("mark_close"), markNow);
      set(row, MARK.index("index_close"), indexNow);
      sink.emit();
    }
    if (isNew(interestNow, last.openInterest)) {
      openInterest(sink, contract, stamp, interestNow, markNow);
    }
    last.mark = markNow;
    last.index = indexNow;
    last.openInterest = interestNow;
  }

  private static void openInterest(
      RecordSink sink, Contract contract, long stamp, double amount, double price) {
    RowBuffer row = sink.row(OI);
    FileContracts.name(row, contract);
    row.whole(OI.index("ts"), stamp);
    row.whole(OI.index("ts_raw"), stamp);
    row.text(OI.index("ts_label"), "instant");
    Terms terms = contract.terms();
    row.number(OI.index("open_interest_contracts"), amount);
    if (terms.kind() == ContractKind.LINEAR) {
      row.number(OI.index("open_interest_base"), terms.coins(amount, price));
    }
    set(row, OI.index("open_interest_usd"), terms.quote(amount, price));
    sink.emit();
  }

  private static double valueOr(CsvLine line, int column, String name, double known) {
    return line.isEmpty(column) ? known : line.positive(column, name);
  }

  private static boolean isNew(double value, double known) {
    return !Double.isNaN(value) && value != known;
  }

  private static void set(RowBuffer row, int column, double value) {
    if (!Double.isNaN(value)) {
      row.number(column, value);
    }
  }
}
