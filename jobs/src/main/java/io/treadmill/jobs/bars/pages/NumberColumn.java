package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;

/** A column of doubles: ids of a dictionary as long as a batch has no other values. */
public final class NumberColumn extends PagedColumn {
  private double[] values = new double[0];
  private double[] dictionary = {Double.NaN};
  private boolean coded;

  /** Returns true if the batch is {@link #ids} of the {@link #dictionary}. */
  public boolean isCoded() {
    return coded;
  }

  /** Returns the index of each row's value in the dictionary. */
  public int[] ids() {
    return ids;
  }

  /** Returns the values that ids stand for, and last NaN for null; another array a row group. */
  public double[] dictionary() {
    return dictionary;
  }

  /** Returns the values of a batch that is not coded, null as NaN. */
  public double[] values() {
    return values;
  }

  @Override
  void takeDictionary(Dictionary words, int size) {
    dictionary = new double[size + 1];
    for (int i = 0; i < size; i++) {
      dictionary[i] = words.decodeToDouble(i);
    }
    dictionary[size] = Double.NaN;
  }

  @Override
  void begin(int count) {
    if (values.length < count) {
      values = new double[count];
    }
    coded = true;
  }

  @Override
  void takeIds(int from, int count) {
    if (!coded) {
      decode(from, count);
    }
  }

  @Override
  void readPlain(int at, int from, int count) {
    if (coded) {
      decode(0, from);
      coded = false;
    }
    for (int i = 0; i < count; i++) {
      values[from + i] = Double.longBitsToDouble(bytes.longAt(at + i * Double.BYTES));
    }
  }

  private void decode(int from, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] = dictionary[ids[i]];
    }
  }

  @Override
  void move(int row, int to) {
    if (coded) {
      ids[to] = ids[row];
    } else {
      values[to] = values[row];
    }
  }

  @Override
  void setNull(int row) {
    if (coded) {
      ids[row] = dictionary.length - 1;
    } else {
      values[row] = Double.NaN;
    }
  }
}
