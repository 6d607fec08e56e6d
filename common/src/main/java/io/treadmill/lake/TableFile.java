package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Row;

/**
 * One data file of a table while rows are written to it, in the order of the table's key and all of
 * one partition; no snapshot knows it. By Iceberg's own writer: a few rows need no query plan.
 */
final class TableFile {
  private final Table table;
  private final GenericRecord record;
  private final int[] places;
  private final PartitionKey partition;
  private DataWriter<Record> writer;

  /**
   * Opens a file with its first row.
   *
   * @param columns the columns of the rows, in order
   */
  TableFile(Table table, List<TableColumn> columns) {
    this.table = table;
    this.record = GenericRecord.create(table.schema());
    List<String> names = table.schema().columns().stream().map(field -> field.name()).toList();
    this.places = columns.stream().mapToInt(column -> names.indexOf(column.name())).toArray();
    this.partition = new PartitionKey(table.spec(), table.schema());
  }

  /** Returns a file with rows, of which there is at least one, all of one partition. */
  static DataFile of(Table iceberg, LakeTable table, List<Row> rows) {
    TableFile file = new TableFile(iceberg, table.columns());
    int[] key = table.key().stream().mapToInt(table::place).toArray();
    rows.stream()
        .sorted(
            Comparator.comparing(
                row -> new FileKey(0, 0, false, Arrays.stream(key).mapToObj(row::get).toArray())))
        .forEach(file::write);
    return file.finish();
  }

  /** Returns the partition that a row goes to, as in the path of a file. */
  String partition(Row row) {
    fill(row);
    return partition.toPath();
  }

  private void take(Row row) {
    for (int i = 0; i < places.length; i++) {
      record.set(places[i], plain(row.get(i)));
    }
  }

  private void fill(Row row) {
    take(row);
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(record));
  }

  /** Writes a row. */
  void write(Row row) {
    if (writer == null) {
      fill(row);
      writer = open();
    } else {
      take(row);
    }
    writer.write(record);
  }

  private DataWriter<Record> open() {
    String name = FileFormat.PARQUET.addExtension("rows-" + UUID.randomUUID());
    String path =
        table.spec().isUnpartitioned()
            ? table.locationProvider().newDataLocation(name)
            : table.locationProvider().newDataLocation(table.spec(), partition, name);
    try {
      return Parquet.writeData(table.io().newOutputFile(path))
          .schema(table.schema())
          .withSpec(table.spec())
          .withPartition(table.spec().isUnpartitioned() ? null : partition)
          .withSortOrder(table.sortOrder())
          .createWriterFunc(GenericParquetWriter::create)
          .metricsConfig(MetricsConfig.forTable(table))
          .setAll(table.properties())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the file and returns what it holds; at least one row was written. */
  DataFile finish() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toDataFile();
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp instant) {
      return instant.toInstant().atOffset(ZoneOffset.UTC);
    }
    return value instanceof Date day ? day.toLocalDate() : value;
  }
}
