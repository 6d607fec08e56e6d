package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.List;

/**
 * The liquidationSnapshot of Binance: forced orders, at most one a second and symbol. Size is what
 * was filled, price is the average fill; {@code price} is only the limit. A sell closed a long.
 */
final class BinanceLiquidations extends CsvFormat {
  private static final String ORDER =
      "side,order_type,time_in_force,original_quantity,price,average_price,order_status,"
          + "last_fill_quantity,accumulated_fill_quantity";

  private final String symbol;
  private final Contract contract;
  private final LiquidationRows rows = new LiquidationRows("fill_average");
  private final Column ts = need("time");
  private final Column symbolColumn = find("symbol");
  private final Column side = need("side");
  private final Column averagePrice = need("average_price");
  private final Column filled = need("accumulated_fill_quantity");

  BinanceLiquidations(SourceFile file, Contract contract) {
    this.symbol = file.symbol();
    this.contract = contract;
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(Header.layout("time," + ORDER), Header.layout("time,symbol," + ORDER));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    symbolColumn.requireSymbol(line, symbol);
    boolean sell = !side.isBuy(line);
    long stamp = micros(line, ts);
    double price = averagePrice.positive(line);
    double size = filled.positive(line);
    RowBuffer row = rows.fill(sink, contract, stamp, sell, price, size);
    row.text(LiquidationRows.EVENT_ID, LiquidationRows.eventId(line.raw()));
    rows.emit(sink, "throttled_1s");
  }
}
