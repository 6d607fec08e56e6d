package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.pages.CodeColumn;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of text in one batch, as codes: rows of the same text have the same code, null is -1.
 * Codes are the ids of the dictionary where the file has one, so that no text is read for a row.
 */
final class TextColumn {
  private static final int NULL = -1;

  private final String literal;
  private int[] codes = new int[0];
  private boolean constant;
  private ColumnVector vector;

  /** The texts of the codes, if there is no vector. */
  private String[] texts;

  /** The text of every row, if there are neither. */
  private String same;

  /** A column with this text in every row, unless a vector is loaded. */
  TextColumn(String literal) {
    this.literal = literal;
  }

  /** Takes the rows of a batch; no vector = the literal. */
  void load(ColumnVector values, int rows) {
    vector = values;
    same = literal;
    constant = values == null || values instanceof ConstantColumnVector;
    if (constant) {
      return;
    }
    if (codes.length < rows) {
      codes = new int[rows];
    }
    if (values instanceof WritableColumnVector writable && writable.hasDictionary()) {
      WritableColumnVector ids = writable.getDictionaryIds();
      boolean nulls = values.hasNull();
      for (int row = 0; row < rows; row++) {
        codes[row] = nulls && values.isNullAt(row) ? NULL : ids.getDictId(row);
      }
    } else {
      number(rows);
    }
  }

  /** Takes the rows of a batch; no column = one text for all rows. */
  void load(CodeColumn column, String text) {
    vector = null;
    constant = column == null || column.isConstant();
    same = column == null ? text : column.texts().length == 1 ? column.texts()[0] : null;
    if (!constant) {
      codes = column.codes();
      texts = column.texts();
    }
  }

  int code(int row) {
    return constant ? 0 : codes[row];
  }

  /**
   * Returns the first row before the limit whose text differs from that of a row; else the limit.
   */
  int runEnd(int row, int limit) {
    if (constant) {
      return limit;
    }
    int end = row + 1;
    while (end < limit && codes[end] == codes[row]) {
      end++;
    }
    return end;
  }

  /** Returns the text of a row; null if it has none. */
  String text(int row) {
    if (vector == null && constant) {
      return same;
    }
    if (vector == null) {
      return codes[row] == NULL ? null : texts[codes[row]];
    }
    return vector.isNullAt(row) ? null : vector.getUTF8String(row).toString();
  }

  private void number(int rows) {
    Map<UTF8String, Integer> known = new HashMap<>();
    UTF8String previous = null;
    int code = NULL;
    for (int row = 0; row < rows; row++) {
      if (vector.isNullAt(row)) {
        codes[row] = NULL;
        continue;
      }
      UTF8String text = vector.getUTF8String(row);
      if (!text.equals(previous)) {
        Integer found = known.get(text);
        if (found == null) {
          found = known.size();
          known.put(text.copy(), found);
        }
        code = found;
        previous = text;
      }
      codes[row] = code;
    }
  }
}
