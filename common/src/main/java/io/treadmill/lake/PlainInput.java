package io.treadmill.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.parquet.Parquet;

/**
 * A file of any store as bytes. Of a file that is known to be Hadoop's, Iceberg's Parquet reader
 * copies all of Hadoop's settings each time, which takes longer than a small file.
 */
final class PlainInput implements InputFile {
  private final InputFile file;

  /**
   * What was opened, held as long as the reader holds its file: the reader takes the stream within
   * it, and one that is let go closes that as it is collected.
   */
  private final List<SeekableInputStream> opened = new ArrayList<>();

  private PlainInput(InputFile file) {
    this.file = file;
  }

  /** Returns a reader of a Parquet file, yet without columns. */
  static Parquet.ReadBuilder parquet(FileIO io, String path) {
    return Parquet.read(new PlainInput(io.newInputFile(path)));
  }

  @Override
  public long getLength() {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() {
    SeekableInputStream stream = file.newStream();
    synchronized (opened) {
      opened.add(stream);
    }
    return stream;
  }

  @Override
  public String location() {
    return file.location();
  }

  @Override
  public boolean exists() {
    return file.exists();
  }
}
