package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
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
  private final Column ts = need("timestamp", "time", "local_timestamp");
  private final Column id = find("orderid");
  private final Column symbol = need("symbol");
  private final Column side = need("side");
  private final Column price = need("price");
  private final Column quantity = need("leavesqty", "size");
  private final Column action = find("action");

  BitmexLiquidations(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    if (action.isThere() && (action.is(line, "delete") || action.is(line, "update"))) {
      return;
    }
    boolean isSell = !side.isBuy(line);
    long stamp = micros(line, ts);
    Contract contract = contracts.of(symbol.text(line), Set.of(), stamp);
    double limit = price.positive(line);
    double size = quantity.positive(line);
    if (!id.isEmpty(line) && !orders.add(id.text(line))) {
      return;
    }
    RowBuffer row = rows.fill(sink, contract, stamp, isSell, limit, size);
    LiquidationRows.id(row, id, line);
    rows.emit(sink, "unknown");
  }
}
