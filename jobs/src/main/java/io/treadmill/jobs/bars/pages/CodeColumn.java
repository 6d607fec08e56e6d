package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;

/** A column of text whose pages are all ids of a dictionary. */
public final class CodeColumn extends PagedColumn {
  /** Stands for null. */
  public static final int NULL = -1;

  private String[] texts = new String[0];
  private boolean hasNull;

  /** Returns the index of each row's text; {@link #NULL} for null. */
  public int[] codes() {
    return ids;
  }

  /** Returns the texts; another array a row group. */
  public String[] texts() {
    return texts;
  }

  /** Returns true if all rows of the batch have the only text there is. */
  public boolean isConstant() {
    return texts.length == 1 && !hasNull;
  }

  @Override
  void takeDictionary(Dictionary words, int size) {
    texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = words.decodeToBinary(i).toStringUsingUTF8();
    }
  }

  @Override
  void begin(int rows) {
    hasNull = false;
  }

  @Override
  void takeIds(int from, int count) {}

  @Override
  void move(int row, int to) {
    ids[to] = ids[row];
  }

  @Override
  void setNull(int row) {
    ids[row] = NULL;
    hasNull = true;
  }
}
