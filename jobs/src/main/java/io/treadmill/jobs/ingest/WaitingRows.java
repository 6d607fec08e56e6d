package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows of a part on the way to its file. Few of them wait and are written in the order of a merge,
 * which then need not look for it; of many that order is kept if they have it.
 */
final class WaitingRows {
  /** Most rows that wait: some six megabytes. */
  static final int MOST = 20_000;

  private final ArchiveDataset dataset;
  private final RowWriter to;
  private final Comparator<RowBuffer> order;
  private List<RowBuffer> waiting = new ArrayList<>();
  private RowBuffer last;
  private boolean isInOrder = true;

  WaitingRows(ArchiveDataset dataset, RowWriter to) {
    this.dataset = dataset;
    this.to = to;
    this.order = SmallMerge.orderOfOneFile(dataset);
  }

  /** Takes the values of a row. */
  void add(RowBuffer row) throws IOException {
    isInOrder = isInOrder && (last == null || order.compare(last, row) <= 0);
    if (waiting == null) {
      if (isInOrder) {
        last.take(row);
      }
      to.write(row);
      return;
    }
    last = new RowBuffer(dataset.columns());
    last.take(row);
    waiting.add(last);
    if (waiting.size() == MOST) {
      write();
      waiting = null;
    }
  }

  private void write() throws IOException {
    for (RowBuffer row : waiting) {
      to.write(row);
    }
  }

  /** Writes the rows that wait; returns true if all rows were written in order. */
  boolean end() throws IOException {
    if (waiting != null) {
      waiting.sort(order);
      write();
      isInOrder = true;
    }
    return isInOrder;
  }
}
