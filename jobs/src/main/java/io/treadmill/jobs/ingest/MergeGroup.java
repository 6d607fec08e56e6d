package io.treadmill.jobs.ingest;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Runs of sorted rows whose days no other run has: they are merged by themselves.
 *
 * @param rules what a merge must know
 * @param runs the runs, in the order of their first rows
 */
record MergeGroup(MergeRules rules, List<MergeGroup.Run> runs) implements Serializable {

  /**
   * Where a row stands in a merge, but for its key.
   *
   * @param venue venue
   * @param product product
   * @param day days since 1970
   * @param file what tells its file from others of the day
   * @param symbol symbol
   */
  record Place(String venue, String product, long day, String file, String symbol)
      implements Comparable<Place>, Serializable {
    /** Returns true if a row stands here, but for its venue: a file has one. */
    boolean isOf(String productOfRow, String symbolOfRow, long dayOfRow) {
      return day == dayOfRow && symbol.equals(symbolOfRow) && product.equals(productOfRow);
    }

    @Override
    public int compareTo(Place other) {
      int order = compare(venue, other.venue);
      order = order == 0 ? compare(product, other.product) : order;
      order = order == 0 ? Long.compare(day, other.day) : order;
      order = order == 0 ? compare(file, other.file) : order;
      return order == 0 ? compare(symbol, other.symbol) : order;
    }

    @SuppressWarnings("ReferenceEquality") // Texts that repeat mostly are the same object.
    private static int compare(String a, String b) {
      return a == b ? 0 : a.compareTo(b);
    }
  }

  /**
   * Sorted rows of a file that stand one after the other.
   *
   * @param path the file
   * @param isOld it is of the archive, so that some of its rows may go
   * @param from rows of the file before it
   * @param rows its rows; more than the file has = all that follow
   * @param first where its first row stands, or a place before it
   * @param last where its last row stands, or a place after it
   * @param bytes of the file
   */
  record Run(String path, boolean isOld, long from, long rows, Place first, Place last, long bytes)
      implements Serializable {}

  /**
   * Returns true if a merge has few runs open at a time, and little of their files.
   *
   * @param mostRuns most runs
   * @param mostBytes most bytes of the files of the runs together
   */
  boolean isNarrow(int mostRuns, long mostBytes) {
    PriorityQueue<Run> open = new PriorityQueue<>(Comparator.comparing(Run::last));
    long bytes = 0;
    for (Run run : runs) {
      while (!open.isEmpty() && open.peek().last().compareTo(run.first()) < 0) {
        bytes -= open.remove().bytes();
      }
      open.add(run);
      bytes += run.bytes();
      if (open.size() > mostRuns || bytes > mostBytes) {
        return false;
      }
    }
    return true;
  }
}
