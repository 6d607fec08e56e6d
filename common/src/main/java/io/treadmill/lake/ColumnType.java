package io.treadmill.lake;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What a column holds: one word in the dictionary, one type in Spark, one in Parquet. */
public enum ColumnType {
  TEXT(DataTypes.StringType, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()),
  NUMBER(DataTypes.DoubleType, PrimitiveTypeName.DOUBLE, null),
  WHOLE(DataTypes.LongType, PrimitiveTypeName.INT64, null),
  INTEGER(DataTypes.IntegerType, PrimitiveTypeName.INT32, null),
  FLAG(DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN, null),
  /** UTC, in microseconds since 1970. */
  INSTANT(
      DataTypes.TimestampType,
      PrimitiveTypeName.INT64,
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)),
  /** UTC, in days since 1970. */
  DATE(DataTypes.DateType, PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());

  private final DataType spark;
  private final PrimitiveTypeName parquet;
  private final LogicalTypeAnnotation meaning;

  ColumnType(DataType spark, PrimitiveTypeName parquet, LogicalTypeAnnotation meaning) {
    this.spark = spark;
    this.parquet = parquet;
    this.meaning = meaning;
  }

  /** Returns the type of Spark. */
  public DataType spark() {
    return spark;
  }

  /** Returns a field of Parquet. */
  Type parquet(String name, Type.Repetition repetition) {
    return Types.primitive(parquet, repetition).as(meaning).named(name);
  }
}
