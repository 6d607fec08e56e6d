package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.BadRow;
import io.treadmill.jobs.ingest.CsvFormat;
import io.treadmill.jobs.ingest.CsvLine;
import io.treadmill.jobs.ingest.Header;
import io.treadmill.jobs.ingest.RecordSink;
import io.treadmill.jobs.ingest.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import java.util.List;

/** Trades of Tardis: {@code side} is the aggressor, {@code id} may be empty or no number. */
final class TardisTrades extends CsvFormat {
  private static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  private static final int SYMBOL = TRADES.index("symbol");
  private static final int TS = TRADES.index("ts");
  private static final int LOCAL_TS = TRADES.index("local_ts");
  private static final int TRADE_ID = TRADES.index("trade_id");
  private static final int TRADE_UID = TRADES.index("trade_uid");
  private static final int SIDE = TRADES.index("side");
  private static final int PRICE = TRADES.index("price");
  private static final int AMOUNT = TRADES.index("amount");
  private static final int CONTRACTS = TRADES.index("contracts");

  private final boolean inverse;
  private final double faceUsd;
  private int symbolColumn;
  private int tsColumn;
  private int localColumn;
  private int idColumn;
  private int sideColumn;
  private int priceColumn;
  private int amountColumn;
  private String symbol;

  TardisTrades(SourceFile file, double faceUsd) {
    this.inverse = Product.of(file.product()).isInverse();
    this.faceUsd = faceUsd;
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of();
  }

  @Override
  protected void columns(Header header) {
    symbolColumn = header.need("symbol");
    tsColumn = header.need("timestamp");
    localColumn = header.find("local_timestamp");
    idColumn = header.find("id");
    sideColumn = header.need("side");
    priceColumn = header.need("price");
    amountColumn = header.need("amount");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    RowBuffer row = sink.row(TRADES);
    symbol = line.text(symbolColumn, symbol);
    row.text(SYMBOL, symbol);
    row.whole(TS, time().micros(line, tsColumn, "timestamp"));
    if (!line.isEmpty(localColumn)) {
      row.whole(LOCAL_TS, time().micros(line, localColumn, "local_timestamp"));
    }
    id(line, row);
    row.text(SIDE, side(line, sideColumn));
    double price = line.positive(priceColumn, "price");
    double amount = line.positive(amountColumn, "amount");
    row.number(PRICE, price);
    row.number(AMOUNT, inverse ? amount * faceUsd / price : amount);
    if (inverse) {
      row.number(CONTRACTS, amount);
    }
    sink.emit();
  }

  private void id(CsvLine line, RowBuffer row) {
    if (line.isEmpty(idColumn)) {
      return;
    }
    try {
      row.whole(TRADE_ID, line.whole(idColumn, "id"));
    } catch (BadRow e) {
      row.text(TRADE_UID, line.text(idColumn));
    }
  }

  static String side(CsvLine line, int column) {
    if (line.is(column, "buy")) {
      return "buy";
    }
    if (line.is(column, "sell")) {
      return "sell";
    }
    if (line.is(column, "unknown")) {
      return "unknown";
    }
    throw line.notA("side", column, "side");
  }
}
