package io.treadmill.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.iceberg.shaded.org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of any store as Parquet writes it. Its end can be kept: what stands in the footer of a
 * file of the lake is asked for as soon as it is written, and a store need not send it back.
 */
final class ParquetOutput implements OutputFile {
  /** The length of the footer and the four letters that each file of Parquet ends with. */
  private static final int AFTER_FOOTER = 8;

  /**
   * The usual ones: without a word on where they are from, they are looked for in Hadoop's files.
   */
  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

  private final org.apache.iceberg.io.OutputFile to;
  private final ByteArrayOutputStream end = new ByteArrayOutputStream();
  private boolean isEnding;
  private long length;

  ParquetOutput(org.apache.iceberg.io.OutputFile to) {
    this.to = to;
  }

  /** Tells that all that is written from now on is the end of the file, with its footer. */
  void ending() {
    isEnding = true;
  }

  /** Returns the footer of a file that was written whole. */
  ParquetMetadata footer() throws IOException {
    byte[] bytes = end.toByteArray();
    int after = bytes.length - AFTER_FOOTER;
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(after);
    return new ParquetMetadataConverter(OPTIONS)
        .readParquetMetadata(
            new ByteArrayInputStream(bytes, after - length, length),
            ParquetMetadataConverter.NO_FILTER);
  }

  /** Returns the bytes that were written. */
  long length() {
    return length;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Stream(to.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return new Stream(to.createOrOverwrite());
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
    return to.location();
  }

  private final class Stream extends PositionOutputStream {
    private final org.apache.iceberg.io.PositionOutputStream out;

    private Stream(org.apache.iceberg.io.PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      length++;
      if (isEnding) {
        end.write(one);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
      length += count;
      if (isEnding) {
        end.write(bytes, from, count);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
