package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.RowWriter;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.BarClock;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Keeps, for a partition of a merge, the values that gave way to others. */
final class Revisions implements Closeable {
  /** Columns in which two rows of a key may differ without a word. */
  static final Set<String> NOT_CONTENT =
      Set.of("source_id", "quality", "sequence", "copies", "day", "local_ts", "ts_raw");

  /**
   * An import, as far as its revisions are concerned.
   *
   * @param folder folder in staging
   * @param runId run
   * @param nowMicros its time, microseconds since 1970
   */
  record Import(String folder, String runId, long nowMicros) implements Serializable {}

  /**
   * Two sources that differ.
   *
   * @param old source that gave way
   * @param kept source that stands
   */
  record Pair(long old, long kept) implements Serializable {}

  /**
   * How much two sources differ.
   *
   * @param rows rows of one key that differ, or that the later edition does not have
   * @param largest largest relative change of a number; 0 if none
   * @param column the column of that change; null if none
   */
  record Difference(long rows, double largest, String column) implements Serializable {
    Difference plus(Difference other) {
      Difference more = other.largest > largest ? other : this;
      return new Difference(rows + other.rows, more.largest, more.column);
    }
  }

  private record Change(
      ArchiveDataset dataset,
      RowBuffer row,
      RowBuffer kept,
      TableColumn column,
      int at,
      Pair sources,
      String key,
      Import by) {
    private long ts() {
      long value = row.whole(dataset.index(dataset.isTimed() ? "ts" : "valid_from"));
      return dataset.isTimed() ? value : value * BarClock.DAY_MICROS;
    }
  }

  private static final RowLayout<Change> ROWS =
      RowLayout.<Change>of(LakeTables.REVISIONS)
          .text("dataset", of -> of.dataset().folder())
          .text("venue", of -> of.row().text(0))
          .text("product", of -> of.row().text(1))
          .text("symbol", of -> of.row().text(2))
          .micros("ts", Change::ts)
          .text("row_key", Change::key)
          .text("column", of -> of.column().name())
          .number("old_value", of -> number(of.row(), of.column(), of.at()))
          .number("new_value", of -> number(of.kept(), of.column(), of.at()))
          .text("old_text", of -> text(of.row(), of.column(), of.at()))
          .text("new_text", of -> text(of.kept(), of.column(), of.at()))
          .whole("old_source_id", of -> of.sources().old())
          .whole("new_source_id", of -> of.sources().kept())
          .text("run_id", of -> of.by().runId())
          .micros("imported_ts", of -> of.by().nowMicros())
          .build();

  private final ArchiveDataset dataset;
  private final FileSystem fs;
  private final Import by;
  private final int[] content;
  private final List<TableColumn> columns;
  private final int sourceId;
  private final RowBuffer buffer = new RowBuffer(LakeTables.REVISIONS.columns());
  private final Map<Pair, Difference> differences = new LinkedHashMap<>();
  private final Map<Pair, Long> absent = new LinkedHashMap<>();
  private Path path;
  private RowWriter writer;

  Revisions(ArchiveDataset dataset, FileSystem fs, Import by) {
    this.dataset = dataset;
    this.fs = fs;
    this.by = by;
    this.columns = dataset.columns();
    this.sourceId = dataset.index("source_id");
    this.content = content(dataset);
  }

  /** Returns the positions of the columns in which two rows of a key are compared. */
  static int[] content(ArchiveDataset dataset) {
    return dataset.columns().stream()
        .filter(column -> !NOT_CONTENT.contains(column.name()))
        .mapToInt(column -> dataset.index(column.name()))
        .toArray();
  }

  /** Takes a row that gives way to another of its key. */
  void differ(RowBuffer old, RowBuffer kept) throws IOException {
    Pair sources = new Pair(old.whole(sourceId), kept.whole(sourceId));
    add(old, kept, sources);
  }

  /** Takes a row that a later edition of its file does not have; its values if it is dropped. */
  void absent(RowBuffer old, Precedence.Ruling ruling) throws IOException {
    Pair sources = new Pair(old.whole(sourceId), ruling.by());
    if (ruling.drops()) {
      add(old, null, sources);
    } else {
      absent.merge(sources, 1L, Long::sum);
    }
  }

  private void add(RowBuffer old, RowBuffer kept, Pair sources) throws IOException {
    Difference difference = new Difference(1, 0, null);
    for (int at : content) {
      TableColumn column = columns.get(at);
      boolean isKey = dataset.order().contains(column.name());
      if (at < 3 || isKey || kept != null && isEqual(old, kept, column, at)) {
        continue;
      }
      if (kept == null && old.isNull(at)) {
        continue;
      }
      write(new Change(dataset, old, kept, column, at, sources, key(old), by));
      double before = number(old, column, at);
      double after = number(kept, column, at);
      double change = Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after));
      if (change > 0) {
        difference = difference.plus(new Difference(0, change, column.name()));
      }
    }
    differences.merge(sources, difference, Difference::plus);
  }

  private String key(RowBuffer row) {
    return dataset.order().stream()
        .filter(name -> !name.equals("ts") && !name.equals("sequence"))
        .map(name -> name + "=" + value(row, columns.get(dataset.index(name)), dataset.index(name)))
        .collect(Collectors.joining(" "));
  }

  private static String value(RowBuffer row, TableColumn column, int at) {
    String text = text(row, column, at);
    return text != null || row.isNull(at) ? text : Long.toString(row.whole(at));
  }

  private static double number(RowBuffer row, TableColumn column, int at) {
    if (row == null || row.isNull(at)) {
      return Double.NaN;
    }
    return switch (column.type()) {
      case NUMBER -> row.number(at);
      case TEXT -> Double.NaN;
      default -> row.whole(at);
    };
  }

  private static String text(RowBuffer row, TableColumn column, int at) {
    boolean isText = column.type() == ColumnType.TEXT;
    return row == null || row.isNull(at) || !isText ? null : row.text(at);
  }

  /** Returns true if a column has the same value, or none, in two rows. */
  static boolean isEqual(RowBuffer a, RowBuffer b, TableColumn column, int at) {
    if (a.isNull(at) || b.isNull(at)) {
      return a.isNull(at) && b.isNull(at);
    }
    return column.type() == ColumnType.TEXT
        ? a.text(at).equals(b.text(at))
        : a.whole(at) == b.whole(at);
  }

  private void write(Change change) throws IOException {
    if (writer == null) {
      path = new Path(by.folder(), dataset.folder() + "-" + UUID.randomUUID() + ".parquet");
      fs.mkdirs(path.getParent());
      writer = RowWriter.create(fs, path, LakeTables.REVISIONS.columns());
    }
    buffer.take(ROWS.row(change));
    writer.write(buffer);
  }

  /** Returns the Parquet file of the values that gave way; null if there are none. */
  String path() {
    return path == null ? null : path.toString();
  }

  /** Returns how much which sources differ. */
  Map<Pair, Difference> differences() {
    return differences;
  }

  /** Returns how many rows of an earlier edition stay that the later one does not have. */
  Map<Pair, Long> absent() {
    return absent;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
