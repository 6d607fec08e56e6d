package io.treadmill.book.position;

/**
 * How long ago price was at the buckets of a bar's range, as columns: the baseline without a book,
 * and the extra columns of the model.
 */
public final class Freshness {
  /** Number of the columns of the book's own freshness. */
  public static final int UNCOVERED_COLUMNS = 7;

  /** Number of the columns of the baseline M0sX. */
  public static final int COVERED_COLUMNS = 12;

  private static final int[] COVERED_EDGES = {1, 2, 3, 6, 12, 24, 48, 96, 288, 864, 2880};
  private static final int[] UNCOVERED_EDGES = {1, 3, 12, 48, 288, 864};

  private Freshness() {}

  /** Returns the column of an age in bars: 0 | 1 | 2 | 3-5 | 6-11 | 12-23 | ... | 2880 and more. */
  public static int coveredColumn(int age) {
    return column(COVERED_EDGES, age);
  }

  /** Returns the column of an age: 0 | 1-2 | 3-11 | 12-47 | 48-287 | 288-863 | older. */
  public static int uncoveredColumn(int age) {
    return column(UNCOVERED_EDGES, age);
  }

  private static int column(int[] edges, int age) {
    int column = 0;
    while (column < edges.length && age >= edges[column]) {
      column++;
    }
    return column;
  }

  /** Returns the name of a freshness column of the book as a component of the law. */
  public static String name(int uncoveredColumn) {
    int from = uncoveredColumn == 0 ? 0 : UNCOVERED_EDGES[uncoveredColumn - 1];
    return "freshness_" + from;
  }

  /** Returns the name of a column of the baseline M0sX. */
  public static String coveredName(int coveredColumn) {
    return "covered_" + (coveredColumn == 0 ? 0 : COVERED_EDGES[coveredColumn - 1]);
  }
}
