package io.treadmill.lake;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of several tables as rows of one schema: a column for each, named after it, of which one is
 * set. So one pass over the input fills them all.
 */
public final class TableUnion implements Serializable {
  private static final long serialVersionUID = 1;
  private final StructType schema;

  private TableUnion(StructType schema) {
    this.schema = schema;
  }

  /** Returns the union of tables. */
  public static TableUnion of(List<LakeTable> tables) {
    TableUnion union = new TableUnion(new StructType());
    for (LakeTable table : tables) {
      union = union.with(table.name(), table.schema());
    }
    return union;
  }

  /** Returns the union with one more column: rows of another schema than a table's. */
  public TableUnion with(String name, StructType rows) {
    return new TableUnion(schema.add(DataTypes.createStructField(name, rows, true)));
  }

  /** Returns the schema of the union. */
  public StructType schema() {
    return schema;
  }

  /**
   * Returns a row of the union.
   *
   * @throws IllegalArgumentException if the union has no such column
   */
  public Row row(String name, Row row) {
    Object[] parts = new Object[schema.size()];
    parts[schema.fieldIndex(name)] = row;
    return RowFactory.create(parts);
  }

  /** Returns the rows of one column. */
  public List<Row> only(List<Row> union, String name) {
    int place = schema.fieldIndex(name);
    return union.stream()
        .filter(row -> !row.isNullAt(place))
        .map(row -> row.getStruct(place))
        .toList();
  }

  /** Returns the rows of one column. */
  public JavaRDD<Row> only(JavaRDD<Row> union, String name) {
    int place = schema.fieldIndex(name);
    return union.filter(row -> !row.isNullAt(place)).map(row -> row.getStruct(place));
  }

  /** Returns the rows of one column. */
  public Dataset<Row> only(Dataset<Row> union, String name) {
    return union.where(functions.col(name).isNotNull()).select(name + ".*");
  }
}
