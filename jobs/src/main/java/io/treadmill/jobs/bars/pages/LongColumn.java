package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;

/** A column of longs. */
public final class LongColumn extends PagedColumn {
  /** Stands for null. */
  public static final long NULL = Long.MIN_VALUE;

  private long[] values = new long[0];
  private long[] dictionary = new long[0];

  /** Returns the values of the batch, null as {@link #NULL}; filled again by the next batch. */
  public long[] values() {
    return values;
  }

  @Override
  void takeDictionary(Dictionary words, int size) {
    dictionary = new long[size];
    for (int i = 0; i < size; i++) {
      dictionary[i] = words.decodeToLong(i);
    }
  }

  @Override
  void begin(int rows) {
    if (values.length < rows) {
      values = new long[rows];
    }
  }

  @Override
  void takeIds(int from, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] = dictionary[ids[i]];
    }
  }

  @Override
  void readPlain(int at, int from, int count) {
    for (int i = 0; i < count; i++) {
      values[from + i] = bytes.longAt(at + i * Long.BYTES);
    }
  }

  @Override
  void readDeltas(DeltaReader reader, int from, int count) {
    reader.read(values, from, count);
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
