package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes and reads the rows of a ledger by the driver itself: a few rows are no Spark job. */
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

  /** Returns columns of all rows of a table without partitions; files are read side by side. */
  static List<NamedRow> read(Table table, LakeTable of, List<String> columns) {
    // A lake of an older version gets new columns when it is next written.
    Schema there = table.schema().select(columns);
    StructType schema =
        new StructType(columns.stream().map(of.schema()::apply).toArray(StructField[]::new));
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.parallelStream()
        .flatMap(file -> read(table.io().newInputFile(file.location()), there).stream())
        .map(
            record ->
                new NamedRow(
                    new GenericRowWithSchema(
                        columns.stream()
                            .map(column -> ofSpark(record.getField(column)))
                            .toArray(),
                        schema)))
        .toList();
  }

  private static List<Record> read(InputFile file, Schema schema) {
    try (CloseableIterable<Record> rows =
        Parquet.read(file)
            .project(schema)
            .createReaderFunc(of -> GenericParquetReaders.buildReader(schema, of))
            .build()) {
      List<Record> result = new ArrayList<>();
      rows.forEach(result::add);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object ofSpark(Object value) {
    return value instanceof OffsetDateTime instant
        ? Timestamp.from(instant.toInstant())
        : value instanceof LocalDate day ? Date.valueOf(day) : value;
  }

  private static Object plain(Object value) {
    return value instanceof Timestamp instant
        ? instant.toInstant().atOffset(ZoneOffset.UTC)
        : value instanceof Date day ? day.toLocalDate() : value;
  }
}
