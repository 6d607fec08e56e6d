package io.treadmill.lake;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A table of two columns, a day and a number, for tests of what holds for every table. */
final class SmallTable {
  static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private SmallTable() {}

  static LakeTable of(String name, LakeTable.Partition partition) {
    List<TableColumn> columns =
        LakeTables.COVERAGE.columns().stream()
            .filter(column -> List.of("day", "row_count").contains(column.name()))
            .toList();
    return new LakeTable(name, "A test", "day", partition, List.of("day"), columns);
  }

  static Row row(LocalDate day, long value) {
    return RowFactory.create(Date.valueOf(day), value);
  }

  /** Returns the numbers, sorted. */
  static List<Long> values(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.<Long>getAs("row_count")).sorted().toList();
  }
}
