package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.stream.Stream;

/**
 * The liquidationSnapshot of Binance: forced orders, at most one a second and symbol. Size is what
 * was filled, price is the average fill; {@code price} is only the limit. A sell closed a long.
 */
final class BinanceLiquidations extends CsvFormat {
  private static final List<String> ORDER =
      List.of(
          "side",
          "order_type",
          "time_in_force",
          "original_quantity",
          "price",
          "average_price",
          "order_status",
          "last_fill_quantity",
          "accumulated_fill_quantity");
  private static final List<String> COLUMNS = orderAfter("time");
  private static final List<String> COLUMNS_WITH_SYMBOL = orderAfter("time", "symbol");

  private final String symbol;
  private final Contract contract;
  private final LiquidationRows rows = new LiquidationRows("fill_average");
  private int ts;
  private int symbolColumn;
  private int side;
  private int averagePrice;
  private int filled;

  BinanceLiquidations(SourceFile file, Contract contract) {
    this.symbol = file.symbol();
    this.contract = contract;
  }

  private static List<String> orderAfter(String... names) {
    return Stream.concat(Stream.of(names), ORDER.stream()).toList();
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(COLUMNS, COLUMNS_WITH_SYMBOL);
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("time");
    symbolColumn = header.find("symbol");
    side = header.need("side");
    averagePrice = header.need("average_price");
    filled = header.need("accumulated_fill_quantity");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    line.requireSymbol(symbolColumn, symbol);
    boolean sell = line.is(side, "sell");
    if (!sell && !line.is(side, "buy")) {
      throw line.notA("side", side, "side");
    }
    long stamp = time().micros(line, ts, "time");
    double price = line.positive(averagePrice, "average_price");
    double size = line.positive(filled, "accumulated_fill_quantity");
    RowBuffer row = rows.fill(sink, contract, stamp, sell, price, size);
    row.text(LiquidationRows.EVENT_ID, LiquidationRows.eventId(line.raw()));
    rows.emit(sink, "throttled_1s");
  }
}
