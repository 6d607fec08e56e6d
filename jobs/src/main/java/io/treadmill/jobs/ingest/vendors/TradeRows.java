package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import java.util.regex.Pattern;

/** Rows of trades: units, the same for every vendor. */
final class TradeRows {
  static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  static final int LOCAL_TS = TRADES.index("local_ts");
  static final int SEQUENCE = TRADES.index("sequence");
  static final int TRADE_ID = TRADES.index("trade_id");
  private static final int TRADE_UID = TRADES.index("trade_uid");
  static final int TS = TRADES.index("ts");
  static final int SIDE = TRADES.index("side");
  static final int PRICE = TRADES.index("price");
  static final int AMOUNT = TRADES.index("amount");
  static final int CONTRACTS = TRADES.index("contracts");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private TradeRows() {}

  /**
   * Returns a row without an id, to be emitted.
   *
   * @param side side of the aggressor: buy, sell or unknown
   * @param size amount in the unit of the contract
   */
  static RowBuffer fill(
      RecordSink sink, Contract contract, long ts, String side, double price, double size) {
    RowBuffer row = fill(sink, contract.terms(), ts, side, price, size);
    FileContracts.name(row, contract);
    return row;
  }

  /** Returns a row as above, of the instrument of the file. */
  static RowBuffer fill(
      RecordSink sink, Terms terms, long ts, String side, double price, double size) {
    RowBuffer row = sink.row(TRADES);
    row.whole(TS, ts);
    row.text(SIDE, side);
    row.number(PRICE, price);
    row.number(AMOUNT, terms.coins(size, price));
    row.numberIfAny(CONTRACTS, terms.contracts(size, price));
    return row;
  }

  /** Puts the id of the venue into a row, a whole number or not; empty = none. */
  static void id(RowBuffer row, String id) {
    if (NUMBER.matcher(id).matches()) {
      row.whole(TRADE_ID, Long.parseLong(id));
    } else if (!id.isEmpty()) {
      row.text(TRADE_UID, id);
    }
  }

  /** Puts the id of a line into a row, if it has one. */
  static void id(RowBuffer row, Column id, CsvLine line) {
    if (id.isEmpty(line)) {
      return;
    }
    try {
      row.whole(TRADE_ID, id.whole(line));
    } catch (BadRow e) {
      row.text(TRADE_UID, id.text(line));
    }
  }
}
