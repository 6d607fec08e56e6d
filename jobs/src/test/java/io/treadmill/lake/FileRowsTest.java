package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
