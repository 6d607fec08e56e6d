package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

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
    this.places = places(table.schema(), columns);
    this.partition = new PartitionKey(table.spec(), table.schema());
  }

  private static int[] places(Schema schema, List<TableColumn> columns) {
    List<String> names = schema.columns().stream().map(field -> field.name()).toList();
    return columns.stream().mapToInt(column -> names.indexOf(column.name())).toArray();
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

  /** Returns columns of the rows of a file of the table, as Spark has them. */
  static CloseableIterable<Row> read(Table table, List<TableColumn> columns, DataFile file) {
    // A lake of an older version gets new columns when it is next written.
    Schema read = table.schema().select(columns.stream().map(TableColumn::name).toList());
    int[] places = places(read, columns);
    CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(read)
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(read, schema))
            .reuseContainers()
            .build();
    return CloseableIterable.transform(
        records,
        found -> {
          Object[] row = new Object[places.length];
          for (int i = 0; i < row.length; i++) {
            row[i] = places[i] < 0 ? null : ofSpark(found.get(places[i]));
          }
          return RowFactory.create(row);
        });
  }

  /** Returns columns of all rows of a table, by the driver itself; files are read side by side. */
  static List<NamedRow> all(
      Table table, LakeTable of, List<String> names, Predicate<NamedRow> isWanted) {
    List<TableColumn> columns =
        of.columns().stream().filter(column -> names.contains(column.name())).toList();
    StructType schema =
        new StructType(
            columns.stream().map(column -> column.field(true)).toArray(StructField[]::new));
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.parallelStream()
        .flatMap(file -> all(table, columns, file, schema, isWanted).stream())
        .toList();
  }

  private static List<NamedRow> all(
      Table table,
      List<TableColumn> columns,
      DataFile file,
      StructType schema,
      Predicate<NamedRow> isWanted) {
    List<NamedRow> result = new ArrayList<>();
    try (CloseableIterable<Row> rows = read(table, columns, file)) {
      for (Row row : rows) {
        Object[] values = new Object[columns.size()];
        Arrays.setAll(values, row::get);
        NamedRow named = new NamedRow(new GenericRowWithSchema(values, schema));
        if (isWanted.test(named)) {
          result.add(named);
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp instant) {
      return instant.toInstant().atOffset(ZoneOffset.UTC);
    }
    return value instanceof Date day ? day.toLocalDate() : value;
  }

  private static Object ofSpark(Object value) {
    return value instanceof OffsetDateTime instant
        ? Timestamp.from(instant.toInstant())
        : value instanceof LocalDate day ? Date.valueOf(day) : value;
  }
}
