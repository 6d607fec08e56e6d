package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.BarClock;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes sorted rows to the files of their days and drops rows whose key was written already. Rows
 * come sorted by venue, product, day, file, symbol and key; memory is one open file.
 */
final class DayMerge {
  /**
   * A file that was written.
   *
   * @param day its folder
   * @param file the file
   */
  record MergedFile(PublishPlan.DayKey day, DataFile file) implements Serializable {}

  /**
   * Whose rows are counted.
   *
   * @param venue venue
   * @param product product
   * @param symbol symbol
   * @param day day
   * @param sourceId source file; 0 for all of them
   */
  record CountKey(String venue, String product, String symbol, LocalDate day, long sourceId)
      implements Serializable {
    static CountKey of(PublishPlan.DayKey day, String symbol, long sourceId) {
      return new CountKey(day.venue(), day.product(), symbol, day.day(), sourceId);
    }

    CountKey with(long other) {
      return new CountKey(venue, product, symbol, day, other);
    }
  }

  /** Rows of one source, symbol and day: kept with their statistics, and dropped. */
  static final class Count implements Serializable {
    private static final long serialVersionUID = 1L;
    final DayStats kept;

    /** Rows that are not in the archive, for whatever reason. */
    long dropped;

    /** Trades that share the id of a trade of their own source, with other values. */
    long conflicts;

    Count(DayStats kept) {
      this.kept = kept;
    }

    /** Returns the count of rows none of which is in the archive. */
    static Count gone(long dropped) {
      Count count = new Count(new DayStats());
      count.dropped = dropped;
      return count;
    }
  }

  /**
   * What one partition wrote.
   *
   * @param files files
   * @param counts rows by source, symbol and day; source 0 counts all kept rows of a symbol and day
   * @param revisions Parquet file of the values that gave way; null if none
   * @param differences how much which sources differ
   * @param absent rows of an earlier edition that the later one does not have
   */
  record Result(
      List<MergedFile> files,
      Map<CountKey, Count> counts,
      String revisions,
      Map<Revisions.Pair, Revisions.Difference> differences,
      Map<Revisions.Pair, Long> absent)
      implements Serializable {}

  /** Rows in the order in which they are written. */
  interface SortedRows {
    /** Fills the next row; false if there was none left. */
    boolean next(RowBuffer row);

    /** Returns what tells the file of that row from others of its day. */
    String file();
  }

  /** Name of the column that tells one file of a day from the others. */
  static final String FILE_KEY = "file_key";

  private final ArchiveDataset dataset;
  private final FileSystem fs;
  private final String root;
  private final String runId;
  private final Precedence precedence;
  private final Revisions revisions;
  private final int[] keyColumns;
  private final int[] contentColumns;
  private final int quality;
  private final int sourceId;
  private final int ts;
  private final int day;
  private final int copies;
  private final int tradeId;
  private final int tradeUid;
  private final int price;
  private final int amount;
  private final int interval;
  private final int secondsOfInterval;
  private final List<MergedFile> files = new ArrayList<>();
  private final Map<CountKey, Count> counts = new LinkedHashMap<>();

  private RowBuffer pending;
  private Precedence.Ruling pendingRuling;
  private String pendingFile;
  private boolean hasPending;
  private long copiesOfSource;
  private long sourceOfCopies;

  private PublishPlan.DayKey openDay;
  private String openFile;
  private Count openCount;
  private RowWriter writer;
  private Path path;
  private long rows;
  private long minTs;
  private long maxTs;
  private TreeSet<String> symbols;
  private TreeSet<Long> sources;
  private CountKey lastKey;
  private Count lastCount;
  private CountKey lastAllKey;
  private Count lastAll;

  DayMerge(
      ArchiveDataset dataset,
      FileSystem fs,
      String root,
      Revisions.Import by,
      Precedence precedence) {
    this.dataset = dataset;
    this.fs = fs;
    this.root = root;
    this.runId = by.runId();
    this.precedence = precedence;
    this.revisions = new Revisions(dataset, fs, by);
    this.keyColumns = keyColumns(dataset);
    this.contentColumns = Revisions.content(dataset);
    this.quality = dataset.index("quality");
    this.sourceId = dataset.index("source_id");
    this.ts = dataset.isTimed() ? dataset.index("ts") : -1;
    this.day = dataset.index("day");
    this.copies = dataset == ArchiveDataset.LIQUIDATIONS ? dataset.index("copies") : -1;
    boolean trades = dataset == ArchiveDataset.TRADES;
    this.tradeId = trades ? dataset.index("trade_id") : -1;
    this.tradeUid = trades ? dataset.index("trade_uid") : -1;
    this.price = trades ? dataset.index("price") : -1;
    this.amount = trades ? dataset.index("amount") : -1;
    this.interval = intervalColumn(dataset);
    this.secondsOfInterval = dataset == ArchiveDataset.FUNDING ? 60 : 1;
    this.pending = new RowBuffer(dataset.columns());
  }

  /** Returns the position of the column with the cadence of the source; -1 for events. */
  private static int intervalColumn(ArchiveDataset dataset) {
    return switch (dataset) {
      case KLINES, OPEN_INTEREST, LONG_SHORT, MARK_INDEX, LIQUIDATION_BARS ->
          dataset.index("interval_seconds");
      case FUNDING -> dataset.index("interval_minutes");
      case TRADES, LIQUIDATIONS, FUTURES_DAILY, INSTRUMENTS, MARGIN_TIERS -> -1;
    };
  }

  /** Returns the positions of the columns that, in a symbol and day, make two rows the same. */
  static int[] keyColumns(ArchiveDataset dataset) {
    List<String> names =
        switch (dataset) {
          case TRADES -> List.of("ts", "trade_id", "trade_uid");
          case LIQUIDATION_BARS -> List.of("ts", "interval_seconds", "scope", "venue_set");
          default -> dataset.order();
        };
    return names.stream().mapToInt(dataset::index).toArray();
  }

  /** Returns the columns by which rows are sorted: those of one file, of one key, of a source. */
  static List<String> order(ArchiveDataset dataset) {
    List<String> order = new ArrayList<>(List.of("venue", "product", "day", FILE_KEY, "symbol"));
    for (int column : keyColumns(dataset)) {
      order.add(dataset.columns().get(column).name());
    }
    if (dataset == ArchiveDataset.MARK_INDEX) {
      order.add("mark_close");
    }
    order.add("source_id");
    if (dataset == ArchiveDataset.TRADES) {
      order.add("sequence");
    }
    return order;
  }

  Result merge(SortedRows sorted) throws IOException {
    RowBuffer next = new RowBuffer(dataset.columns());
    try (revisions) {
      while (sorted.next(next)) {
        String file = sorted.file();
        Precedence.Ruling ruling = ruling(next);
        if (isDropped(ruling) && ruling.by() == 0) {
          // Ids of another count: what has the same one is another row.
          count(next).dropped++;
          continue;
        }
        if (hasPending && file.equals(pendingFile) && isSameKey(pending, next)) {
          if (!isConflict(next)) {
            next = resolve(next, ruling);
            continue;
          }
          count(next).conflicts++;
          addFlag(pending, QualityFlag.CONFLICT_RESOLVED);
          addFlag(next, QualityFlag.CONFLICT_RESOLVED);
        }
        flush();
        RowBuffer swap = pending;
        pending = next;
        next = swap;
        pendingRuling = ruling;
        pendingFile = file;
        hasPending = true;
        startCopies(pending);
      }
      flush();
      closeFile();
    }
    return new Result(files, counts, revisions.path(), revisions.differences(), revisions.absent());
  }

  private Precedence.Ruling ruling(RowBuffer row) {
    boolean hasId = tradeId < 0 || !row.isNull(tradeId) || !row.isNull(tradeUid);
    return precedence.ruling(row.whole(sourceId), row.text(2), stamp(row), hasId);
  }

  private static boolean isDropped(Precedence.Ruling ruling) {
    return ruling != null && ruling.drops();
  }

  private long stamp(RowBuffer row) {
    return ts >= 0 ? row.whole(ts) : row.whole(day) * BarClock.DAY_MICROS;
  }

  /** Two trades of one source with one id and other values: its ids are wrong, not its trades. */
  private boolean isConflict(RowBuffer next) {
    return dataset == ArchiveDataset.TRADES
        && pending.whole(sourceId) == next.whole(sourceId)
        && !isSameContent(next);
  }

  private boolean isSameContent(RowBuffer next) {
    for (int column : contentColumns) {
      if (!isEqual(pending, next, column)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSameKey(RowBuffer a, RowBuffer b) {
    for (int i = 0; i < 3; i++) {
      if (!a.text(i).equals(b.text(i))) {
        return false;
      }
    }
    for (int column : keyColumns) {
      if (!isEqual(a, b, column)) {
        return false;
      }
    }
    return switch (dataset) {
      case TRADES -> !a.isNull(tradeId) || !a.isNull(tradeUid);
      case MARK_INDEX ->
          a.isNull(dataset.index("mark_close")) == b.isNull(dataset.index("mark_close"));
      default -> true;
    };
  }

  private boolean isEqual(RowBuffer a, RowBuffer b, int column) {
    return Revisions.isEqual(a, b, dataset.columns().get(column), column);
  }

  /** Keeps one of two rows of a key in {@code pending}; returns the buffer of the other. */
  private RowBuffer resolve(RowBuffer next, Precedence.Ruling ruling) throws IOException {
    boolean equal = isSameContent(next);
    if (equal && copies >= 0) {
      addCopies(next);
    }
    boolean nextStands = stands(next, ruling, equal);
    RowBuffer loser = nextStands ? pending : next;
    if (nextStands) {
      if (equal && copies >= 0) {
        next.whole(copies, pending.whole(copies));
        next.whole(quality, next.whole(quality) | QualityFlag.COPIES_DROPPED.mask());
      }
      pending = next;
      pendingRuling = ruling;
    }
    if (!equal) {
      addFlag(pending, QualityFlag.CONFLICT_RESOLVED);
      revisions.differ(loser, pending);
    }
    count(loser).dropped++;
    return loser;
  }

  private void startCopies(RowBuffer row) {
    if (copies >= 0) {
      sourceOfCopies = row.whole(sourceId);
      copiesOfSource = row.whole(copies);
    }
  }

  /** A row stands as often as in the source that has it most often. */
  private void addCopies(RowBuffer next) {
    if (next.whole(sourceId) == sourceOfCopies) {
      copiesOfSource += next.whole(copies);
    } else {
      startCopies(next);
    }
    pending.whole(copies, Math.max(pending.whole(copies), copiesOfSource));
    addFlag(pending, QualityFlag.COPIES_DROPPED);
  }

  /** Whether a row stands over {@code pending}: see {@link Precedence}. */
  private boolean stands(RowBuffer next, Precedence.Ruling ruling, boolean equal) {
    if (isDropped(ruling) != isDropped(pendingRuling)) {
      return isDropped(pendingRuling);
    }
    int more = 0;
    for (int column : contentColumns) {
      more += (next.isNull(column) ? 0 : 1) - (pending.isNull(column) ? 0 : 1);
    }
    if (more != 0) {
      return more > 0;
    }
    int order = precedence.compare(next.whole(sourceId), pending.whole(sourceId));
    return order != 0 ? order > 0 : !equal && isLarger(next);
  }

  private boolean isLarger(RowBuffer next) {
    for (int column : contentColumns) {
      if (!isEqual(next, pending, column)) {
        TableColumn of = dataset.columns().get(column);
        return of.type() == ColumnType.TEXT
            ? next.text(column).compareTo(pending.text(column)) > 0
            : of.type() == ColumnType.NUMBER
                ? next.number(column) > pending.number(column)
                : next.whole(column) > pending.whole(column);
      }
    }
    return false;
  }

  private void addFlag(RowBuffer row, QualityFlag flag) {
    long old = row.isNull(quality) ? 0 : row.whole(quality);
    row.whole(quality, old | flag.mask());
  }

  private void flush() throws IOException {
    if (!hasPending) {
      return;
    }
    hasPending = false;
    RowBuffer row = pending;
    if (pendingRuling != null && pendingRuling.by() != 0) {
      revisions.absent(row, pendingRuling);
    }
    if (isDropped(pendingRuling)) {
      count(row).dropped++;
      return;
    }
    if (!isOpen(row)) {
      closeFile();
      openFile(row);
    }
    long stamp = stamp(row);
    writer.write(row);
    rows++;
    minTs = Math.min(minTs, stamp);
    maxTs = Math.max(maxTs, stamp);
    Count count = count(row);
    if (count != openCount) {
      openCount = count;
      symbols.add(row.text(2));
      sources.add(row.whole(sourceId));
    }
    addStats(count.kept, row, stamp);
    addStats(countOfAll(row).kept, row, stamp);
  }

  private void addStats(DayStats stats, RowBuffer row, long stamp) {
    boolean hasId = tradeId >= 0 && !row.isNull(tradeId);
    stats.add(stamp, hasId, hasId ? row.whole(tradeId) : 0);
    if (price >= 0) {
      stats.addVolume(row.number(amount), row.number(amount) * row.number(price));
    }
    if (interval >= 0 && !row.isNull(interval) && row.whole(interval) > 0) {
      stats.interval((int) row.whole(interval) * secondsOfInterval);
    }
  }

  private Count count(RowBuffer row) {
    if (lastKey == null || !isOf(lastKey, row, row.whole(sourceId))) {
      lastKey = key(row, row.whole(sourceId));
      lastCount = counts.computeIfAbsent(lastKey, k -> new Count(new DayStats()));
    }
    return lastCount;
  }

  private Count countOfAll(RowBuffer row) {
    if (lastAllKey == null || !isOf(lastAllKey, row, 0)) {
      lastAllKey = key(row, 0);
      lastAll = counts.computeIfAbsent(lastAllKey, k -> new Count(new DayStats()));
    }
    return lastAll;
  }

  private boolean isOf(CountKey key, RowBuffer row, long source) {
    return key.sourceId() == source
        && key.day().toEpochDay() == row.whole(day)
        && key.symbol().equals(row.text(2))
        && key.product().equals(row.text(1))
        && key.venue().equals(row.text(0));
  }

  private CountKey key(RowBuffer row, long source) {
    return new CountKey(
        row.text(0), row.text(1), row.text(2), LocalDate.ofEpochDay(row.whole(day)), source);
  }

  private boolean isOpen(RowBuffer row) {
    return writer != null
        && openDay.day().toEpochDay() == row.whole(day)
        && openFile.equals(pendingFile)
        && openDay.venue().equals(row.text(0))
        && openDay.product().equals(row.text(1));
  }

  private void openFile(RowBuffer row) throws IOException {
    openFile = pendingFile;
    openCount = null;
    openDay =
        new PublishPlan.DayKey(row.text(0), row.text(1), LocalDate.ofEpochDay(row.whole(day)));
    String name = openFile.isEmpty() ? ArchiveStore.SHARED : ArchiveStore.plainName(openFile);
    path =
        new Path(
            root,
            "venue=%s/product=%s/day=%s/%s-%s.parquet"
                .formatted(openDay.venue(), openDay.product(), openDay.day(), name, runId));
    fs.mkdirs(path.getParent());
    writer = RowWriter.create(fs, path, dataset.columns());
    rows = 0;
    minTs = Long.MAX_VALUE;
    maxTs = Long.MIN_VALUE;
    symbols = new TreeSet<>();
    sources = new TreeSet<>();
  }

  private void closeFile() throws IOException {
    if (writer == null) {
      return;
    }
    writer.close();
    writer = null;
    files.add(
        new MergedFile(
            openDay,
            DataFile.of(
                fs,
                path,
                rows,
                List.copyOf(symbols),
                ts >= 0 ? minTs : null,
                ts >= 0 ? maxTs : null,
                List.copyOf(sources))));
  }
}
