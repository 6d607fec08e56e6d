package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.pages.LongColumn;
import io.treadmill.jobs.bars.pages.NumberColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads column batches into the kernel: {@link PagedTrades}, or those of Spark's readers. */
final class ColumnReader {
  private static final int SIDES = 16;
  private static final int UNSEEN = -1;

  private final Iterator<?> batches;
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

  ColumnReader(
      Iterator<?> batches,
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
    Object batch = batches.next();
    known.clear();
    int rows;
    if (batch instanceof PagedTrades pages) {
      rows = pages.file().rows();
      load(pages, rows);
    } else {
      ColumnarBatch vectors = (ColumnarBatch) batch;
      rows = vectors.numRows();
      load(vectors, rows);
    }
    place.mark(trades, rows);
    loadSides(rows);
    trades.timesAreIn(rows);
    int from = 0;
    while (from < rows) {
      int to = product.runEnd(from, venue.runEnd(from, symbol.runEnd(from, rows)));
      add(from, to);
      from = to;
    }
    return true;
  }

  private void add(int from, int to) {
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
    instrument.add(trades, from, to);
  }

  private void load(PagedTrades batch, int rows) {
    Map<String, String> texts = batch.texts();
    venue.load(batch.codes("venue"), texts.get("venue"));
    product.load(batch.codes("product"), texts.get("product"));
    symbol.load(batch.codes("symbol"), texts.get("symbol"));
    side.load(batch.codes("side"), texts.get("side"));
    trades.ts = values(batch.longs("ts"), rows);
    loadNumbers(batch.numbers("price"), trades.price, rows);
    loadNumbers(batch.numbers("amount"), trades.amount, rows);
    loadNumbers(batch.numbers("contracts"), trades.contracts, rows);
    trades.tradeId = ranks(batch.longs("trade_id"));
    trades.sequence = ranks(batch.longs("sequence"));
  }

  private void load(ColumnarBatch batch, int rows) {
    venue.load(vector(batch, "venue"), rows);
    product.load(vector(batch, "product"), rows);
    symbol.load(vector(batch, "symbol"), rows);
    side.load(vector(batch, "side"), rows);
    if (trades.ts.length < rows) {
      trades.ts = new long[rows];
    }
    loadTimes(vector(batch, "ts"), rows);
    loadNumbers(vector(batch, "price"), trades.price.ensure(rows), rows);
    loadNumbers(vector(batch, "amount"), trades.amount.ensure(rows), rows);
    loadNumbers(vector(batch, "contracts"), trades.contracts.ensure(rows), rows);
    trades.tradeId = ranks(vector(batch, "trade_id"));
    trades.sequence = ranks(vector(batch, "sequence"));
  }

  private void loadSides(int rows) {
    if (trades.side.length < rows) {
      trades.side = new int[rows];
    }
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

  private static long[] values(LongColumn column, int rows) {
    if (column != null) {
      return column.values();
    }
    long[] none = new long[rows];
    Arrays.fill(none, TradeBatch.NO_TIME);
    return none;
  }

  private void loadTimes(ColumnVector vector, int rows) {
    long[] ts = trades.ts;
    boolean nulls = vector == null || vector.hasNull();
    for (int row = 0; row < rows; row++) {
      ts[row] = nulls && isNull(vector, row) ? TradeBatch.NO_TIME : vector.getLong(row);
    }
  }

  private static void loadNumbers(NumberColumn column, Numbers numbers, int rows) {
    if (column == null) {
      Arrays.fill(numbers.ensure(rows), 0, rows, Double.NaN);
    } else {
      numbers.set(column);
    }
  }

  private static void loadNumbers(ColumnVector vector, double[] values, int rows) {
    boolean nulls = vector == null || vector.hasNull();
    for (int row = 0; row < rows; row++) {
      values[row] = nulls && isNull(vector, row) ? Double.NaN : vector.getDouble(row);
    }
  }

  private static IntToLongFunction ranks(LongColumn column) {
    if (column == null) {
      return row -> TradePoint.ABSENT;
    }
    long[] values = column.values();
    return row -> values[row];
  }

  private static IntToLongFunction ranks(ColumnVector vector) {
    return row -> isNull(vector, row) ? TradePoint.ABSENT : vector.getLong(row);
  }

  private static boolean isNull(ColumnVector vector, int row) {
    return vector == null || vector.isNullAt(row);
  }

  private ColumnVector vector(ColumnarBatch batch, String column) {
    Integer position = positions.get(column);
    return position == null ? null : batch.column(position);
  }
}
