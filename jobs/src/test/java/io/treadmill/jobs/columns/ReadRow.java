package io.treadmill.jobs.columns;

import io.treadmill.lake.LakeTable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;

/** Rows as a reader of the lake gets them: their values have names. */
public final class ReadRow {
  private ReadRow() {}

  /** Returns the row of a table with its schema. */
  public static Row of(LakeTable table, Row row) {
    Object[] values = IntStream.range(0, row.size()).mapToObj(row::get).toArray();
    return new GenericRowWithSchema(values, table.schema());
  }
}
