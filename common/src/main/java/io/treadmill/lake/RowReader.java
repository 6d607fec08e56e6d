package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Decodes the rows of a Parquet file into values as Spark's rows hold them: instants as stamps,
 * days as dates. Iceberg's own records hold others, which would be made only to be made anew; and a
 * text that repeats, as in sorted files most do, is one object.
 */
final class RowReader extends ParquetValueReaders.StructReader<Object[], Object[]> {
  private final int size;

  private RowReader(List<ParquetValueReader<?>> columns) {
    super(columns);
    this.size = columns.size();
  }

  /**
   * Returns a reader of rows, an array of their values each.
   *
   * @param schema the columns in their order; one that the file lacks is null
   * @param file what the file holds, its columns known by the ids of the schema
   */
  static RowReader of(Schema schema, MessageType file) {
    return of(schema, file, false);
  }

  /** Returns the same with instants as microseconds since 1970 and dates as days since then. */
  static RowReader ofCounts(Schema schema, MessageType file) {
    return of(schema, file, true);
  }

  private static RowReader of(Schema schema, MessageType file, boolean counts) {
    List<ParquetValueReader<?>> columns = new ArrayList<>();
    for (NestedField field : schema.columns()) {
      columns.add(column(field, file, counts));
    }
    return new RowReader(columns);
  }

  private static ParquetValueReader<?> column(NestedField field, MessageType file, boolean counts) {
    for (Type type : file.getFields()) {
      if (type.getId() != null && type.getId().intValue() == field.fieldId()) {
        ColumnDescriptor column = file.getColumnDescription(new String[] {type.getName()});
        // Above its level of definition a value is there.
        int absent = file.getMaxDefinitionLevel(type.getName()) - 1;
        return ParquetValueReaders.option(type, absent, value(field, column, counts));
      }
    }
    return ParquetValueReaders.nulls();
  }

  private static ParquetValueReader<?> value(
      NestedField field, ColumnDescriptor column, boolean counts) {
    PrimitiveTypeName stored = column.getPrimitiveType().getPrimitiveTypeName();
    return switch (field.type().typeId()) {
      case STRING -> new TextReader(column);
      case TIMESTAMP ->
          counts
              ? ParquetValueReaders.unboxed(inMicros(column))
              : new InstantReader(inMicros(column));
      case DATE -> counts ? ParquetValueReaders.unboxed(column) : new DayReader(column);
      case LONG ->
          stored == PrimitiveTypeName.INT32
              ? ParquetValueReaders.intsAsLongs(column)
              : ParquetValueReaders.unboxed(column);
      case DOUBLE ->
          stored == PrimitiveTypeName.FLOAT
              ? ParquetValueReaders.floatsAsDoubles(column)
              : ParquetValueReaders.unboxed(column);
      case INTEGER, BOOLEAN -> ParquetValueReaders.unboxed(column);
      default -> throw new IllegalArgumentException("Invalid type of a column: " + field);
    };
  }

  private static ColumnDescriptor inMicros(ColumnDescriptor column) {
    if (!(column.getPrimitiveType().getLogicalTypeAnnotation()
            instanceof TimestampLogicalTypeAnnotation instant)
        || instant.getUnit() != TimeUnit.MICROS) {
      throw UserError.storage(
          "Cannot read column %s: it is stored as %s (instants must be in microseconds)"
              .formatted(String.join(".", column.getPath()), column.getPrimitiveType()),
          null);
    }
    return column;
  }

  @Override
  protected Object[] newStructData(Object[] reuse) {
    return new Object[size];
  }

  @Override
  protected Object getField(Object[] row, int place) {
    return null;
  }

  @Override
  protected Object[] buildStruct(Object[] row) {
    return row;
  }

  @Override
  protected void set(Object[] row, int place, Object value) {
    row[place] = value;
  }

  private static final class TextReader extends PrimitiveReader<String> {
    private Binary last;
    private String text;

    TextReader(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public String read(String reuse) {
      Binary next = column.nextBinary();
      // A page with a dictionary hands out the objects of the dictionary.
      if (next != last) {
        text = next.toStringUsingUTF8();
        last = next;
      }
      return text;
    }
  }

  private static final class InstantReader extends PrimitiveReader<Timestamp> {
    private static final long MICROS_OF_A_SECOND = 1_000_000;

    InstantReader(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public Timestamp read(Timestamp reuse) {
      long micros = column.nextLong();
      long seconds = Math.floorDiv(micros, MICROS_OF_A_SECOND);
      Timestamp instant = new Timestamp(seconds * 1000);
      instant.setNanos((int) (micros - seconds * MICROS_OF_A_SECOND) * 1000);
      return instant;
    }
  }

  private static final class DayReader extends PrimitiveReader<Date> {
    private int last;
    private Date day;

    DayReader(ColumnDescriptor column) {
      super(column);
    }

    @Override
    public Date read(Date reuse) {
      int next = column.nextInteger();
      if (day == null || next != last) {
        day = Date.valueOf(LocalDate.ofEpochDay(next));
        last = next;
      }
      return day;
    }
  }
}
