package io.treadmill.lake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/**
 * A row that was read, which many ask for values by their names: those are found in one step, which
 * Spark's schema takes several for.
 */
public final class ReadRow extends GenericRowWithSchema {
  private static final long serialVersionUID = 1;

  private final Names names;

  private ReadRow(Object[] values, Names names) {
    super(values, names.schema);
    this.names = names;
  }

  /** The columns of rows. */
  public static final class Names implements Serializable {
    private static final long serialVersionUID = 1;

    private final StructType schema;
    private final Map<String, Integer> places = new HashMap<>();

    /** Keeps the names of a schema. */
    public Names(StructType schema) {
      this.schema = schema;
      for (String name : schema.fieldNames()) {
        places.put(name, places.size());
      }
    }

    /** Returns a row of values, which it keeps. */
    public ReadRow row(Object[] values) {
      return new ReadRow(values, this);
    }
  }

  @Override
  public int fieldIndex(String name) {
    Integer place = names.places.get(name);
    return place == null ? super.fieldIndex(name) : place;
  }
}
