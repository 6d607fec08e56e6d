package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
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
}
