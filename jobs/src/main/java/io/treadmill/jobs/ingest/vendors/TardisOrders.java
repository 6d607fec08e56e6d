package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.market.contract.Contract;

/** The columns that trades and liquidations of Tardis share. */
abstract class TardisOrders extends CsvFormat {
  private final TardisSymbols symbols;
  private int tsColumn;
  private int localColumn;
  private int idColumn;
  private int sideColumn;
  private int priceColumn;
  private int amountColumn;

  TardisOrders(TardisSymbols symbols) {
    this.symbols = symbols;
  }

  @Override
  protected final void columns(Header header) {
    symbols.columns(header);
    tsColumn = header.need("timestamp");
    localColumn = header.find("local_timestamp");
    idColumn = header.find("id");
    sideColumn = header.need("side");
    priceColumn = header.need("price");
    amountColumn = header.need("amount");
  }

  /** Returns the contract of the row. */
  final Contract contract(CsvLine line, long ts) {
    return symbols.contract(line, ts);
  }

  /** Returns the venue's instant, microseconds. */
  final long ts(CsvLine line) {
    return time().micros(line, tsColumn, "timestamp");
  }

  final boolean hasLocalTs(CsvLine line) {
    return !line.isEmpty(localColumn);
  }

  /** Returns the instant of arrival, microseconds. */
  final long localTs(CsvLine line) {
    return time().micros(line, localColumn, "local_timestamp");
  }

  final boolean hasId(CsvLine line) {
    return !line.isEmpty(idColumn);
  }

  final String id(CsvLine line) {
    return line.text(idColumn);
  }

  /** Returns the id as a whole number. */
  final long wholeId(CsvLine line) {
    return line.whole(idColumn, "id");
  }

  /** Returns buy, sell, or unknown where that is allowed. */
  final String side(CsvLine line, boolean unknownAllowed) {
    for (String side : new String[] {"buy", "sell"}) {
      if (line.is(sideColumn, side)) {
        return side;
      }
    }
    if (unknownAllowed && line.is(sideColumn, "unknown")) {
      return "unknown";
    }
    throw line.notA("side", sideColumn, "side");
  }

  final double price(CsvLine line) {
    return line.positive(priceColumn, "price");
  }

  /** Returns the amount in the venue's unit. */
  final double amount(CsvLine line) {
    return line.positive(amountColumn, "amount");
  }
}
