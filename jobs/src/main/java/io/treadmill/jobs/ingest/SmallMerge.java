package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Staged rows and those of the archive, few of both, sorted in memory: no plan of Spark. */
final class SmallMerge implements DayMerge.SortedRows {
  /** Most rows: some forty megabytes. */
  static final long MOST_ROWS = 100_000;

  private final ArchiveDataset dataset;
  private final List<Keyed> rows = new ArrayList<>();
  private int next;

  /** A row and the file that it goes to. */
  record Keyed(RowBuffer row, String file) {}

  private SmallMerge(ArchiveDataset dataset) {
    this.dataset = dataset;
  }

  /** Reads what a plan merges. */
  static SmallMerge of(PublishPlan plan, List<String> staged, List<String> old, Configuration conf)
      throws IOException {
    SmallMerge merge = new SmallMerge(plan.dataset());
    for (String path : staged) {
      merge.read(plan, path, false, conf);
    }
    for (String path : old) {
      merge.read(plan, path, true, conf);
    }
    merge.rows.sort(order(plan.dataset()));
    return merge;
  }

  private void read(PublishPlan plan, String path, boolean isOld, Configuration conf)
      throws IOException {
    int sourceId = dataset.index("source_id");
    try (RowFile file = new RowFile(conf, new Path(path), dataset.columns())) {
      RowBuffer row = new RowBuffer(dataset.columns());
      while (file.next(row)) {
        if (isOld && !row.isNull(sourceId) && plan.removed().contains(row.whole(sourceId))) {
          continue;
        }
        rows.add(new Keyed(row, plan.file(row)));
        row = new RowBuffer(dataset.columns());
      }
    }
  }

  /** Rows of one file come together, rows of one key and source come together. */
  static Comparator<Keyed> order(ArchiveDataset dataset) {
    List<String> names = DayMerge.order(dataset);
    int file = names.indexOf(DayMerge.FILE_KEY);
    int[] places = places(dataset, names.subList(0, file));
    int[] keys = places(dataset, names.subList(file + 1, names.size()));
    return (a, b) -> {
      int order = compare(dataset, places, a.row(), b.row());
      if (order == 0) {
        order = a.file().compareTo(b.file());
      }
      return order == 0 ? compare(dataset, keys, a.row(), b.row()) : order;
    };
  }

  private static int[] places(ArchiveDataset dataset, List<String> names) {
    return names.stream().mapToInt(dataset::index).toArray();
  }

  /** Compares by some columns, one after the other; null comes first. */
  private static int compare(ArchiveDataset dataset, int[] columns, RowBuffer a, RowBuffer b) {
    for (int column : columns) {
      boolean isNull = a.isNull(column);
      int order =
          isNull || b.isNull(column)
              ? Boolean.compare(b.isNull(column), isNull)
              : switch (dataset.columns().get(column).type()) {
                case TEXT -> a.text(column).compareTo(b.text(column));
                case NUMBER -> Double.compare(a.number(column), b.number(column));
                case WHOLE, INTEGER, FLAG, INSTANT, DATE ->
                    Long.compare(a.whole(column), b.whole(column));
              };
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public boolean next(RowBuffer into) {
    if (next == rows.size()) {
      return false;
    }
    into.take(rows.get(next++).row());
    return true;
  }

  @Override
  public String file() {
    return rows.get(next - 1).file();
  }
}
