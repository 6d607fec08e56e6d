package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import io.treadmill.lake.TableColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Staged rows and those of the archive, few of both, sorted in memory: no plan of Spark. */
final class SmallMerge implements DayMerge.SortedRows {
  /** Most rows: some forty megabytes. */
  static final long MOST_ROWS = 100_000;

  private final MergeRules rules;
  private final List<Keyed> rows = new ArrayList<>();
  private final Names names = new Names(new HashMap<>());
  private int next;

  /** A row and the file that it goes to. */
  record Keyed(RowBuffer row, String file) {}

  /** Makes equal venues, products and symbols of the rows of several files one object. */
  static final class Names {
    private static final int COLUMNS = 3;

    private final Map<String, String> known;
    private final String[] last = new String[COLUMNS];
    private final String[] one = new String[COLUMNS];

    Names(Map<String, String> known) {
      this.known = known;
    }

    @SuppressWarnings("ReferenceEquality") // One that is equal only is looked up.
    void take(RowBuffer row) {
      for (int i = 0; i < COLUMNS; i++) {
        String name = row.text(i);
        if (name != last[i]) {
          last[i] = name;
          one[i] = known.computeIfAbsent(name, any -> any);
        }
        row.text(i, one[i]);
      }
    }
  }

  private SmallMerge(MergeRules rules) {
    this.rules = rules;
  }

  /** Reads what a plan merges. */
  static SmallMerge of(
      MergeRules rules, Collection<String> staged, List<String> old, Configuration conf)
      throws IOException {
    SmallMerge merge = new SmallMerge(rules);
    for (String path : staged) {
      merge.read(path, false, conf);
    }
    for (String path : old) {
      merge.read(path, true, conf);
    }
    merge.rows.sort(order(rules.dataset()));
    return merge;
  }

  private void read(String path, boolean isOld, Configuration conf) throws IOException {
    List<TableColumn> columns = rules.dataset().columns();
    int sourceId = rules.dataset().index("source_id");
    try (RowFile file = new RowFile(conf, new Path(path), columns)) {
      RowBuffer row = new RowBuffer(columns);
      while (file.next(row)) {
        names.take(row);
        if (isOld && rules.isGone(row, sourceId)) {
          continue;
        }
        rows.add(new Keyed(row, rules.file(row)));
        row = new RowBuffer(columns);
      }
    }
  }

  /** Rows of one file come together, rows of one key and source come together. */
  static Comparator<Keyed> order(ArchiveDataset dataset) {
    List<String> names = DayMerge.order(dataset);
    int file = names.indexOf(DayMerge.FILE_KEY);
    Comparator<RowBuffer> places = order(dataset, names.subList(0, file));
    Comparator<RowBuffer> keys = keyOrder(dataset);
    return (a, b) -> {
      int order = places.compare(a.row(), b.row());
      if (order == 0) {
        order = compare(a.file(), b.file());
      }
      return order == 0 ? keys.compare(a.row(), b.row()) : order;
    };
  }

  /** Rows of one file: those of a symbol come together, and are in the order of their keys. */
  static Comparator<RowBuffer> keyOrder(ArchiveDataset dataset) {
    List<String> names = DayMerge.order(dataset);
    return order(dataset, names.subList(names.indexOf(DayMerge.FILE_KEY) + 1, names.size()));
  }

  /** Rows as above, where no symbol has a file of its own. */
  static Comparator<RowBuffer> orderOfOneFile(ArchiveDataset dataset) {
    List<String> names = DayMerge.order(dataset);
    return order(dataset, names.subList(0, names.indexOf(DayMerge.FILE_KEY)))
        .thenComparing(keyOrder(dataset));
  }

  /** Compares by some columns, one after the other; null comes first. */
  private static Comparator<RowBuffer> order(ArchiveDataset dataset, List<String> names) {
    int[] columns = names.stream().mapToInt(dataset::index).toArray();
    ColumnType[] types = new ColumnType[columns.length];
    Arrays.setAll(types, i -> dataset.columns().get(columns[i]).type());
    return (a, b) -> {
      int order = 0;
      for (int i = 0; i < columns.length && order == 0; i++) {
        order = compare(types[i], columns[i], a, b);
      }
      return order;
    };
  }

  private static int compare(ColumnType type, int column, RowBuffer a, RowBuffer b) {
    boolean isNull = a.isNull(column);
    if (isNull || b.isNull(column)) {
      return Boolean.compare(b.isNull(column), isNull);
    }
    return switch (type) {
      case TEXT -> compare(a.text(column), b.text(column));
      case NUMBER -> Double.compare(a.number(column), b.number(column));
      case WHOLE, INTEGER, FLAG, INSTANT, DATE -> Long.compare(a.whole(column), b.whole(column));
    };
  }

  @SuppressWarnings("ReferenceEquality") // Texts that repeat mostly are the same object.
  private static int compare(String a, String b) {
    return a == b ? 0 : a.compareTo(b);
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
