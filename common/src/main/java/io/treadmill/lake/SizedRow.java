package io.treadmill.lake;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRow;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * A row that is shuffled, and says how large it is: to find that out Spark would walk through each
 * value of hundreds of rows, again and again, which takes longer than to sort them.
 */
public final class SizedRow extends GenericRow implements KnownSizeEstimation {
  private static final long serialVersionUID = 1;
  private static final long VALUE_BYTES = 48;

  /** Makes a row of values, which it keeps. */
  SizedRow(Object[] values) {
    super(values);
  }

  /** Returns the values of a row, without its schema. */
  public static SizedRow of(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new SizedRow(values);
  }

  @Override
  public long estimatedSize() {
    return bytes(this);
  }

  private static long bytes(Row row) {
    long bytes = VALUE_BYTES;
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      bytes += VALUE_BYTES;
      if (value instanceof double[] numbers) {
        bytes += Double.BYTES * (long) numbers.length;
      } else if (value instanceof int[] numbers) {
        bytes += Integer.BYTES * (long) numbers.length;
      } else if (value instanceof Row part) {
        bytes += bytes(part);
      }
    }
    return bytes;
  }
}
