package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.market.UtcDays;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a table without partitions only files are read that may hold the days asked for. */
class FileRowsTest {
  private static final LakeTable TABLE = SmallTable.of("small", LakeTable.Partition.NONE);

  @TempDir Path folder;

  private IcebergLake lake;

  private JavaRDD<Row> rows(UtcDays days) {
    return lake.rows(
        TABLE, days == null ? null : "day", days, Selection.ALL, List.of("row_count", "day"));
  }

  private static List<Long> numbers(JavaRDD<Row> rows) {
    return rows.map(row -> row.<Long>getAs("row_count")).collect();
  }

  @Test
  void aFileWithoutTheDaysIsLeftAlone() {
    lake = IcebergLake.open(SparkForTests.withLake(folder), "r");
    LocalDate first = SmallTable.DAY;
    lake.append(TABLE, List.of(SmallTable.row(first, 1), SmallTable.row(first.plusDays(1), 2)));
    lake.append(TABLE, List.of(SmallTable.row(first.plusDays(9), 3)));
    lake.publish();
    assertThat(numbers(rows(null))).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(rows(null).getNumPartitions()).as("a task for each file").isEqualTo(2);
    assertThat(numbers(rows(UtcDays.of(first.plusDays(1))))).containsExactly(2L);
    assertThat(rows(UtcDays.of(first.plusDays(1))).getNumPartitions()).isEqualTo(1);
    assertThat(numbers(rows(new UtcDays(first.plusDays(2), first.plusDays(8))))).isEmpty();
  }

  /** Each type of a column, with nulls, texts that repeat and stamps of before 1970. */
  @Test
  void rowsComeBackAsTheyWereWritten() {
    lake = IcebergLake.open(SparkForTests.withLake(folder), "r");
    LakeTable table =
        new LakeTable(
            "every_type",
            "A test",
            "day",
            LakeTable.Partition.NONE,
            List.of("row_number"),
            Stream.of(ColumnType.values())
                .map(type -> new TableColumn(name(type), type, false, "of a test"))
                .toList());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      boolean isNull = i % 5 == 4;
      Timestamp instant = Timestamp.from(Instant.ofEpochSecond(i - 9, i * 1000L));
      rows.add(
          RowFactory.create(
              isNull ? null : "text " + i % 3,
              isNull ? null : i / 7.0,
              isNull ? null : Long.MAX_VALUE - i,
              i,
              isNull ? null : i % 2 == 0,
              isNull ? null : instant,
              Date.valueOf(SmallTable.DAY.plusDays(i / 2))));
    }
    lake.append(table, rows);
    lake.publish();
    UtcDays days = new UtcDays(SmallTable.DAY, SmallTable.DAY.plusDays(30));
    List<String> names = table.columns().stream().map(TableColumn::name).toList();
    List<Row> read = lake.rows(table, "day", days, Selection.ALL, names).collect();
    assertThat(read).containsExactlyElementsOf(rows);
    assertThat(read.get(1).fieldIndex("flag")).isEqualTo(4);
    assertThatThrownBy(() -> read.get(1).fieldIndex("other"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void instantsInMillisecondsAreRefusedByColumnAndUnit() throws IOException {
    SparkSession spark = SparkForTests.get().newSession();
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS");
    spark.sql("SELECT timestamp_micros(7) AS ts").write().parquet(folder + "/millis");
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("millis"))) {
      file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    LakeTable table =
        new LakeTable(
            "instants",
            "A test",
            "ts",
            LakeTable.Partition.NONE,
            List.of("ts"),
            List.of(new TableColumn("ts", ColumnType.INSTANT, false, "of a test")));
    FileRows rows =
        new FileRows(
            () -> new HadoopFileIO(new Configuration()),
            SparkSchemaUtil.convert(table.schema()),
            new FileRows.Asked(table, table.columns(), null, null, Selection.ALL),
            true);
    assertThatThrownBy(() -> rows.read(file.toString()).iterator().next())
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("column ts", "MILLIS", "must be in microseconds");
  }

  /**
   * The reader takes the stream within the one that it is given, which closes it when collected.
   */
  @Test
  void aFileStaysOpenWhileItIsRead() throws IOException, InterruptedException {
    long count = 400_000; // Several row groups: 3 MB, as smaller files are read at once.
    SparkForTests.get()
        .range(count)
        .coalesce(1)
        .write()
        .option("compression", "none")
        .option("parquet.block.size", 1 << 19)
        .parquet(folder + "/groups");
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("groups"))) {
      file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
    try (FileIO io = new HadoopFileIO(new Configuration());
        CloseableIterable<Object[]> rows =
            PlainInput.parquet(io, file.toString())
                .project(schema)
                .withNameMapping(MappingUtil.create(schema))
                .createReaderFunc(type -> RowReader.ofCounts(schema, type))
                .build();
        CloseableIterator<Object[]> each = rows.iterator()) {
      assertThat(each.next()[0]).isEqualTo(0L);
      for (int i = 0; i < 5; i++) {
        System.gc();
        Thread.sleep(50);
      }
      long read = 1;
      for (; each.hasNext(); read++) {
        assertThat(each.next()[0]).isEqualTo(read);
      }
      assertThat(read).isEqualTo(count);
    }
  }

  private static String name(ColumnType type) {
    return switch (type) {
      case INTEGER -> "row_number";
      case DATE -> "day";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Every function of rows holds its table; its comments would cross with each. */
  @Test
  void aTableOfTheDictionaryCrossesAsItsName() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(LakeTables.LIQUIDATION_HEATMAP);
      out.writeObject(TABLE);
    }
    assertThat(bytes.size()).isLessThan(3000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isSameAs(LakeTables.LIQUIDATION_HEATMAP);
      assertThat(in.readObject()).as("a table of no dictionary").isEqualTo(TABLE);
    }
  }

  /** Cells of maps are so many that they are decoded in columns. */
  @Test
  void valuesAreTheSameRowsInTheOrderThatIsAskedFor() {
    lake = IcebergLake.open(SparkForTests.withLake(folder), "r");
    LakeTable table =
        new LakeTable(
            "wide",
            "A test",
            "day",
            LakeTable.Partition.MONTH,
            List.of("symbol", "day"),
            columns("venue", "product", "symbol", "day", "dataset"));
    List<Row> rows = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      for (String symbol : List.of("BTCUSDT", "ETHUSDT")) {
        rows.add(
            RowFactory.create(
                "okx", "spot", symbol, "n" + day, Date.valueOf(SmallTable.DAY.plusDays(day))));
      }
    }
    lake.append(table, rows);
    lake.publish();
    UtcDays days = new UtcDays(SmallTable.DAY.plusDays(4), SmallTable.DAY.plusDays(6));
    assertThat(values(table, days, new Selection("okx", new TreeSet<>(Set.of("ETHUSDT")))))
        .containsExactly("ETHUSDT n4 null", "ETHUSDT n5 null", "ETHUSDT n6 null");
    assertThat(values(table, days, Selection.ALL)).hasSize(6);
    assertThat(values(table, days, new Selection("deribit", new TreeSet<>()))).isEmpty();
  }

  /** A column that the table in the lake does not have yet is null. */
  private List<String> values(LakeTable older, UtcDays days, Selection selection) {
    LakeTable table =
        new LakeTable(
            older.name(),
            older.comment(),
            older.dayColumn(),
            older.partition(),
            older.key(),
            columns("venue", "product", "symbol", "day", "dataset", "row_count"));
    return lake.values(table, days, selection, List.of("row_count", "dataset", "symbol"))
        .map(
            row ->
                row.getUTF8String(2)
                    + " "
                    + row.getUTF8String(1)
                    + " "
                    + (row.isNullAt(0) ? null : row.getLong(0)))
        .collect();
  }

  private static List<TableColumn> columns(String... names) {
    return LakeTables.COVERAGE.columns().stream()
        .filter(column -> List.of(names).contains(column.name()))
        .toList();
  }
}
