package io.treadmill.jobs.bars.pages;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;

/** A column of text whose pages are all ids of a dictionary. */
public final class CodeColumn extends PagedColumn {
  /** Stands for null. */
  public static final int NULL = -1;

  private final RunReader runs = new RunReader();
  private int[] codes = new int[0];
  private String[] texts = new String[0];
  private boolean hasNull;

  /** Returns the index of each row's text; {@link #NULL} for null. */
  public int[] codes() {
    return codes;
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
  void takeDictionary(Dictionary words) {
    texts = new String[words == null ? 0 : words.getMaxId() + 1];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = words.decodeToBinary(i).toStringUsingUTF8();
    }
  }

  @Override
  void begin(int rows) {
    if (codes.length < rows) {
      codes = new int[rows];
    }
    hasNull = false;
  }

  @Override
  void startPage(Encoding encoding, PageBytes page, int at) {
    switch (encoding) {
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> runs.start(page, at + 1, page.byteAt(at));
      default -> throw unknown(encoding);
    }
  }

  @Override
  void readValues(int from, int count) {
    runs.read(codes, from, count);
  }

  @Override
  void move(int row, int to) {
    codes[to] = codes[row];
  }

  @Override
  void setNull(int row) {
    codes[row] = NULL;
    hasNull = true;
  }
}
