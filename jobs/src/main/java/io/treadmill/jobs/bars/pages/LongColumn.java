package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;

/** A column of longs. */
public final class LongColumn extends PagedColumn {
  /** Stands for null. */
  public static final long NULL = Long.MIN_VALUE;

  private final RunReader runs = new RunReader();
  private final DeltaReader deltas = new DeltaReader();
  private long[] values = new long[0];
  private long[] dictionary = new long[0];
  private int[] ids = new int[0];
  private Encoding encoding;
  private PageBytes bytes;
  private int position;

  /** Returns the values of the batch, null as {@link #NULL}; filled again by the next batch. */
  public long[] values() {
    return values;
  }

  @Override
  void takeDictionary(Dictionary words) {
    dictionary = new long[words == null ? 0 : words.getMaxId() + 1];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = words.decodeToLong(i);
    }
  }

  @Override
  void begin(int rows) {
    if (values.length < rows) {
      values = new long[rows];
      ids = new int[rows];
    }
  }

  @Override
  void startPage(Encoding of, PageBytes page, int at) {
    encoding = of;
    bytes = page;
    position = at;
    switch (of) {
      case PLAIN -> {}
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> runs.start(page, at + 1, page.byteAt(at));
      case DELTA_BINARY_PACKED -> deltas.start(page, at);
      default -> throw unknown(of);
    }
  }

  @Override
  void readValues(int from, int count) {
    if (encoding == Encoding.DELTA_BINARY_PACKED) {
      deltas.read(values, from, count);
    } else if (encoding == Encoding.PLAIN) {
      bytes.require(position + (long) Long.BYTES * count);
      for (int i = from; i < from + count; i++) {
        values[i] = bytes.longAt(position);
        position += Long.BYTES;
      }
    } else {
      runs.read(ids, from, count);
      for (int i = from; i < from + count; i++) {
        values[i] = dictionary[ids[i]];
      }
    }
  }

  @Override
  void move(int row, int to) {
    values[to] = values[row];
  }

  @Override
  void setNull(int row) {
    values[row] = NULL;
  }
}
