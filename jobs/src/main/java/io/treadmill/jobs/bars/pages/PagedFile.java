package io.treadmill.jobs.bars.pages;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Some columns of a piece of a Parquet file, read a batch of rows at a time. */
public final class PagedFile implements Closeable {
  private static final int BATCH = 4096;
  private static final Set<Encoding> ENCODINGS =
      EnumSet.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.DELTA_BINARY_PACKED,
          // Of levels: values of the types that are read here cannot have these.
          Encoding.RLE,
          Encoding.BIT_PACKED);

  /** What a column holds. */
  public enum Kind {
    /** Microseconds UTC: a {@link LongColumn}. */
    TIME,
    /** Whole numbers: a {@link LongColumn}. */
    WHOLE,
    /** A {@link NumberColumn}. */
    NUMBER,
    /** A {@link CodeColumn}. */
    TEXT
  }

  private final ParquetFileReader reader;
  private final Map<String, PagedColumn> columns;
  private final MessageType schema;
  private String kept;
  private long keptFrom;
  private long keptEnd;
  private int group;
  private long left;
  private int rows;

  private PagedFile(
      ParquetFileReader reader, Map<String, PagedColumn> columns, MessageType schema) {
    this.reader = reader;
    this.columns = columns;
    this.schema = schema;
  }

  /**
   * Opens the row groups whose middle lies in a range of bytes.
   *
   * @param columns what to read; columns that the file does not have are left out
   * @return empty if the file has types or encodings that are not read here
   */
  public static Optional<PagedFile> open(
      Configuration configuration, Path path, long start, long end, Map<String, Kind> columns) {
    var options = HadoopReadOptions.builder(configuration, path).withRange(start, end).build();
    Optional<PagedFile> file = Optional.empty();
    try {
      ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration), options);
      try {
        file = of(reader, columns);
      } finally {
        if (file.isEmpty()) {
          reader.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static Optional<PagedFile> of(ParquetFileReader reader, Map<String, Kind> kinds) {
    MessageType all = reader.getFileMetaData().getSchema();
    Map<String, PagedColumn> columns = new LinkedHashMap<>();
    List<Type> types = new ArrayList<>();
    for (var wanted : kinds.entrySet()) {
      String name = wanted.getKey();
      if (!all.containsField(name)) {
        if (hasInOtherCase(all, name)) {
          return Optional.empty();
        }
        continue;
      }
      Type type = all.getType(name);
      if (!type.isPrimitive()
          || type.isRepetition(Type.Repetition.REPEATED)
          || !fits(type.asPrimitiveType(), wanted.getValue())) {
        return Optional.empty();
      }
      types.add(type);
      columns.put(
          name,
          switch (wanted.getValue()) {
            case TIME, WHOLE -> new LongColumn();
            case NUMBER -> new NumberColumn();
            case TEXT -> new CodeColumn();
          });
    }
    MessageType schema = new MessageType(all.getName(), types);
    for (BlockMetaData block : reader.getRowGroups()) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        PagedColumn column = columns.get(chunk.getPath().toDotString());
        if (column != null && !isReadable(chunk, column)) {
          return Optional.empty();
        }
      }
    }
    if (types.isEmpty()) {
      return Optional.empty();
    }
    reader.setRequestedSchema(schema);
    return Optional.of(new PagedFile(reader, columns, schema));
  }

  private static boolean hasInOtherCase(MessageType schema, String name) {
    return schema.getFields().stream()
        .anyMatch(field -> field.getName().toLowerCase(Locale.ROOT).equals(name));
  }

  private static boolean fits(PrimitiveType type, Kind kind) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    return switch (kind) {
      case TIME ->
          name == PrimitiveTypeName.INT64
              && logical instanceof TimestampLogicalTypeAnnotation stamp
              && stamp.isAdjustedToUTC()
              && stamp.getUnit() == TimeUnit.MICROS;
      case WHOLE ->
          name == PrimitiveTypeName.INT64
              && (logical == null
                  || logical instanceof IntLogicalTypeAnnotation whole && whole.isSigned());
      case NUMBER -> name == PrimitiveTypeName.DOUBLE && logical == null;
      case TEXT ->
          name == PrimitiveTypeName.BINARY && logical instanceof StringLogicalTypeAnnotation;
    };
  }

  private static boolean isReadable(ColumnChunkMetaData chunk, PagedColumn column) {
    if (chunk.isEncrypted() || !ENCODINGS.containsAll(chunk.getEncodings())) {
      return false;
    }
    // Text is read by the ids of its dictionary alone.
    return !(column instanceof CodeColumn)
        || chunk.getEncodingStats() != null
            && chunk.getEncodingStats().hasDictionaryEncodedPages()
            && !chunk.getEncodingStats().hasNonDictionaryEncodedPages();
  }

  /**
   * Leaves out row groups whose statistics tell that a column has no value in a range.
   *
   * @param column a column of times or whole numbers
   */
  public void keep(String column, long least, long end) {
    kept = column;
    keptFrom = least;
    keptEnd = end;
  }

  /** Returns true if the statistics of each row group tell that a column has one value in it. */
  public boolean isUniform(String column) {
    return reader.getRowGroups().stream()
        .map(group -> statistics(group, column))
        .allMatch(known -> known != null && known.genericGetMin().equals(known.genericGetMax()));
  }

  private boolean isKept(BlockMetaData group) {
    return kept == null
        || !(statistics(group, kept) instanceof LongStatistics known)
        || known.getMax() >= keptFrom && known.getMin() < keptEnd;
  }

  /** Returns the statistics of a column; null if they tell no least and greatest value. */
  private static Statistics<?> statistics(BlockMetaData group, String column) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().toDotString().equals(column)) {
        Statistics<?> known = chunk.getStatistics();
        return known == null || !known.hasNonNullValue() ? null : known;
      }
    }
    return null;
  }

  /** Reads the next batch; false, and the file is closed, if there was none left. */
  public boolean next() {
    try {
      while (left == 0) {
        if (group == reader.getRowGroups().size()) {
          reader.close();
          return false;
        }
        if (isKept(reader.getRowGroups().get(group++))) {
          open(reader.readNextRowGroup());
        } else {
          reader.skipNextRowGroup();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows = (int) Math.min(left, BATCH);
    for (PagedColumn column : columns.values()) {
      column.read(rows);
    }
    left -= rows;
    return true;
  }

  private void open(PageReadStore pages) {
    left = pages.getRowCount();
    for (ColumnDescriptor column : schema.getColumns()) {
      columns.get(column.getPath()[0]).open(column, pages.getPageReader(column));
    }
  }

  public int rows() {
    return rows;
  }

  /** Returns a column of times or whole numbers; null if the file does not have it. */
  public LongColumn longs(String name) {
    return (LongColumn) columns.get(name);
  }

  /** Returns a column of numbers; null if the file does not have it. */
  public NumberColumn numbers(String name) {
    return (NumberColumn) columns.get(name);
  }

  /** Returns a column of text; null if the file does not have it. */
  public CodeColumn codes(String name) {
    return (CodeColumn) columns.get(name);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
