package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.RowBuffer;

/** Liquidations of Tardis: {@code side} is the order, so buy = a short was liquidated. */
final class TardisLiquidations extends TardisOrders {
  private final SourceFile file;
  private final LiquidationRows rows;

  TardisLiquidations(SourceFile file, TardisSymbols symbols) {
    super(symbols);
    this.file = file;
    this.rows = new LiquidationRows(priceKind(file.venue()));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long ts = ts(line);
    boolean isSell = side(line, false).equals("sell");
    RowBuffer row = rows.fill(sink, contract(line, ts), ts, isSell, price(line), amount(line));
    row.text(
        LiquidationRows.EVENT_ID, hasId(line) ? id(line) : LiquidationRows.eventId(line.raw()));
    if (hasLocalTs(line)) {
      row.whole(LiquidationRows.LOCAL_TS, localTs(line));
    }
    rows.emit(sink, LiquidationRows.completeness(file.venue(), ts));
  }

  private static String priceKind(String venue) {
    return switch (venue) {
      case "binance" -> "order_limit";
      case "bybit", "okx" -> "bankruptcy";
      default -> "trade";
    };
  }
}
