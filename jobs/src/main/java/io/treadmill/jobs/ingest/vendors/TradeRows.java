package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;

/** Rows of trades: units, the same for every vendor. */
final class TradeRows {
  static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  static final int LOCAL_TS = TRADES.index("local_ts");
  private static final int TRADE_ID = TRADES.index("trade_id");
  private static final int TRADE_UID = TRADES.index("trade_uid");
  private static final int TS = TRADES.index("ts");
  private static final int SIDE = TRADES.index("side");
  private static final int PRICE = TRADES.index("price");
  private static final int AMOUNT = TRADES.index("amount");
  private static final int CONTRACTS = TRADES.index("contracts");

  private TradeRows() {}

  /**
   * Returns a row, to be emitted.
   *
   * @param id id of the venue, a whole number or not; empty = none
   * @param side side of the aggressor: buy, sell or unknown
   * @param size amount in the unit of the contract
   */
  static RowBuffer fill(
      RecordSink sink,
      Contract contract,
      long ts,
      String id,
      String side,
      double price,
      double size) {
    RowBuffer row = sink.row(TRADES);
    FileContracts.name(row, contract);
    row.whole(TS, ts);
    if (id.matches("\\d{1,18}")) {
      row.whole(TRADE_ID, Long.parseLong(id));
    } else if (!id.isEmpty()) {
      row.text(TRADE_UID, id);
    }
    row.text(SIDE, side);
    row.number(PRICE, price);
    row.number(AMOUNT, contract.terms().coins(size, price));
    double contracts = contract.terms().contracts(size, price);
    if (!Double.isNaN(contracts)) {
      row.number(CONTRACTS, contracts);
    }
    return row;
  }
}
