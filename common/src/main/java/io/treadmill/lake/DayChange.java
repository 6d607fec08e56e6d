package io.treadmill.lake;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Map;

/**
 * How the rows of a day of a table differ between two states of it. Rows are told by their key;
 * which run wrote them, and when, makes no difference.
 *
 * @param same rows that are in both with the same values; of a table whose rows are only added 0
 * @param changed rows that are in both with other values
 * @param added rows that only the later state has
 * @param removed rows that only the earlier state has
 * @param example the first row that differs in words; null if none does
 * @param columns what changed in the rows that are in both, by column
 */
public record DayChange(
    String table,
    LocalDate day,
    long same,
    long changed,
    long added,
    long removed,
    String example,
    Map<String, OfColumn> columns)
    implements Serializable {
  /**
   * How a column differs.
   *
   * @param rows rows with another value
   * @param greatest greatest absolute difference; NaN where no two numbers differ
   * @param example key and both values of the row of the greatest difference, or of the first row
   */
  public record OfColumn(long rows, double greatest, String example) implements Serializable {}

  /** Returns true if all rows are the same. */
  public boolean isSame() {
    return changed + added + removed == 0;
  }
}
