package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Writes sorted rows to the files of their days and drops rows whose key was written already. Rows
 * come sorted by venue, product, day, file, symbol and key; memory is one open file.
 */
final class DayMerge {
  /** Columns that two copies of a row may differ in. */
  private static final Set<String> NOT_CONTENT =
      Set.of("source_id", "quality", "sequence", "copies", "day", "local_ts", "ts_raw");

  /**
   * A file that was written.
   *
   * @param venue venue
   * @param product product
   * @param day day
   * @param file the file
   */
  record MergedFile(String venue, String product, LocalDate day, DataFile file)
      implements Serializable {}

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
    /** Returns the instrument and the day, in words. */
    String name() {
      return "%s/%s/%s on %s".formatted(venue, product, symbol, day);
    }
  }

  /** Rows of one source, symbol and day: kept with their statistics, and dropped. */
  static final class Count implements Serializable {
    private static final long serialVersionUID = 1L;
    final DayStats kept;

    /** Rows that are not in the archive, for whatever reason. */
    long dropped;

    /** Those of them that are aggregated trades of which the trades are there. */
    long aggregated;

    /** Rows that share the key of a row of their own source, with other values. */
    long conflicts;

    Count(DayStats kept) {
      this.kept = kept;
    }

    void leaveOut(long rows) {
      dropped += rows;
      aggregated += rows;
    }
  }

  /**
   * What one partition wrote.
   *
   * @param files files
   * @param counts rows by source, symbol and day; source 0 counts all kept rows of a symbol and day
   */
  record Result(List<MergedFile> files, Map<CountKey, Count> counts) implements Serializable {}

  private final ArchiveDataset dataset;
  private final FileSystem fs;
  private final String root;
  private final String runId;
  private final Set<String> tradesFirst;
  private final int fileKeyColumn;
  private final int[] keyColumns;
  private final int[] contentColumns;
  private final int quality;
  private final int sourceId;
  private final int ts;
  private final int day;
  private final int copies;
  private final int tradeId;
  private final int price;
  private final int amount;
  private final int interval;
  private final int secondsOfInterval;
  private final List<MergedFile> files = new ArrayList<>();
  private final Map<CountKey, Count> counts = new LinkedHashMap<>();

  private RowBuffer pending;
  private int pendingPriority;
  private String pendingFile;
  private boolean hasPending;

  private String openGroup;
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

  /**
   * Makes one.
   *
   * @param tradesFirst {@link #place places} where aggregated trades are left out
   */
  DayMerge(
      ArchiveDataset dataset, FileSystem fs, String root, String runId, Set<String> tradesFirst) {
    this.tradesFirst = tradesFirst;
    this.dataset = dataset;
    this.fs = fs;
    this.root = root;
    this.runId = runId;
    this.fileKeyColumn = dataset.columns().size();
    this.keyColumns = keyColumns(dataset);
    this.contentColumns =
        dataset.columns().stream()
            .filter(column -> !NOT_CONTENT.contains(column.name()))
            .mapToInt(column -> dataset.index(column.name()))
            .toArray();
    this.quality = dataset.index("quality");
    this.sourceId = dataset.index("source_id");
    this.ts = dataset.isTimed() ? dataset.index("ts") : -1;
    this.day = dataset.index("day");
    this.copies = dataset == ArchiveDataset.LIQUIDATIONS ? dataset.index("copies") : -1;
    boolean trades = dataset == ArchiveDataset.TRADES;
    this.tradeId = trades ? dataset.index("trade_id") : -1;
    this.price = trades ? dataset.index("price") : -1;
    this.amount = trades ? dataset.index("amount") : -1;
    this.interval = intervalColumn(dataset);
    this.secondsOfInterval = dataset == ArchiveDataset.FUNDING ? 60 : 1;
    this.pending = new RowBuffer(dataset.columns());
  }

  /** Returns the position of the column with the cadence of the source; -1 for events. */
  private static int intervalColumn(ArchiveDataset dataset) {
    return switch (dataset) {
      case KLINES, OPEN_INTEREST, MARK_INDEX, LIQUIDATION_BARS -> dataset.index("interval_seconds");
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

  Result merge(Iterator<Row> sorted) throws IOException {
    RowBuffer next = new RowBuffer(dataset.columns());
    while (sorted.hasNext()) {
      Row row = sorted.next();
      next.take(row);
      String file = row.getString(fileKeyColumn);
      int priority = row.getInt(fileKeyColumn + 1);
      if (isAggregatedOfTrades(next)) {
        count(next).leaveOut(1);
        continue;
      }
      if (hasPending && file.equals(pendingFile) && isSameKey(pending, next)) {
        boolean isConflict = isConflict(next);
        count(next).conflicts += isConflict ? 1 : 0;
        if (!isConflict || dataset != ArchiveDataset.TRADES) {
          next = resolve(next, priority);
          continue;
        }
        addFlag(pending, QualityFlag.CONFLICT_RESOLVED);
        addFlag(next, QualityFlag.CONFLICT_RESOLVED);
      }
      flush();
      RowBuffer swap = pending;
      pending = next;
      next = swap;
      pendingPriority = priority;
      pendingFile = file;
      hasPending = true;
    }
    flush();
    closeFile();
    return new Result(files, counts);
  }

  private boolean isAggregatedOfTrades(RowBuffer row) {
    return !tradesFirst.isEmpty()
        && !row.isNull(quality)
        && (row.whole(quality) & QualityFlag.AGGREGATED_TRADE.mask()) != 0
        && tradesFirst.contains(place(row.text(0), row.text(1), row.text(2), row.whole(day)));
  }

  /** Returns the name of a symbol and day, as {@link PublishPlan} makes it. */
  static String place(String venue, String product, String symbol, long epochDay) {
    return venue + "/" + product + "/" + epochDay + "/" + symbol;
  }

  /** Two rows of one source with one id and other values: its ids are wrong, not its trades. */
  private boolean isConflict(RowBuffer next) {
    return pending.whole(sourceId) == next.whole(sourceId) && !isSameContent(next);
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
      case TRADES -> !a.isNull(dataset.index("trade_id")) || !a.isNull(dataset.index("trade_uid"));
      case MARK_INDEX ->
          a.isNull(dataset.index("mark_close")) == b.isNull(dataset.index("mark_close"));
      default -> true;
    };
  }

  private boolean isEqual(RowBuffer a, RowBuffer b, int column) {
    if (a.isNull(column) || b.isNull(column)) {
      return a.isNull(column) && b.isNull(column);
    }
    TableColumn type = dataset.columns().get(column);
    return type.type().equals(DataTypes.StringType)
        ? Objects.equals(a.text(column), b.text(column))
        : a.whole(column) == b.whole(column);
  }

  /** Keeps one of two rows of a key in {@code pending}; returns the buffer of the other. */
  private RowBuffer resolve(RowBuffer next, int priority) {
    boolean equal = isSameContent(next);
    if (equal && copies >= 0) {
      long sum =
          pending.whole(sourceId) == next.whole(sourceId)
              ? pending.whole(copies) + next.whole(copies)
              : Math.max(pending.whole(copies), next.whole(copies));
      pending.whole(copies, sum);
      addFlag(pending, QualityFlag.COPIES_DROPPED);
    }
    boolean nextWins = !equal && isBetter(next, priority);
    RowBuffer loser = nextWins ? pending : next;
    if (nextWins) {
      pending = next;
      pendingPriority = priority;
    }
    if (!equal) {
      addFlag(pending, QualityFlag.CONFLICT_RESOLVED);
    }
    count(loser).dropped++;
    return loser;
  }

  /** The row that says more wins, then the newer source. */
  private boolean isBetter(RowBuffer next, int priority) {
    int more = 0;
    for (int column : contentColumns) {
      more += (next.isNull(column) ? 0 : 1) - (pending.isNull(column) ? 0 : 1);
    }
    return more > 0 || more == 0 && priority >= pendingPriority;
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
    String group = row.text(0) + "/" + row.text(1) + "/" + row.whole(day) + "/" + pendingFile;
    if (!group.equals(openGroup)) {
      closeFile();
      openFile(row, group);
    }
    long stamp = ts >= 0 ? row.whole(ts) : row.whole(day) * BarClock.DAY_MICROS;
    writer.write(row);
    rows++;
    minTs = Math.min(minTs, stamp);
    maxTs = Math.max(maxTs, stamp);
    symbols.add(row.text(2));
    sources.add(row.whole(sourceId));
    addStats(count(row).kept, row, stamp);
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
    CountKey key = key(row, row.whole(sourceId));
    if (!key.equals(lastKey)) {
      lastKey = key;
      lastCount = counts.computeIfAbsent(key, k -> new Count(new DayStats()));
    }
    return lastCount;
  }

  private Count countOfAll(RowBuffer row) {
    CountKey key = key(row, 0);
    if (!key.equals(lastAllKey)) {
      lastAllKey = key;
      lastAll = counts.computeIfAbsent(key, k -> new Count(new DayStats()));
    }
    return lastAll;
  }

  private CountKey key(RowBuffer row, long source) {
    return new CountKey(
        row.text(0), row.text(1), row.text(2), LocalDate.ofEpochDay(row.whole(day)), source);
  }

  private void openFile(RowBuffer row, String group) throws IOException {
    String name = pendingFile.isEmpty() ? ArchiveStore.SHARED : ArchiveStore.plainName(pendingFile);
    LocalDate date = LocalDate.ofEpochDay(row.whole(day));
    path =
        new Path(
            root,
            "venue="
                + row.text(0)
                + "/product="
                + row.text(1)
                + "/day="
                + date
                + "/"
                + name
                + "-"
                + runId
                + ".parquet");
    fs.mkdirs(path.getParent());
    writer = RowWriter.create(fs, path, dataset.columns());
    openGroup = group;
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
    String[] group = openGroup.split("/");
    files.add(
        new MergedFile(
            group[0],
            group[1],
            LocalDate.ofEpochDay(Long.parseLong(group[2])),
            new DataFile(
                path.getName(),
                ArchiveStore.sha256(fs, path),
                fs.getFileStatus(path).getLen(),
                rows,
                List.copyOf(symbols),
                ts >= 0 ? minTs : null,
                ts >= 0 ? maxTs : null,
                List.copyOf(sources))));
    openGroup = null;
  }
}
