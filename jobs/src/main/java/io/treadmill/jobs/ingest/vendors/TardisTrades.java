package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;

/** Trades of Tardis: {@code side} is the aggressor, {@code id} may be empty or no number. */
final class TardisTrades extends TardisOrders {
  private static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  private static final int TS = TRADES.index("ts");
  private static final int LOCAL_TS = TRADES.index("local_ts");
  private static final int TRADE_ID = TRADES.index("trade_id");
  private static final int TRADE_UID = TRADES.index("trade_uid");
  private static final int SIDE = TRADES.index("side");
  private static final int PRICE = TRADES.index("price");
  private static final int AMOUNT = TRADES.index("amount");
  private static final int CONTRACTS = TRADES.index("contracts");

  TardisTrades(TardisSymbols symbols) {
    super(symbols);
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    RowBuffer row = sink.row(TRADES);
    long ts = ts(line);
    Contract contract = contract(line, ts);
    FileContracts.name(row, contract);
    row.whole(TS, ts);
    if (hasLocalTs(line)) {
      row.whole(LOCAL_TS, localTs(line));
    }
    addId(line, row);
    row.text(SIDE, side(line, true));
    double price = price(line);
    double amount = amount(line);
    row.number(PRICE, price);
    row.number(AMOUNT, contract.terms().coins(amount, price));
    double contracts = contract.terms().contracts(amount, price);
    if (!Double.isNaN(contracts)) {
      row.number(CONTRACTS, contracts);
    }
    sink.emit();
  }

  private void addId(CsvLine line, RowBuffer row) {
    if (!hasId(line)) {
      return;
    }
    try {
      row.whole(TRADE_ID, wholeId(line));
    } catch (BadRow e) {
      row.text(TRADE_UID, id(line));
    }
  }
}
