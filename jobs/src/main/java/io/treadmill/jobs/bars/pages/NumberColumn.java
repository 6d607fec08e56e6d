package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;

/** A column of doubles: ids of a dictionary as long as a batch has no other values. */
public final class NumberColumn extends PagedColumn {
  private final RunReader runs = new RunReader();
  private double[] values = new double[0];
  private int[] ids = new int[0];
  private double[] dictionary = {Double.NaN};
  private Encoding encoding = Encoding.PLAIN;
  private PageBytes bytes;
  private int position;
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
  void takeDictionary(Dictionary words) {
    int size = words == null ? 0 : words.getMaxId() + 1;
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
      ids = new int[count];
    }
    coded = true;
  }

  @Override
  void startPage(Encoding of, PageBytes page, int at) {
    encoding = of;
    bytes = page;
    position = at;
    switch (of) {
      case PLAIN -> {}
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> runs.start(page, at + 1, page.byteAt(at));
      default -> throw unknown(of);
    }
  }

  @Override
  void readValues(int from, int count) {
    if (encoding == Encoding.PLAIN) {
      decode(from);
      bytes.require(position + (long) Double.BYTES * count);
      for (int i = from; i < from + count; i++) {
        values[i] = Double.longBitsToDouble(bytes.longAt(position));
        position += Double.BYTES;
      }
      return;
    }
    runs.read(ids, from, count);
    if (!coded) {
      for (int i = from; i < from + count; i++) {
        values[i] = dictionary[ids[i]];
      }
    }
  }

  /** Turns the ids of the rows before this one into values. */
  private void decode(int rows) {
    if (coded) {
      for (int i = 0; i < rows; i++) {
        values[i] = dictionary[ids[i]];
      }
      coded = false;
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
