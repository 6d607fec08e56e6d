package io.treadmill.jobs.export;

import io.treadmill.lake.NamedRow;
import java.io.IOException;
import java.util.List;

/** Writes the series of one instrument or asset after the other, rows in order of time. */
interface SeriesWriter {
  /**
   * A file that was written.
   *
   * @param path below the folder of the export
   */
  record Written(String path, long rows) {}

  /** Whether it has files for a series. */
  default boolean takes(ExportSeries series) {
    return true;
  }

  /**
   * Takes a row.
   *
   * @param instant end of the data that it reads, microseconds
   * @param known from when on it could be known, microseconds
   */
  void row(ExportSeries series, Subject of, long instant, long known, NamedRow row)
      throws IOException;

  /** Ends the file of the series and subject of the last rows. */
  void endOfSubject() throws IOException;

  /** Writes what is left and returns all files. */
  List<Written> finish() throws IOException;
}
