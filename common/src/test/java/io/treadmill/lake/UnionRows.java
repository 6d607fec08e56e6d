package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Rows of a union as the rows of its tables, for tests that write no files. */
public final class UnionRows {
  private UnionRows() {}

  /** Returns the rows of a table: where a row holds arrays, it stands for as many. */
  public static List<Row> of(TableUnion union, List<Row> rows, LakeTable table) {
    RowBuffer buffer = new RowBuffer(table.columns());
    List<Row> found = new ArrayList<>();
    try {
      for (Row row : union.only(rows, table.name())) {
        buffer.forEach(row, union.arrays(table), one -> found.add(one.row(table.schema())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
