package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.CsvFormat;
import io.treadmill.jobs.ingest.CsvLine;
import io.treadmill.jobs.ingest.Header;
import io.treadmill.jobs.ingest.RecordSink;
import io.treadmill.jobs.ingest.SourceFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;

/** Liquidations of Tardis: {@code side} is the order, so buy = a short was liquidated. */
final class TardisLiquidations extends CsvFormat {
  private static final LocalDate BYBIT_FULL_FEED = LocalDate.of(2025, 2, 26);

  private final SourceFile file;
  private final LiquidationRows rows;
  private int symbolColumn;
  private int tsColumn;
  private int localColumn;
  private int idColumn;
  private int sideColumn;
  private int priceColumn;
  private int amountColumn;

  TardisLiquidations(SourceFile file, double faceUsd) {
    this.file = file;
    this.rows = new LiquidationRows(file, faceUsd, priceKind(file.venue()));
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
    long ts = time().micros(line, tsColumn, "timestamp");
    String side = TardisTrades.side(line, sideColumn);
    if (side.equals("unknown")) {
      throw line.notA("side", sideColumn, "side");
    }
    double price = line.positive(priceColumn, "price");
    double amount = line.positive(amountColumn, "amount");
    RowBuffer row = rows.fill(sink, ts, side.equals("sell"), price, amount);
    row.text(LiquidationRows.SYMBOL, line.text(symbolColumn));
    row.text(
        LiquidationRows.EVENT_ID,
        line.isEmpty(idColumn) ? LiquidationRows.eventId(line.raw()) : line.text(idColumn));
    if (!line.isEmpty(localColumn)) {
      row.whole(LiquidationRows.LOCAL_TS, time().micros(line, localColumn, "local_timestamp"));
    }
    rows.emit(sink, completeness(ts));
  }

  private static String priceKind(String venue) {
    return switch (venue) {
      case "binance" -> "order_limit";
      case "bybit", "okx" -> "bankruptcy";
      default -> "trade";
    };
  }

  private String completeness(long ts) {
    return switch (file.venue()) {
      case "binance" -> "throttled_1s";
      case "bybit" -> UtcDays.dayOf(ts).isBefore(BYBIT_FULL_FEED) ? "throttled_1s" : "full";
      default -> "unknown";
    };
  }
}
