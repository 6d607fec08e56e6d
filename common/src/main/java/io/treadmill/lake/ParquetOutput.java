package io.treadmill.lake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of any store as Parquet writes it. Its end can be kept: what stands in the footer of a
 * file of the lake is asked for as soon as it is written, and a store need not send it back.
 */
final class ParquetOutput implements OutputFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

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
    end.writeBytes(MAGIC);
  }

  /** Returns the end of the file as a file, of which only the footer can be read. */
  InputFile footer() {
    return new InMemoryInputFile(to.location(), end.toByteArray());
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
