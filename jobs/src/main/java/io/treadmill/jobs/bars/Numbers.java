package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.pages.NumberColumn;

/** A column of numbers in a batch: values, or ids of a dictionary of values. Null is NaN. */
final class Numbers {
  private double[] values = new double[0];
  private int[] ids;
  private double[] dictionary;

  /** Units of the dictionary's values, and for what they were computed. */
  private long[] units;

  private double[] unitsOf;
  private int unitsScale;

  /** Makes room for values of so many rows, and returns where to put them. */
  double[] ensure(int rows) {
    if (values.length < rows) {
      values = new double[rows];
    }
    ids = null;
    return values;
  }

  /** Takes the batch of a column; its arrays are used as they are. */
  void set(NumberColumn column) {
    ids = column.isCoded() ? column.ids() : null;
    if (column.isCoded()) {
      dictionary = column.dictionary();
    } else {
      values = column.values();
    }
  }

  double at(int row) {
    return ids == null ? values[row] : dictionary[ids[row]];
  }

  /**
   * Writes the numbers of rows as whole units of a scale to the same rows of an array; -1 where a
   * number is not a positive whole number of units, or has {@link MinuteSums#MAX_UNITS} or more.
   */
  void units(int from, int to, int scale, long[] out) {
    double power = Decimals.power(scale);
    if (ids == null) {
      for (int row = from; row < to; row++) {
        out[row] = Decimals.units(values[row], power);
      }
      return;
    }
    if (unitsOf != dictionary || unitsScale != scale) {
      units = new long[dictionary.length];
      for (int id = 0; id < units.length; id++) {
        units[id] = Decimals.units(dictionary[id], power);
      }
      unitsOf = dictionary;
      unitsScale = scale;
    }
    int[] rows = ids;
    long[] known = units;
    for (int row = from; row < to; row++) {
      out[row] = known[rows[row]];
    }
  }
}
