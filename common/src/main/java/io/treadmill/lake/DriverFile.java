package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Row;

/** Writes the rows of a ledger into a file by the driver itself: a few rows are no Spark job. */
final class DriverFile {
  private DriverFile() {}

  /**
   * Returns a file with the rows, which no snapshot knows yet.
   *
   * @param table a table without partitions
   * @param columns the columns of the rows, in order
   */
  static DataFile write(Table table, List<TableColumn> columns, List<Row> rows) {
    String name = FileFormat.PARQUET.addExtension("driver-" + UUID.randomUUID());
    try {
      DataWriter<Record> writer =
          Parquet.writeData(
                  table.io().newOutputFile(table.locationProvider().newDataLocation(name)))
              .schema(table.schema())
              .withSpec(PartitionSpec.unpartitioned())
              .createWriterFunc(GenericParquetWriter::create)
              .metricsConfig(MetricsConfig.forTable(table))
              .setAll(table.properties())
              .build();
      try (writer) {
        rows.forEach(row -> writer.write(record(table, columns, row)));
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Record record(Table table, List<TableColumn> columns, Row row) {
    GenericRecord record = GenericRecord.create(table.schema());
    for (int i = 0; i < columns.size(); i++) {
      record.setField(columns.get(i).name(), plain(row.get(i)));
    }
    return record;
  }

  private static Object plain(Object value) {
    return value instanceof Timestamp instant
        ? instant.toInstant().atOffset(ZoneOffset.UTC)
        : value instanceof Date day ? day.toLocalDate() : value;
  }
}
