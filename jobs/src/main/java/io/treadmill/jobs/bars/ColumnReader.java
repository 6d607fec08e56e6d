package io.treadmill.jobs.bars;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads Spark's column batches into the kernel. */
final class ColumnReader {
  private static final int SIDES = 16;
  private static final int UNSEEN = -1;

  private final Iterator<ColumnarBatch> batches;
  private final Map<String, Integer> positions;
  private final TradeKernel kernel;
  private final TextColumn venue;
  private final TextColumn product;
  private final TextColumn symbol;
  private final TextColumn side;
  private final PlaceReader place = new PlaceReader();
  private final TradeBatch trades = new TradeBatch();
  private final int[] sides = new int[SIDES];
  private final Map<Long, InstrumentTrades> known = new HashMap<>();
  private boolean hasContracts;

  ColumnReader(
      Iterator<ColumnarBatch> batches,
      Map<String, Integer> positions,
      Map<String, String> literals,
      TradeKernel kernel) {
    this.batches = batches;
    this.positions = positions;
    this.kernel = kernel;
    this.venue = new TextColumn(literals.get("venue"));
    this.product = new TextColumn(literals.get("product"));
    this.symbol = new TextColumn(literals.get("symbol"));
    this.side = new TextColumn(literals.get("side"));
  }

  /** Reads one batch; false if there was none left. */
  boolean readBatch() {
    if (!batches.hasNext()) {
      return false;
    }
    ColumnarBatch batch = batches.next();
    int rows = batch.numRows();
    place.mark(trades, rows);
    load(batch, rows);
    int from = 0;
    while (from < rows) {
      int to = product.runEnd(from, venue.runEnd(from, symbol.runEnd(from, rows)));
      add(batch, from, to);
      from = to;
    }
    return true;
  }

  private void add(ColumnarBatch batch, int from, int to) {
    long code =
        ((long) symbol.code(from) << 32) ^ ((long) venue.code(from) << 8) ^ product.code(from);
    InstrumentTrades instrument = known.get(code);
    if (instrument == null) {
      instrument = kernel.trades(venue.text(from), product.text(from), symbol.text(from));
      if (instrument == null) {
        kernel.skip(venue.text(from), product.text(from), symbol.text(from), to - from);
        return;
      }
      known.put(code, instrument);
    }
    if (instrument.isInverse() && !hasContracts) {
      loadNumbers(vector(batch, "contracts"), trades.contracts, batch.numRows());
      hasContracts = true;
    }
    instrument.add(trades, from, to);
  }

  private void load(ColumnarBatch batch, int rows) {
    trades.ensure(rows);
    hasContracts = false;
    known.clear();
    venue.load(vector(batch, "venue"), rows);
    product.load(vector(batch, "product"), rows);
    symbol.load(vector(batch, "symbol"), rows);
    side.load(vector(batch, "side"), rows);
    loadSides(rows);
    loadTimes(vector(batch, "ts"), rows);
    loadNumbers(vector(batch, "price"), trades.price, rows);
    loadNumbers(vector(batch, "amount"), trades.amount, rows);
    trades.tradeId = ranks(vector(batch, "trade_id"));
    trades.sequence = ranks(vector(batch, "sequence"));
  }

  private void loadSides(int rows) {
    Arrays.fill(sides, UNSEEN);
    for (int row = 0; row < rows; row++) {
      int code = side.code(row);
      if (code < 0 || code >= SIDES) {
        trades.side[row] = Aggressor.of(side.text(row));
        continue;
      }
      if (sides[code] == UNSEEN) {
        sides[code] = Aggressor.of(side.text(row));
      }
      trades.side[row] = sides[code];
    }
  }

  private void loadTimes(ColumnVector vector, int rows) {
    long[] ts = trades.ts;
    if (vector == null) {
      Arrays.fill(ts, 0, rows, TradeBatch.NO_TIME);
    } else if (vector.hasNull()) {
      for (int row = 0; row < rows; row++) {
        ts[row] = vector.isNullAt(row) ? TradeBatch.NO_TIME : vector.getLong(row);
      }
    } else {
      for (int row = 0; row < rows; row++) {
        ts[row] = vector.getLong(row);
      }
    }
  }

  private static void loadNumbers(ColumnVector vector, double[] values, int rows) {
    if (vector == null) {
      Arrays.fill(values, 0, rows, Double.NaN);
    } else if (vector.hasNull()) {
      for (int row = 0; row < rows; row++) {
        values[row] = vector.isNullAt(row) ? Double.NaN : vector.getDouble(row);
      }
    } else {
      for (int row = 0; row < rows; row++) {
        values[row] = vector.getDouble(row);
      }
    }
  }

  private static IntToLongFunction ranks(ColumnVector vector) {
    return row -> vector == null || vector.isNullAt(row) ? TradePoint.ABSENT : vector.getLong(row);
  }

  private ColumnVector vector(ColumnarBatch batch, String column) {
    Integer position = positions.get(column);
    return position == null ? null : batch.column(position);
  }
}
