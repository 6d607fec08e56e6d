package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.HashSet;
import java.util.Set;

/**
 * The liquidation orders of BitMEX as recorders write them: {@code
 * timestamp,orderID,symbol,side,price,leavesQty}. The side is the order's: buy = a short was
 * liquidated. An order that is told again, as it is filled, is counted once, as it came first.
 */
final class BitmexLiquidations extends CsvFormat {
  private final FileContracts contracts;
  private final LiquidationRows rows = new LiquidationRows("order_limit");
  private final Set<String> orders = new HashSet<>();
  private int ts;
  private int id;
  private int symbol;
  private int side;
  private int price;
  private int quantity;
  private int action;

  BitmexLiquidations(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("timestamp", "time", "local_timestamp");
    id = header.find("orderid");
    symbol = header.need("symbol");
    side = header.need("side");
    price = header.need("price");
    quantity = header.need("leavesqty", "size");
    action = header.find("action");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    if (action >= 0 && (line.is(action, "delete") || line.is(action, "update"))) {
      return;
    }
    boolean isSell = line.is(side, "sell");
    if (!isSell && !line.is(side, "buy")) {
      throw line.notA("side", side, "side");
    }
    long stamp = time().micros(line, ts, "timestamp");
    Contract contract = contracts.of(line.text(symbol), Set.of(), stamp);
    double limit = line.positive(price, "price");
    double size = line.positive(quantity, "leavesQty");
    if (!line.isEmpty(id) && !orders.add(line.text(id))) {
      return;
    }
    RowBuffer row = rows.fill(sink, contract, stamp, isSell, limit, size);
    row.text(
        LiquidationRows.EVENT_ID,
        line.isEmpty(id) ? LiquidationRows.eventId(line.raw()) : line.text(id));
    rows.emit(sink, "unknown");
  }
}
