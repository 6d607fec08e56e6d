package io.treadmill.lake;

import static org.apache.iceberg.TableProperties.PARQUET_COMPRESSION_LEVEL;
import static org.apache.iceberg.TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES;
import static org.apache.iceberg.TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopOutputFile;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.DefaultV2ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes rows to one Parquet file: stamps as INT64 microseconds UTC, dictionaries for text and
 * prices, a checksum on every page. In the archive whole numbers are deltas, and row groups have 64
 * MB; files of the lake have pages of version 1, which each reader of Iceberg knows. Memory: one
 * row group.
 */
public final class RowWriter implements Closeable {
  /**
   * Codec of the archive. 2.6 million real trades take 6.9 bytes a row, 13.6 with snappy, and a
   * scan of them by DuckDB 1.16 times the CPU (medians of 9, by turns).
   */
  private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

  /**
   * Pages whose whole numbers are deltas. 30 million made-up trades take 4.8 bytes a row, 7.0 with
   * version 1, and a scan of them 0.74 of the CPU (medians of 4, by turns).
   */
  private static final WriterVersion VERSION = WriterVersion.PARQUET_2_0;

  private static final long ROW_GROUP_BYTES = 64L << 20;

  private final ParquetFileWriter file;
  private final BytesInputCompressor compressor;
  private final ParquetProperties properties;
  private final MessageType schema;
  private final long groupBytes;
  private final Map<String, String> words;
  private final ColumnPages[] columns;
  private ColumnChunkPageWriteStore group;
  private long groupRows;
  private boolean hasRows;
  private boolean isBroken;
  private long bytes;

  /**
   * What a file is, but for its rows.
   *
   * @param schema its columns
   * @param groupBytes of a row group, about
   * @param words that stand in its footer, by name
   */
  private record Shape(
      MessageType schema,
      ParquetProperties properties,
      BytesInputCompressor compressor,
      long groupBytes,
      Map<String, String> words) {}

  private RowWriter(OutputFile to, List<TableColumn> columns, Shape shape) throws IOException {
    this.schema = shape.schema;
    this.compressor = shape.compressor;
    this.properties = shape.properties;
    this.groupBytes = shape.groupBytes;
    this.words = shape.words;
    this.columns = new ColumnPages[columns.size()];
    for (int i = 0; i < this.columns.length; i++) {
      ColumnType type = columns.get(i).type();
      this.columns[i] = new ColumnPages(type, schema.getColumns().get(i), properties);
    }
    this.file =
        new ParquetFileWriter(
            to, schema, ParquetFileWriter.Mode.OVERWRITE, groupBytes, 0, null, properties);
    file.start();
    begin();
  }

  /** Opens a file; a file of that name is replaced. */
  public static RowWriter create(FileSystem fs, Path path, List<TableColumn> columns)
      throws IOException {
    return create(fs, path, columns, CODEC);
  }

  /** Opens a file as above, but for the codec: to measure what it costs. */
  public static RowWriter create(
      FileSystem fs, Path path, List<TableColumn> columns, CompressionCodecName codec)
      throws IOException {
    ParquetProperties.Builder properties =
        properties(new DefaultV2ValuesWriterFactory()).withWriterVersion(VERSION);
    for (TableColumn column : columns) {
      // A dictionary of instants or ids would hold them all: they are deltas.
      if (column.type() == ColumnType.INSTANT || column.type() == ColumnType.WHOLE) {
        properties.withDictionaryEncoding(column.name(), false);
      }
    }
    List<Type> fields =
        columns.stream()
            .map(column -> column.type().parquet(column.name(), Type.Repetition.OPTIONAL))
            .toList();
    return new RowWriter(
        new ParquetOutput(HadoopOutputFile.fromPath(path, fs)),
        columns,
        new Shape(
            new MessageType("row", fields),
            properties.build(),
            codec == CompressionCodecName.ZSTD
                ? new PageZstd(PageZstd.LEVEL)
                : new CodecFactory(fs.getConf(), ParquetProperties.DEFAULT_PAGE_SIZE)
                    .getCompressor(codec),
            ROW_GROUP_BYTES,
            Map.of()));
  }

  /** Opens a file of a table of the lake, with the columns that this version writes. */
  static RowWriter create(OutputFile to, List<TableColumn> columns, Table table)
      throws IOException {
    List<Type> fields = new ArrayList<>();
    for (TableColumn column : columns) {
      NestedField field = table.schema().findField(column.name());
      Type.Repetition repetition =
          field.isOptional() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
      fields.add(column.type().parquet(column.name(), repetition).withId(field.fieldId()));
    }
    Map<String, String> asked = table.properties();
    int level = PropertyUtil.propertyAsInt(asked, PARQUET_COMPRESSION_LEVEL, PageZstd.LEVEL);
    return new RowWriter(
        to,
        columns,
        new Shape(
            new MessageType("table", fields),
            properties(new DefaultV1ValuesWriterFactory()).build(),
            new PageZstd(level),
            PropertyUtil.propertyAsLong(
                asked, PARQUET_ROW_GROUP_SIZE_BYTES, PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT),
            Map.of("iceberg.schema", SchemaParser.toJson(table.schema()))));
  }

  /** Each has a factory of its own: that of the process has the properties that it saw last. */
  private static ParquetProperties.Builder properties(ValuesWriterFactory encoders) {
    return ParquetProperties.builder()
        .withValuesWriterFactory(encoders)
        .withPageWriteChecksumEnabled(true);
  }

  private void begin() {
    group =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    for (int i = 0; i < columns.length; i++) {
      columns[i].begin(group.getPageWriter(schema.getColumns().get(i)));
    }
    groupRows = 0;
  }

  /** Writes the values of the buffer; the buffer may be filled again at once. */
  public void write(RowBuffer row) throws IOException {
    isBroken = true;
    boolean isFull = false;
    for (int i = 0; i < columns.length; i++) {
      isFull |= columns[i].take(row, i);
    }
    hasRows = true;
    groupRows++;
    if (isFull && endPage() >= groupBytes) {
      endGroup();
      begin();
    }
    isBroken = false;
  }

  /** Returns the bytes of the row group. */
  private long endPage() throws IOException {
    hasRows = false;
    long bytes = 0;
    for (ColumnPages column : columns) {
      column.endPage();
      bytes += column.bytes();
    }
    return bytes;
  }

  private void endGroup() throws IOException {
    for (ColumnPages column : columns) {
      column.end();
    }
    file.startBlock(groupRows);
    group.flushToFileWriter(file);
    file.endBlock();
    bytes = file.getPos();
    group.close();
  }

  /** Writes all rows: no other comes, and the footer alone is left. */
  void endRows() throws IOException {
    isBroken = true;
    if (hasRows) {
      endPage();
    }
    if (groupRows > 0) {
      endGroup();
      groupRows = 0;
    }
    isBroken = false;
  }

  /** Ends the file; one whose writing failed is left as it is. */
  @Override
  public void close() throws IOException {
    try (file) {
      if (!isBroken) {
        endRows();
        isBroken = true;
        file.end(words);
      }
    } finally {
      compressor.release();
    }
  }

  /** Returns where the row groups of a file that has ended begin. */
  List<Long> groups() {
    return file.getFooter().getBlocks().stream().map(BlockMetaData::getStartingPos).toList();
  }

  /** Returns the bytes of the row groups that are written. */
  public long bytes() {
    return bytes;
  }

  /** Returns how many values of a column are NaN. */
  long nanCount(int column) {
    return columns[column].nanCount();
  }
}
