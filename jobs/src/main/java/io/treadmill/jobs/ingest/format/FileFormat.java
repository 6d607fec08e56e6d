package io.treadmill.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;

/** Reads the records of one file. One instance reads one file. */
public interface FileFormat {
  /**
   * Reads a stream to its end and tells each record to the sink.
   *
   * @throws RefusedFile if the stream is not of this format
   */
  void read(InputStream in, RecordSink sink) throws IOException;

  /** Returns true if a Parquet file can be of this format. */
  default boolean readsParquet() {
    return false;
  }
}
