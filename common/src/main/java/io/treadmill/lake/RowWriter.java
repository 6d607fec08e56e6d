package io.treadmill.lake;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Writes rows to one Parquet file: stamps as INT64 microseconds UTC, pages of version 2, whole
 * numbers as deltas, dictionaries for what repeats, a checksum on every page, row groups of 64 MB.
 * Memory: one row group.
 */
public final class RowWriter implements Closeable {
  /**
   * Codec of the archive. 2.6 million real trades take 6.9 bytes a row, 13.6 with snappy, and a
   * scan of them by DuckDB 1.16 times the CPU (medians of 9, by turns).
   */
  private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

  private static final long ROW_GROUP_BYTES = 64L << 20;

  private final ParquetFileWriter file;
  private final CodecFactory codecs;
  private final CompressionCodecName codec;
  private final ColumnChunk[] chunks;
  private long rows;

  private RowWriter(FileSystem fs, Path path, List<TableColumn> columns, CompressionCodecName codec)
      throws IOException {
    MessageType schema =
        new MessageType(
            "row", columns.stream().map(column -> column.type().parquet(column.name())).toList());
    this.file =
        new ParquetFileWriter(
            new FileOutput(fs, path),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            ROW_GROUP_BYTES,
            0,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            true);
    this.codec = codec;
    this.codecs = new CodecFactory(fs.getConf(), ParquetProperties.DEFAULT_PAGE_SIZE);
    this.chunks = new ColumnChunk[columns.size()];
    CodecFactory.BytesCompressor compressor = codecs.getCompressor(codec);
    Arrays.setAll(
        chunks,
        i -> new ColumnChunk(schema.getColumns().get(i), columns.get(i).type(), compressor));
    file.start();
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
    return new RowWriter(fs, path, columns, codec);
  }

  /** Writes the values of the buffer; the buffer may be filled again at once. */
  public void write(RowBuffer row) throws IOException {
    for (int i = 0; i < chunks.length; i++) {
      chunks[i].add(row, i);
    }
    if (++rows % ColumnChunk.PAGE_ROWS == 0
        && Arrays.stream(chunks).mapToLong(ColumnChunk::bytes).sum() > ROW_GROUP_BYTES) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    file.startBlock(rows);
    for (ColumnChunk chunk : chunks) {
      chunk.write(file, codec);
    }
    file.endBlock();
    rows = 0;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (rows > 0) {
        endGroup();
      }
      file.end(Map.of());
    } finally {
      codecs.release();
    }
  }

  private record FileOutput(FileSystem fs, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      return HadoopStreams.wrap(fs.create(path, true));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }

    @Override
    public String getPath() {
      return path.toString();
    }
  }
}
