package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.spark.sql.Row;

/**
 * One data file of a table while rows are written to it, in the order of the table's key and all of
 * one partition; no snapshot knows it. A few rows need no query plan.
 */
final class TableFile {
  /** Of rows that stand for themselves. */
  static final int[] NO_ARRAYS = {};

  private final Table table;
  private final List<TableColumn> columns;
  private final RowBuffer values;
  private ParquetOutput output;
  private RowWriter writer;
  private PartitionKey partition;

  /**
   * Makes a file, which is opened with its first row.
   *
   * @param columns the columns of the rows, in order
   */
  TableFile(Table table, List<TableColumn> columns) {
    this.table = table;
    this.columns = columns;
    this.values = new RowBuffer(columns);
  }

  /** Returns a file with rows, of which there is at least one, all of one partition. */
  static DataFile of(Table iceberg, LakeTable table, List<Row> rows) {
    TableFile file = new TableFile(iceberg, table.columns());
    int[] key = table.key().stream().mapToInt(table::place).toArray();
    rows.stream()
        .sorted(
            Comparator.comparing(
                row ->
                    new FileKey(0, 0, 0, false, Arrays.stream(key).mapToObj(row::get).toArray())))
        .forEach(row -> file.write(row, NO_ARRAYS));
    return file.finish();
  }

  /** Returns the partition that a row goes to, as in the path of a file. */
  String partition(Row row) {
    return key(row).toPath();
  }

  private PartitionKey key(Row row) {
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    GenericRecord record = GenericRecord.create(table.schema());
    for (int i = 0; i < columns.size(); i++) {
      record.setField(columns.get(i).name(), plain(row.get(i)));
    }
    key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(record));
    return key;
  }

  /**
   * Writes a row, or the rows for which it stands.
   *
   * @param arrays places of the columns that hold arrays, an element for each row; none = one row
   */
  void write(Row row, int[] arrays) {
    try {
      if (writer == null) {
        partition = key(row);
        open();
      }
      values.forEach(row, arrays, writer::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open() throws IOException {
    String name = FileFormat.PARQUET.addExtension("rows-" + UUID.randomUUID());
    String path =
        table.spec().isUnpartitioned()
            ? table.locationProvider().newDataLocation(name)
            : table.locationProvider().newDataLocation(table.spec(), partition, name);
    output = new ParquetOutput(table.io().newOutputFile(path));
    writer = RowWriter.create(output, columns, table);
  }

  /** Closes the file and returns what it holds; at least one row was written. */
  DataFile finish() {
    Metrics metrics;
    try {
      writer.endRows();
      output.ending();
      writer.close();
      metrics = metrics();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DataFiles.builder(table.spec())
        .withFormat(FileFormat.PARQUET)
        .withPath(output.getPath())
        .withPartition(table.spec().isUnpartitioned() ? null : partition)
        .withFileSizeInBytes(output.length())
        .withMetrics(metrics)
        .withSplitOffsets(writer.groups())
        .withSortOrder(table.sortOrder())
        .build();
  }

  /** What the footer says, and how many numbers are none: with those an audit reads no rows. */
  private Metrics metrics() throws IOException {
    Metrics found =
        ParquetUtil.footerMetrics(output.footer(), Stream.empty(), MetricsConfig.forTable(table));
    Map<Integer, Long> nanCounts = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int id = table.schema().findField(columns.get(i).name()).fieldId();
      if (columns.get(i).type() == ColumnType.NUMBER && found.valueCounts().containsKey(id)) {
        nanCounts.put(id, writer.nanCount(i));
      }
    }
    return new Metrics(
        found.recordCount(),
        found.columnSizes(),
        found.valueCounts(),
        found.nullValueCounts(),
        nanCounts,
        found.lowerBounds(),
        found.upperBounds());
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp instant) {
      return instant.toInstant().atOffset(ZoneOffset.UTC);
    }
    return value instanceof Date day ? day.toLocalDate() : value;
  }
}
