package io.treadmill.lake;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * One column of a dataset or table.
 *
 * @param name lower snake case, unit as suffix where it has one
 * @param type Spark type
 * @param required true if the writer guarantees a value
 * @param comment meaning and unit, as the catalog shows it
 */
public record TableColumn(String name, DataType type, boolean required, String comment)
    implements Serializable {

  static TableColumn text(String name, String comment) {
    return new TableColumn(name, DataTypes.StringType, true, comment);
  }

  static TableColumn number(String name, String comment) {
    return new TableColumn(name, DataTypes.DoubleType, true, comment);
  }

  static TableColumn whole(String name, String comment) {
    return new TableColumn(name, DataTypes.LongType, true, comment);
  }

  static TableColumn integer(String name, String comment) {
    return new TableColumn(name, DataTypes.IntegerType, true, comment);
  }

  static TableColumn flag(String name, String comment) {
    return new TableColumn(name, DataTypes.BooleanType, true, comment);
  }

  static TableColumn instant(String name, String comment) {
    return new TableColumn(name, DataTypes.TimestampType, true, comment);
  }

  static TableColumn date(String name, String comment) {
    return new TableColumn(name, DataTypes.DateType, true, comment);
  }

  /** Returns the Spark field with its comment. */
  StructField field(boolean nullable) {
    return new StructField(
        name, type, nullable, new MetadataBuilder().putString("comment", comment).build());
  }

  /** Returns the same column, which may be null. */
  TableColumn optional() {
    return new TableColumn(name, type, false, comment);
  }
}
