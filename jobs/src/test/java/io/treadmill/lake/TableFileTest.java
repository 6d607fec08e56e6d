package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** A file of the lake beside one that Iceberg's own writer made of the same rows. */
final class TableFileTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final List<TableColumn> COLUMNS =
      List.of(
          column("symbol", ColumnType.TEXT, true),
          column("day", ColumnType.DATE, true),
          column("ts", ColumnType.INSTANT, true),
          column("note", ColumnType.TEXT, false),
          column("usd", ColumnType.NUMBER, false),
          column("noise", ColumnType.NUMBER, true),
          column("whole", ColumnType.WHOLE, false),
          column("bucket", ColumnType.INTEGER, true),
          column("flag", ColumnType.FLAG, false),
          column("sure", ColumnType.FLAG, true),
          column("nothing", ColumnType.NUMBER, false));
  private static final LakeTable TABLE =
      new LakeTable(
          "sample", "A test", "day", LakeTable.Partition.DAY, List.of("symbol", "ts"), COLUMNS);

  private static TableColumn column(String name, ColumnType type, boolean required) {
    return new TableColumn(name, type, required, name);
  }

  private static Table table(Map<String, String> properties) {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("memory", Map.of());
    catalog.createNamespace(Namespace.of("lake"));
    Schema schema = SparkSchemaUtil.convert(TABLE.schema());
    return catalog
        .buildTable(TableIdentifier.of("lake", "sample"), schema)
        .withPartitionSpec(PartitionSpec.builderFor(schema).identity("day").build())
        .withSortOrder(SortOrder.builderFor(schema).asc("symbol").asc("ts").build())
        .withProperties(properties)
        .create();
  }

  private static List<Row> rows(int count) {
    Random random = new Random(count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant ts = Instant.ofEpochSecond(1_772_409_600L + i, 1_000L * (i % 999_999));
      rows.add(
          RowFactory.create(
              "X%02dUSDT".formatted(i * 20 / count),
              Date.valueOf(DAY),
              Timestamp.from(ts),
              i % 3 == 0 ? null : "a note, longer than bounds of metrics: ünbekannt " + i % 5,
              i % 7 == 0 ? null : Math.round(100 * random.nextGaussian()) / 100.0,
              random.nextGaussian(),
              i % 2 == 0 ? null : random.nextLong(),
              random.nextInt(50) - 25,
              i % 5 == 0 ? null : i % 2 == 0,
              i % 4 == 0,
              null));
    }
    return rows;
  }

  private static DataFile byIceberg(Table table, List<Row> rows) throws Exception {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    List<Record> records = new ArrayList<>();
    for (Row row : rows) {
      GenericRecord record = GenericRecord.create(table.schema());
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        if (value instanceof Timestamp ts) {
          value = ts.toInstant().atOffset(ZoneOffset.UTC);
        }
        record.set(i, value instanceof Date day ? day.toLocalDate() : value);
      }
      records.add(record);
    }
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(records.get(0)));
    String path =
        table
            .locationProvider()
            .newDataLocation(table.spec(), partition, UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(path))
            .schema(table.schema())
            .withSpec(table.spec())
            .withPartition(partition)
            .withSortOrder(table.sortOrder())
            .createWriterFunc(GenericParquetWriter::create)
            .metricsConfig(MetricsConfig.forTable(table))
            .setAll(table.properties())
            .build();
    try (writer) {
      records.forEach(writer::write);
    }
    return writer.toDataFile();
  }

  private static List<Record> read(Table table, DataFile file) throws Exception {
    table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue()).addFile(file).commit();
    table.refresh();
    List<Record> records = new ArrayList<>();
    try (var found = IcebergGenerics.read(table).build()) {
      found.forEach(records::add);
    }
    return records;
  }

  @Test
  void rowsAndMetricsAreThoseOfIcebergsOwnWriter() throws Exception {
    for (int count : new int[] {1, 288, 53_640}) {
      Table table = table(Map.of("write.parquet.compression-codec", "zstd"));
      List<Row> rows = rows(count);
      DataFile own = byIceberg(table, rows);
      DataFile mine = TableFile.of(table, TABLE, rows);
      assertThat(mine.recordCount()).isEqualTo(count);
      assertThat(mine.valueCounts()).isEqualTo(own.valueCounts());
      assertThat(mine.nullValueCounts()).isEqualTo(own.nullValueCounts());
      assertThat(mine.nanValueCounts()).isEqualTo(own.nanValueCounts());
      assertThat(mine.lowerBounds()).isEqualTo(own.lowerBounds());
      assertThat(mine.upperBounds()).isEqualTo(own.upperBounds());
      assertThat(mine.columnSizes().keySet()).isEqualTo(own.columnSizes().keySet());
      assertThat(mine.partition()).isEqualTo(own.partition());
      assertThat(mine.sortOrderId()).isEqualTo(own.sortOrderId()).isEqualTo(1);
      assertThat(mine.splitOffsets()).isEqualTo(own.splitOffsets());
      assertThat(mine.fileSizeInBytes())
          .isEqualTo(table.io().newInputFile(mine.location()).getLength())
          .isLessThan(own.fileSizeInBytes() * 11 / 10 + 1_000);
      assertThat(read(table, mine)).isEqualTo(read(table, own)).hasSize(count);
    }
  }

  /** With them the audit knows without a look at the rows that none is NaN. */
  @Test
  void numbersThatAreNoneAreCounted() throws Exception {
    Table table = table(Map.of());
    List<Row> rows = new ArrayList<>();
    for (Row row : rows(1_000)) {
      Object[] values = new Object[row.size()];
      Arrays.setAll(values, row::get);
      values[5] = rows.size() % 100 == 0 ? Double.NaN : values[5];
      rows.add(RowFactory.create(values));
    }
    DataFile file = TableFile.of(table, TABLE, rows);
    assertThat(file.nanValueCounts()).isEqualTo(byIceberg(table, rows).nanValueCounts());
    assertThat(file.nanValueCounts().get(table.schema().findField("noise").fieldId()))
        .isEqualTo(10);
  }

  @Test
  void propertiesOfTheTableSayHowLargeARowGroupIs() throws Exception {
    Table table = table(Map.of("write.parquet.row-group-size-bytes", "500000"));
    List<Row> rows = rows(120_000);
    DataFile file = TableFile.of(table, TABLE, rows);
    assertThat(file.splitOffsets()).hasSizeBetween(3, 6).isSorted().startsWith(4L);
    assertThat(read(table, file)).hasSize(rows.size());
    DataFile small =
        TableFile.of(table(Map.of("write.parquet.compression-level", "19")), TABLE, rows);
    assertThat(small.fileSizeInBytes()).isLessThan(file.fileSizeInBytes());
  }

  /** Rows that stand in arrays are those that stand for themselves; NaN in one is no value. */
  @Test
  void aRowOfArraysIsAsManyRows() throws Exception {
    Table table = table(Map.of());
    List<Row> rows = rows(50).subList(0, 2);
    double[] usd = {1.5, Double.NaN, -3};
    int[] buckets = {7, 8, 9};
    TableFile file = new TableFile(table, COLUMNS);
    for (Row row : rows) {
      Object[] values = new Object[row.size()];
      Arrays.setAll(values, row::get);
      values[4] = usd;
      values[7] = buckets;
      file.write(RowFactory.create(values), new int[] {4, 7});
    }
    List<Record> read = read(table, file.finish());
    assertThat(read).hasSize(6);
    for (int i = 0; i < read.size(); i++) {
      Record record = read.get(i);
      assertThat(record.getField("usd")).isEqualTo(i % 3 == 1 ? null : (Double) usd[i % 3]);
      assertThat(record.getField("bucket")).isEqualTo(buckets[i % 3]);
      assertThat(record.getField("noise")).isEqualTo(rows.get(i / 3).get(5));
    }
  }

  @Test
  void aMissingValueThatMustBeThereIsNamed() {
    Table table = table(Map.of());
    Object[] values = new Object[COLUMNS.size()];
    values[0] = "BTCUSDT";
    values[1] = Date.valueOf(DAY);
    assertThatThrownBy(() -> TableFile.of(table, TABLE, List.of(RowFactory.create(values))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("No value of ts, which has one");
  }
}
