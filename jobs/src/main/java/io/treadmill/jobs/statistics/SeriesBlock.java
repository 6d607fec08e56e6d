package io.treadmill.jobs.statistics;

import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Rows of one instrument and series with one text and side, in columns. A year of bars is some
 * million rows; as blocks they cross from task to task without being coded and sorted one by one.
 */
final class SeriesBlock implements Serializable {
  /** Rows of a block, at most. */
  static final int MOST_ROWS = 8192;

  private static final long serialVersionUID = 1L;
  private static final int FIRST_ROWS = 16;
  private static final int KEY = SeriesInput.SCHEMA.fieldIndex("key");
  private static final int MICROS = SeriesInput.SCHEMA.fieldIndex("micros");
  private static final int NUMBER = SeriesInput.SCHEMA.fieldIndex("number");
  private static final int VALUES = SeriesInput.SCHEMA.fieldIndex("values");

  /** What the rows of a block share. */
  record Key(
      String venue,
      String product,
      String symbol,
      InstrumentSeries series,
      String text,
      String side)
      implements Serializable {
    /** Ends each part of a key in a row; no name has it. */
    static final String SEPARATOR = "\u0001";

    /** Returns the key of a row: its parts in order, each with the separator after it. */
    static Key of(String row) {
      String[] parts = row.split(SEPARATOR, -1);
      return new Key(
          parts[0], parts[1], parts[2], InstrumentSeries.valueOf(parts[3]), parts[4], parts[5]);
    }

    Instrument instrument() {
      return new Instrument(venue, Product.of(product), symbol);
    }
  }

  /** One row of a block. */
  record At(SeriesBlock block, int row) {
    /** By time, then by text and side, then by number and values: equal rows are equal. */
    static final Comparator<At> ORDER =
        Comparator.comparingLong(At::micros)
            .thenComparing(at -> at.block.key.text)
            .thenComparing(at -> at.block.key.side)
            .thenComparingInt(At::number)
            .thenComparing(At::compareValues);

    long micros() {
      return block.micros[row];
    }

    int number() {
      return block.numbers[row];
    }

    String text() {
      return block.key.text;
    }

    Side side() {
      return Side.of(block.key.side);
    }

    /** Returns a value by its name, NaN where it is null. */
    double get(String value) {
      InstrumentSeries series = block.key.series;
      return block.values[row * series.width() + series.place(value)];
    }

    private int compareValues(At other) {
      int width = block.key.series.width();
      return Arrays.compare(
          block.values,
          row * width,
          (row + 1) * width,
          other.block.values,
          other.row * width,
          (other.row + 1) * width);
    }
  }

  private final Key key;
  private int size;
  private long[] micros = new long[FIRST_ROWS];
  private int[] numbers = new int[FIRST_ROWS];
  private double[] values;

  private SeriesBlock(Key key) {
    this.key = key;
    this.values = new double[FIRST_ROWS * key.series.width()];
  }

  Key key() {
    return key;
  }

  /** Returns the block once for each part of the statistics of its asset. */
  Iterator<Tuple2<AssetPart, SeriesBlock>> toParts(int parts) {
    String asset = Asset.ofSymbol(key.symbol).name();
    return IntStream.range(0, parts)
        .mapToObj(part -> new Tuple2<>(new AssetPart(asset, part), this))
        .iterator();
  }

  int size() {
    return size;
  }

  /**
   * Packs rows of {@link SeriesInput}, in any order. Blocks are given out as they fill, so what is
   * held is bounded.
   */
  static Iterator<SeriesBlock> pack(Iterator<InternalRow> rows) {
    Map<UTF8String, SeriesBlock> open = new HashMap<>();
    Queue<SeriesBlock> full = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (full.isEmpty() && rows.hasNext()) {
          InternalRow row = rows.next();
          UTF8String key = row.getUTF8String(KEY);
          SeriesBlock block = open.get(key);
          if (block == null) {
            block = new SeriesBlock(Key.of(key.toString()));
            // The next row may be written over this one, its key with it.
            open.put(key.clone(), block);
          }
          block.add(row);
          if (block.size == MOST_ROWS) {
            full.add(open.remove(key));
          }
        }
        if (full.isEmpty()) {
          open.values().forEach(block -> full.add(block.trimmed()));
          open.clear();
        }
        return !full.isEmpty();
      }

      @Override
      public SeriesBlock next() {
        return full.remove();
      }
    };
  }

  private void add(InternalRow row) {
    int width = key.series.width();
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      values = Arrays.copyOf(values, 2 * size * width);
    }
    micros[size] = row.getLong(MICROS);
    numbers[size] = row.getInt(NUMBER);
    ArrayData given = row.getArray(VALUES);
    for (int i = 0; i < width; i++) {
      values[size * width + i] = given.isNullAt(i) ? Double.NaN : given.getDouble(i);
    }
    size++;
  }

  private SeriesBlock trimmed() {
    micros = Arrays.copyOf(micros, size);
    numbers = Arrays.copyOf(numbers, size);
    values = Arrays.copyOf(values, size * key.series.width());
    return this;
  }
}
