package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.SmallMerge.Keyed;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Many rows of files that are sorted but for few places: each run of sorted rows is read by itself,
 * and the next row is the least of theirs. Memory: what one row group of each run takes.
 */
final class SortedRuns implements DayMerge.SortedRows, Closeable {
  private static final int MOST_RUNS = 32;
  private static final long MOST_BYTES = 128L << 20;

  private final PublishPlan plan;
  private final PriorityQueue<Run> runs;
  private final List<Run> all;
  private final EndingCheck ending;
  private final Map<String, String> names = new HashMap<>();
  private String file;

  /** Sorted rows of a file that are read one after the other. */
  private static final class Run {
    private final PublishPlan plan;
    private final boolean isOld;
    private final RowFile rows;
    private final SmallMerge.Names names;
    private final RowBuffer row;
    private final int sourceId;
    private final int day;
    private long left;
    private Keyed now;
    private String symbol;
    private long dayNow;

    Run(PublishPlan plan, boolean isOld, RowFile rows, long left, Map<String, String> knownNames) {
      this.plan = plan;
      this.isOld = isOld;
      this.rows = rows;
      this.row = new RowBuffer(plan.dataset().columns());
      this.sourceId = plan.dataset().index("source_id");
      this.day = plan.dataset().index("day");
      this.left = left;
      this.names = new SmallMerge.Names(knownNames);
    }

    /** Moves to the next row that stays; false if there was none left. */
    boolean next() throws IOException {
      while (left-- > 0 && rows.next(row)) {
        if (isOld && !row.isNull(sourceId) && plan.removed().contains(row.whole(sourceId))) {
          continue;
        }
        names.take(row);
        if (now == null || row.whole(day) != dayNow || !row.text(2).equals(symbol)) {
          dayNow = row.whole(day);
          symbol = row.text(2);
          now = new Keyed(row, plan.file(row));
        }
        return true;
      }
      rows.close();
      return false;
    }
  }

  private SortedRuns(PublishPlan plan, EndingCheck ending) {
    this.plan = plan;
    this.ending = ending;
    this.all = new ArrayList<>();
    Comparator<Run> order =
        Comparator.comparing((Run run) -> run.now, SmallMerge.order(plan.dataset()));
    this.runs = new PriorityQueue<>(order.thenComparingInt(all::indexOf));
  }

  /**
   * Returns the runs of what a plan merges; empty if they are many, or their files large.
   *
   * @param isEnding tells that nobody waits for the rows
   * @throws java.util.concurrent.CancellationException nobody waits, then and while rows are read
   */
  static Optional<SortedRuns> of(
      PublishPlan plan,
      List<String> staged,
      List<String> old,
      Configuration conf,
      BooleanSupplier isEnding)
      throws IOException {
    SortedRuns merge = new SortedRuns(plan, new EndingCheck(isEnding));
    boolean isWhole = false;
    try {
      isWhole = merge.open(staged, false, conf) && merge.open(old, true, conf);
    } finally {
      if (!isWhole) {
        merge.close();
      }
    }
    return isWhole ? Optional.of(merge) : Optional.empty();
  }

  private boolean open(List<String> paths, boolean isOld, Configuration conf) throws IOException {
    long bytes = 0;
    for (String path : paths) {
      Path of = new Path(path);
      List<Long> starts =
          plan.isSorted(path)
              ? List.of(0L, Long.MAX_VALUE)
              : starts(of, conf, MOST_RUNS - all.size());
      bytes += starts.size() * ArchiveStore.of(of, conf).getFileStatus(of).getLen();
      if (all.size() + starts.size() - 1 > MOST_RUNS || bytes > MOST_BYTES) {
        return false;
      }
      for (int i = 0; i + 1 < starts.size(); i++) {
        RowFile rows = new RowFile(conf, of, plan.dataset().columns());
        Run run = new Run(plan, isOld, rows, starts.get(i + 1) - starts.get(i), names);
        all.add(run);
        rows.skip(starts.get(i));
        if (run.next()) {
          runs.add(run);
        }
      }
    }
    return true;
  }

  /** Returns the first rows of the runs of a file, from 0, and the number of its rows. */
  private List<Long> starts(Path path, Configuration conf, int most) throws IOException {
    ArchiveDataset dataset = plan.dataset();
    Comparator<Keyed> order = SmallMerge.order(dataset);
    List<Long> starts = new ArrayList<>(List.of(0L));
    long count = 0;
    try (RowFile rows =
        new RowFile(
            conf, path, dataset.columns(), new TreeSet<>(DayMerge.order(dataset))::contains)) {
      RowBuffer row = new RowBuffer(dataset.columns());
      RowBuffer before = new RowBuffer(dataset.columns());
      String ofFile = null;
      int day = dataset.index("day");
      for (; starts.size() <= most + 1 && rows.next(row); count++) {
        ending.row();
        boolean isSame =
            count > 0 && row.whole(day) == before.whole(day) && row.text(2).equals(before.text(2));
        String fileBefore = ofFile;
        ofFile = isSame ? ofFile : plan.file(row);
        if (count > 0 && order.compare(new Keyed(before, fileBefore), new Keyed(row, ofFile)) > 0) {
          starts.add(count);
        }
        RowBuffer swap = before;
        before = row;
        row = swap;
      }
    }
    starts.add(count);
    return starts;
  }

  @Override
  public boolean next(RowBuffer into) {
    ending.row();
    Run least = runs.poll();
    if (least == null) {
      return false;
    }
    into.take(least.row);
    file = least.now.file();
    try {
      if (least.next()) {
        runs.add(least);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    for (Run run : all) {
      run.rows.close();
    }
  }
}
