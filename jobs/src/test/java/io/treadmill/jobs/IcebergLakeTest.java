package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTable.Partition;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a query plan, as large tables are written, and by the tasks that hold the rows. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class IcebergLakeTest {
  private static final LakeTable TABLE = LakeTables.VOLUME_PROFILE_5M;
  private static final LakeTable BY_MONTH = like(Partition.MONTH, TABLE.columns());
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  @Parameter boolean byTasks;

  @TempDir Path folder;

  private Written write(
      IcebergLake lake, LakeTable table, UtcDays days, Selection selection, Dataset<Row> rows) {
    if (!byTasks) {
      return lake.overwrite(table, days, selection, rows);
    }
    TableUnion union = TableUnion.of(List.of(table));
    String[] columns = table.columns().stream().map(TableColumn::name).toArray(String[]::new);
    JavaRDD<Row> of = rows.selectExpr(columns).toJavaRDD().map(row -> union.row(table.name(), row));
    return lake.overwrite(List.of(table), days, selection, union, of).get(0);
  }

  private static LakeTable like(Partition partition, List<TableColumn> columns) {
    return new LakeTable(
        TABLE.name(), TABLE.comment(), TABLE.dayColumn(), partition, TABLE.key(), columns);
  }

  @Test
  void aTableThatWasNeverWrittenHasNoRows() {
    IcebergLake lake = SparkForTests.lake(folder, "r0");
    assertThat(lake.exists(TABLE)).isFalse();
    assertThat(lake.read(TABLE).count()).isZero();
    assertThat(lake.dataFiles(TABLE)).isEmpty();
  }

  @Test
  void runningADayTwiceLeavesTheSameRows() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    UtcDays days = new UtcDays(DAY, DAY.plusDays(2));
    Written first = write(lake, TABLE, days, Selection.ALL, rows(spark, "A", 1.0, 3));
    List<Row> once = sorted(lake);
    Written second =
        write(IcebergLake.open(spark, "r2"), TABLE, days, Selection.ALL, rows(spark, "A", 1.0, 3));
    assertThat(first.rows()).isEqualTo(3);
    assertThat(second.rows()).isEqualTo(3);
    assertThat(second.snapshotId()).isNotEqualTo(first.snapshotId());
    assertThat(sorted(lake)).isEqualTo(once);
  }

  @Test
  void aRowOutsideTheDaysOfTheRunIsRefused() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    assertThatThrownBy(
            () -> write(lake, TABLE, UtcDays.of(DAY), Selection.ALL, rows(spark, "A", 1.0, 2)))
        .hasMessageContaining("outside 2026-03-02");
    assertThat(lake.read(TABLE).count()).isZero();
  }

  @Test
  void aTableOfAnOlderVersionIsReadWithItsNewColumnsEmpty() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    LakeTable older =
        like(
            TABLE.partition(),
            TABLE.columns().stream().filter(c -> !c.name().equals("trade_count")).toList());
    write(lake, older, UtcDays.of(DAY), Selection.ALL, rows(spark, "A", 1.0, 1));
    Row row = lake.read(TABLE).first();
    assertThat(row.schema().fieldNames()).isEqualTo(TABLE.schema().fieldNames());
    assertThat(row.isNullAt(row.fieldIndex("trade_count"))).isTrue();
    assertThat(row.getString(row.fieldIndex("symbol"))).isEqualTo("A");
  }

  @Test
  void aColumnThatMayBeNullNowMayBeNullInATableOfAnOlderVersion() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    LakeTable older =
        like(
            TABLE.partition(),
            TABLE.columns().stream()
                .map(c -> new TableColumn(c.name(), c.type(), isRequired(c), c.comment()))
                .toList());
    Dataset<Row> filled = rows(spark, "A", 1.0, 1).withColumn("trade_count", functions.lit(1L));
    write(lake, older, UtcDays.of(DAY), Selection.ALL, filled);
    write(lake, TABLE, UtcDays.of(DAY), Selection.ALL, rows(spark, "B", 1.0, 1));
    Row row = lake.read(TABLE).first();
    assertThat(row.isNullAt(row.fieldIndex("trade_count"))).isTrue();
  }

  private static boolean isRequired(TableColumn column) {
    return column.required() || column.name().equals("trade_count");
  }

  @Test
  void aDayThatBecameEmptyLosesItsOldRows() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    write(lake, TABLE, new UtcDays(DAY, DAY.plusDays(2)), Selection.ALL, rows(spark, "A", 1.0, 3));
    write(lake, TABLE, UtcDays.of(DAY.plusDays(1)), Selection.ALL, rows(spark, "A", 1.0, 0));
    assertThat(sorted(lake)).hasSize(2);
  }

  @Test
  void aRunOfOneSymbolLeavesTheOtherSymbolsOfTheDay() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    UtcDays days = new UtcDays(DAY, DAY.plusDays(2));
    write(
        lake,
        TABLE,
        days,
        Selection.ALL,
        rows(spark, "A", 1.0, 3).unionAll(rows(spark, "B", 2.0, 3)));
    Written again =
        write(
            IcebergLake.open(spark, "r2"),
            TABLE,
            UtcDays.of(DAY),
            new Selection("binance", new TreeSet<>(Set.of("A"))),
            rows(spark, "A", 9.0, 1));
    assertThat(again.rows()).isEqualTo(1);
    assertThat(lake.read(TABLE).where("symbol = 'A' and base_volume = 9").count()).isEqualTo(1);
    assertThat(lake.read(TABLE).where("symbol = 'A' and base_volume = 1").count()).isEqualTo(2);
    assertThat(lake.read(TABLE).where("symbol = 'B'").count()).isEqualTo(3);
  }

  @Test
  void aFileHoldsTheRowsOfAMonthWhereDaysAreSmall() {
    SparkSession spark = SparkForTests.withLake(folder);
    LakeTable table = BY_MONTH;
    IcebergLake lake = IcebergLake.open(spark, "r1");
    UtcDays days = new UtcDays(DAY, DAY.plusDays(39));
    write(lake, table, days, Selection.ALL, rows(spark, "A", 1.0, 40));
    assertThat(lake.dataFiles(table)).hasSize(2);
    Written again =
        write(
            IcebergLake.open(spark, "r2"),
            table,
            UtcDays.of(DAY),
            Selection.ALL,
            rows(spark, "A", 9.0, 1));
    assertThat(again.rows()).isEqualTo(1);
    assertThat(lake.dataFiles(table)).hasSize(2);
    assertThat(lake.read(table).where("base_volume = 1").count()).isEqualTo(39);
    assertThat(lake.read(table).where("base_volume = 9").count()).isEqualTo(1);
    Selection other = new Selection("binance", new TreeSet<>(Set.of("B")));
    write(lake, table, UtcDays.of(DAY), other, rows(spark, "B", 2.0, 1));
    write(lake, table, UtcDays.of(DAY), other, rows(spark, "B", 2.0, 0));
    assertThat(lake.read(table).count()).isEqualTo(40);
  }

  /** As many files as the day before needed, each with all rows of its instruments. */
  @Test
  void aDayOfManyInstrumentsIsSeveralFiles() {
    assumeTrue(byTasks); // Spark's own writer cuts files by itself.
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    Dataset<Row> all = rows(spark, "A", 1.0, 1);
    for (String symbol : List.of("B", "C", "D", "E", "F", "G", "H")) {
      all = all.unionAll(rows(spark, symbol, 1.0, 1));
    }
    all = all.unionAll(all.withColumn("bucket", functions.lit(11)));
    write(lake, TABLE, UtcDays.of(DAY), Selection.ALL, all);
    assertThat(lake.dataFiles(TABLE)).hasSize(1);
    spark.sql(
        "ALTER TABLE lake.treadmill.%s SET TBLPROPERTIES ('write.target-file-size-bytes' = '2000')"
            .formatted(TABLE.name()));
    write(IcebergLake.open(spark, "r2"), TABLE, UtcDays.of(DAY), Selection.ALL, all);
    List<String> files = lake.dataFiles(TABLE);
    assertThat(files).hasSizeBetween(2, 3);
    Dataset<Row> stored = spark.read().parquet(files.toArray(String[]::new));
    assertThat(stored.count()).isEqualTo(16);
    assertThat(stored.select(functions.col("symbol"), functions.input_file_name()).distinct())
        .satisfies(ofFiles -> assertThat(ofFiles.count()).as("a file a symbol").isEqualTo(8));
    write(
        IcebergLake.open(spark, "r3"),
        TABLE,
        UtcDays.of(DAY),
        new Selection("binance", new TreeSet<>(Set.of("C"))),
        rows(spark, "C", 9.0, 1));
    assertThat(lake.dataFiles(TABLE)).hasSizeGreaterThan(1);
    assertThat(lake.read(TABLE).where("base_volume = 1").count()).isEqualTo(14);
    assertThat(lake.read(TABLE).where("symbol = 'C' and base_volume = 9").count()).isEqualTo(1);
  }

  @Test
  void aTableOfAnOlderVersionWithAFileADayIsWrittenAsItIs() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    write(lake, TABLE, new UtcDays(DAY, DAY.plusDays(2)), Selection.ALL, rows(spark, "A", 1.0, 3));
    write(lake, BY_MONTH, UtcDays.of(DAY), Selection.ALL, rows(spark, "A", 9.0, 1));
    assertThat(lake.read(TABLE).where("base_volume = 1").count()).isEqualTo(2);
    assertThat(lake.read(TABLE).where("base_volume = 9").count()).isEqualTo(1);
    assertThat(lake.dataFiles(TABLE)).hasSize(3);
  }

  @Test
  void tablesAndColumnsCarryTheirComments() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    write(lake, TABLE, UtcDays.of(DAY), Selection.ALL, rows(spark, "A", 1.0, 1));
    assertThat(columnComments(spark))
        .isEqualTo(TABLE.columns().stream().map(TableColumn::comment).toList());
    assertThat(comment(spark)).isEqualTo(TABLE.comment());
  }

  @Test
  void commentsOfAnOlderVersionAreRefreshedByTheNextWrite() {
    SparkSession spark = SparkForTests.withLake(folder);
    LakeTable older =
        new LakeTable(
            TABLE.name(),
            "an older word",
            TABLE.dayColumn(),
            TABLE.partition(),
            TABLE.key(),
            TABLE.columns().stream()
                .map(c -> new TableColumn(c.name(), c.type(), c.required(), "older " + c.comment()))
                .toList());
    write(
        IcebergLake.open(spark, "r1"),
        older,
        UtcDays.of(DAY),
        Selection.ALL,
        rows(spark, "A", 1.0, 1));
    assertThat(comment(spark)).isEqualTo("an older word");
    IcebergLake.open(spark, "r2").append(TABLE, rows(spark, "B", 1.0, 1));
    assertThat(comment(spark)).isEqualTo(TABLE.comment());
    assertThat(columnComments(spark))
        .isEqualTo(TABLE.columns().stream().map(TableColumn::comment).toList());
    assertThat(IcebergLake.open(spark, "r3").read(TABLE).count()).isEqualTo(2);
  }

  private static List<String> columnComments(SparkSession spark) {
    return spark
        .sql("DESCRIBE lake.treadmill." + TABLE.name())
        .limit(TABLE.columns().size())
        .collectAsList()
        .stream()
        .map(row -> row.getString(row.fieldIndex("comment")))
        .toList();
  }

  private static String comment(SparkSession spark) {
    return spark
        .sql("DESCRIBE EXTENDED lake.treadmill." + TABLE.name())
        .where("col_name = 'Comment'")
        .first()
        .getString(1);
  }

  private static List<Row> sorted(IcebergLake lake) {
    return lake.read(TABLE).orderBy("symbol", "ts", "bucket").collectAsList();
  }

  /** One row a day, from the first day on. */
  private static Dataset<Row> rows(SparkSession spark, String symbol, double volume, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant ts = Instant.parse("2026-03-02T23:55:00Z").plusSeconds(86_400L * i);
      rows.add(
          RowFactory.create(
              "binance",
              "linear_perp",
              symbol,
              Timestamp.from(ts),
              10,
              1.0,
              1.1,
              null,
              null,
              volume,
              null,
              "klines"));
    }
    return spark.createDataFrame(rows, TABLE.schema());
  }
}
