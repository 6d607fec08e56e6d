package io.treadmill.lake;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes rows to one Parquet file: stamps as INT64 microseconds UTC, whole numbers as deltas,
 * dictionaries for text and prices, a checksum on every page, row groups of 64 MB. Memory: one row
 * group.
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

  private final ParquetWriter<RowBuffer> writer;

  private RowWriter(ParquetWriter<RowBuffer> writer) {
    this.writer = writer;
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
    Builder writer =
        new Builder(new FileOutput(fs, path), columns)
            .withConf(fs.getConf())
            .withCompressionCodec(codec)
            .withWriterVersion(VERSION)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageWriteChecksumEnabled(true)
            .withDictionaryEncoding(true);
    deltas(columns).forEach(name -> writer.withDictionaryEncoding(name, false));
    return new RowWriter(writer.build());
  }

  /**
   * Returns the names of the columns that are deltas: a dictionary of instants or ids holds them
   * all. Of the columns of the archive they are those of every dataset, so that all writers are set
   * alike: Parquet makes the encoders of a process by the settings of the writer that was opened
   * last, also for the next row group of one that is open.
   */
  private static Stream<String> deltas(List<TableColumn> columns) {
    return Stream.concat(
            columns.stream(),
            Stream.concat(
                    Stream.of(ArchiveDataset.values()).map(ArchiveDataset::columns),
                    Stream.of(LakeTables.QUARANTINE, LakeTables.REVISIONS).map(LakeTable::columns))
                .flatMap(List::stream))
        .filter(column -> column.type() == ColumnType.INSTANT || column.type() == ColumnType.WHOLE)
        .map(TableColumn::name)
        .distinct();
  }

  /** Writes the values of the buffer; the buffer may be filled again at once. */
  public void write(RowBuffer row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** The rows as Parquet sees them. */
  private static final class Support extends WriteSupport<RowBuffer> {
    private final List<TableColumn> columns;
    private final ColumnType[] types;
    private final String[] lastText;
    private final Binary[] lastBinary;
    private RecordConsumer consumer;

    Support(List<TableColumn> columns) {
      this.columns = columns;
      this.lastText = new String[columns.size()];
      this.lastBinary = new Binary[columns.size()];
      this.types = columns.stream().map(TableColumn::type).toArray(ColumnType[]::new);
    }

    @Override
    public WriteContext init(Configuration configuration) {
      List<Type> fields =
          columns.stream().map(column -> column.type().parquet(column.name())).toList();
      return new WriteContext(new MessageType("row", fields), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(RowBuffer row) {
      consumer.startMessage();
      for (int i = 0; i < types.length; i++) {
        if (!row.isNull(i)) {
          String name = columns.get(i).name();
          consumer.startField(name, i);
          value(row, i);
          consumer.endField(name, i);
        }
      }
      consumer.endMessage();
    }

    private void value(RowBuffer row, int i) {
      switch (types[i]) {
        case TEXT -> consumer.addBinary(binary(row, i));
        case NUMBER -> consumer.addDouble(row.number(i));
        case INTEGER, DATE -> consumer.addInteger(Math.toIntExact(row.whole(i)));
        case WHOLE, INSTANT -> consumer.addLong(row.whole(i));
        case FLAG -> consumer.addBoolean(row.whole(i) != 0);
      }
    }

    /** Text of a column mostly repeats: encode it once. */
    private Binary binary(RowBuffer row, int i) {
      String text = row.text(i);
      if (!text.equals(lastText[i])) {
        lastText[i] = text;
        lastBinary[i] = Binary.fromString(text);
      }
      return lastBinary[i];
    }
  }

  private static final class Builder extends ParquetWriter.Builder<RowBuffer, Builder> {
    private final List<TableColumn> columns;

    Builder(OutputFile file, List<TableColumn> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RowBuffer> getWriteSupport(Configuration configuration) {
      return new Support(columns);
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
