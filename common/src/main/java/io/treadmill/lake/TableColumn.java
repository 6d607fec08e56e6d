package io.treadmill.lake;

import java.io.Serializable;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * One column of a dataset or table.
 *
 * @param name lower snake case, unit as suffix where it has one
 * @param type what it holds
 * @param required true if the writer guarantees a value
 * @param comment meaning and unit, as the catalog shows it
 */
public record TableColumn(String name, ColumnType type, boolean required, String comment)
    implements Serializable {

  /** Returns the Spark field with its comment. */
  StructField field(boolean nullable) {
    return new StructField(
        name, type.spark(), nullable, new MetadataBuilder().putString("comment", comment).build());
  }
}
