package io.treadmill.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of several tables as rows of one schema: a column for each, named after it, of which one is
 * set. So one pass over the input fills them all.
 */
public final class TableUnion implements Serializable {
  private static final long serialVersionUID = 1;
  private static final List<String> INSTANT = List.of("venue", "product", "symbol", "ts");
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

  /** Returns the union with one more column: instrument, instant and these columns of a table. */
  public TableUnion with(String name, LakeTable table, String... columns) {
    return with(
        name, table.schema(Stream.concat(INSTANT.stream(), Arrays.stream(columns)).toList()));
  }

  /** Returns the union with one more column, of a dataset of the archive. */
  public TableUnion with(String name, ArchiveDataset dataset, String... columns) {
    return with(name, dataset.table(), columns);
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

  /** Returns the names of the columns of rows that stand in a column. */
  public List<String> columns(String name) {
    return List.of(((StructType) schema.apply(name).dataType()).fieldNames());
  }

  /**
   * Returns a row of the union from a row that has, among others, the columns that stand there, by
   * their names.
   *
   * @throws IllegalArgumentException if the union or the row has no such column
   */
  public Row rowByName(String name, Row found) {
    return row(name, RowFactory.create(columns(name).stream().map(found::getAs).toArray()));
  }

  /** Returns a row of the union with the names of its columns, and of those in them. */
  public Row named(Row row) {
    Object[] parts = new Object[schema.size()];
    for (int i = 0; i < parts.length; i++) {
      if (!row.isNullAt(i)) {
        Row part = row.getStruct(i);
        Object[] values = new Object[part.size()];
        Arrays.setAll(values, part::get);
        parts[i] = new GenericRowWithSchema(values, (StructType) schema.apply(i).dataType());
      }
    }
    return new GenericRowWithSchema(parts, schema);
  }

  /** Returns the rows by the names of the columns that they stand in, which all are there. */
  public Map<String, List<NamedRow>> parts(Iterator<Row> union) {
    Map<String, List<NamedRow>> parts = new LinkedHashMap<>();
    String[] names = schema.fieldNames();
    for (String name : names) {
      parts.put(name, new ArrayList<>());
    }
    while (union.hasNext()) {
      Row row = union.next();
      for (int i = 0; i < names.length; i++) {
        if (!row.isNullAt(i)) {
          parts.get(names[i]).add(new NamedRow(row.getStruct(i)));
        }
      }
    }
    return parts;
  }

  /** Returns the rows of one column. */
  public List<Row> only(List<Row> union, String name) {
    int place = schema.fieldIndex(name);
    return union.stream()
        .filter(row -> !row.isNullAt(place))
        .map(row -> row.getStruct(place))
        .toList();
  }

  /** Returns the places of the columns of a table whose rows hold arrays here. */
  int[] arrays(LakeTable table) {
    StructType rows = (StructType) schema.apply(table.name()).dataType();
    return IntStream.range(0, rows.size())
        .filter(place -> rows.apply(place).dataType() instanceof ArrayType)
        .toArray();
  }

  /** Returns the rows of one column. */
  public JavaRDD<Row> only(JavaRDD<Row> union, String name) {
    int place = schema.fieldIndex(name);
    return union.filter(row -> !row.isNullAt(place)).map(row -> row.getStruct(place));
  }
}
