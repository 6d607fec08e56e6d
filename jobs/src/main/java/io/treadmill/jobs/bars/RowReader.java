package io.treadmill.jobs.bars;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads rows into the kernel: the slower way, for archives whose columns must be computed. Rows
 * have the columns of {@link TradeScan#COLUMNS} in that order.
 */
final class RowReader {
  private static final int BATCH = 1024;

  private final Iterator<InternalRow> rows;
  private final TradeKernel kernel;
  private final PlaceReader place = new PlaceReader();
  private final TradeBatch trades = new TradeBatch();

  RowReader(Iterator<InternalRow> rows, TradeKernel kernel) {
    this.rows = rows;
    this.kernel = kernel;
    trades.ensure(1);
  }

  /** Reads some rows; false if there was none left. */
  boolean readBatch() {
    for (int count = 0; count < BATCH; count++) {
      if (!rows.hasNext()) {
        return count > 0;
      }
      add(rows.next());
    }
    return true;
  }

  private void add(InternalRow row) {
    place.mark(trades, 1);
    String venue = text(row, TradeScan.VENUE);
    String product = text(row, TradeScan.PRODUCT);
    String symbol = text(row, TradeScan.SYMBOL);
    InstrumentTrades instrument = kernel.trades(venue, product, symbol);
    if (instrument == null) {
      kernel.skip(venue, product, symbol, 1);
      return;
    }
    long tradeId = whole(row, TradeScan.TRADE_ID);
    long sequence = whole(row, TradeScan.SEQUENCE);
    trades.ts[0] = whole(row, TradeScan.TS);
    trades.tradeId = index -> tradeId;
    trades.sequence = index -> sequence;
    trades.side[0] = Aggressor.of(text(row, TradeScan.SIDE));
    trades.price.ensure(1)[0] = number(row, TradeScan.PRICE);
    trades.amount.ensure(1)[0] = number(row, TradeScan.AMOUNT);
    trades.contracts.ensure(1)[0] = number(row, TradeScan.CONTRACTS);
    trades.timesAreIn(1);
    instrument.add(trades, 0, 1);
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }

  private static long whole(InternalRow row, int column) {
    return row.isNullAt(column) ? TradePoint.ABSENT : row.getLong(column);
  }

  private static double number(InternalRow row, int column) {
    return row.isNullAt(column) ? Double.NaN : row.getDouble(column);
  }
}
