package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.MergeGroup.Place;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The rows of the sorted runs of a group: each run is opened when its first row may be the next,
 * and the next row is the least of those that are open. Memory: what one row group of each open run
 * takes.
 */
final class SortedRuns implements DayMerge.SortedRows, Closeable {
  private final MergeRules rules;
  private final Configuration conf;
  private final EndingCheck ending;
  private final Comparator<RowBuffer> keys;
  private final Map<String, String> names = new HashMap<>();

  /** Runs that have rows left, but for {@link #now}. */
  private final PriorityQueue<Run> waiting;

  /** The run of the last row; null before the first row and after the last. */
  private Run now;

  private String file;

  /** A run, open or not. */
  private final class Run {
    private final MergeGroup.Run of;
    private final int number;
    private final RowBuffer row;
    private final SmallMerge.Names ownNames = new SmallMerge.Names(names);
    private final int day = rules.dataset().index("day");
    private final int sourceId = rules.dataset().index("source_id");
    private RowFile rows;
    private long left;
    private Place place;

    Run(MergeGroup.Run of, int number) {
      this.of = of;
      this.number = number;
      this.row = new RowBuffer(rules.dataset().columns());
      this.left = of.rows();
      this.place = of.first();
    }

    boolean isOpen() {
      return rows != null;
    }

    void open() throws IOException {
      rows = new RowFile(conf, new Path(of.path()), rules.dataset().columns());
      rows.skip(of.from());
    }

    /** Moves to the next row that stays; false if there was none left. */
    boolean next() throws IOException {
      while (left-- > 0 && rows.next(row)) {
        if (of.isOld() && rules.isGone(row, sourceId)) {
          continue;
        }
        ownNames.take(row);
        if (isFirst() || !place.isOf(row.text(1), row.text(2), row.whole(day))) {
          String ofRow = rules.file(row);
          place = new Place(row.text(0), row.text(1), row.whole(day), ofRow, row.text(2));
        }
        return true;
      }
      rows.close();
      return false;
    }

    private boolean isFirst() {
      return place == of.first();
    }

    int compare(Run other) {
      int order = place.compareTo(other.place);
      if (order != 0) {
        return order;
      }
      if (!isOpen() || !other.isOpen()) {
        return Boolean.compare(isOpen(), other.isOpen());
      }
      order = keys.compare(row, other.row);
      return order == 0 ? Integer.compare(number, other.number) : order;
    }
  }

  /**
   * Makes the rows of a group.
   *
   * @param isEnding tells that nobody waits for them
   */
  SortedRuns(MergeGroup group, Configuration conf, BooleanSupplier isEnding) {
    this.rules = group.rules();
    this.conf = conf;
    this.ending = new EndingCheck(isEnding);
    this.keys = SmallMerge.keyOrder(rules.dataset());
    this.waiting = new PriorityQueue<>(Run::compare);
    List<MergeGroup.Run> runs = group.runs();
    for (int i = 0; i < runs.size(); i++) {
      waiting.add(new Run(runs.get(i), i));
    }
  }

  /**
   * Fills the next row.
   *
   * @throws java.util.concurrent.CancellationException nobody waits
   */
  @Override
  public boolean next(RowBuffer into) {
    ending.row();
    try {
      if (now != null && !now.next()) {
        now = null;
      }
      while (!waiting.isEmpty() && (now == null || now.compare(waiting.peek()) > 0)) {
        Run least = waiting.remove();
        if (now != null) {
          waiting.add(now);
        }
        now = least;
        if (!now.isOpen()) {
          now.open();
          if (!now.next()) {
            now = null;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (now == null) {
      return false;
    }
    into.take(now.row);
    file = now.place.file();
    return true;
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (now != null) {
      waiting.add(now);
    }
    for (Run run : waiting) {
      if (run.isOpen()) {
        run.rows.close();
      }
    }
  }
}
