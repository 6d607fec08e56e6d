package io.treadmill.lake;

import io.treadmill.lake.DayFiles.DataFile;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Holds files of the archive against what their lists say, each once for a run. A small file is
 * hashed, which costs no more than a look at its footer. Of a large one what comes after the pages
 * is hashed; of older lists, which have no hash of it, rows and instants are taken from the footer.
 * Pages have checksums, which are verified as they are read.
 */
final class FileChecks {
  private static final long SMALL_BYTES = 1L << 20;

  private final long smallBytes;
  private final Set<String> sound = ConcurrentHashMap.newKeySet();

  FileChecks() {
    this(SMALL_BYTES);
  }

  /** Makes checks for which other files are small. */
  FileChecks(long smallBytes) {
    this.smallBytes = smallBytes;
  }

  /**
   * Checks a file.
   *
   * @throws io.treadmill.conf.UserError if it is not what the list says (exit 6)
   */
  void check(ArchiveDay day, DayFiles list, DataFile file) {
    String key = file.sha256() + day.path(file);
    if (sound.contains(key)) {
      return;
    }
    FileStatus status = status(day, list, file);
    if (file.bytes() <= smallBytes) {
      checkHash(day, list, file);
    } else if (file.tail() != null) {
      checkTail(day, list, file, status);
    } else {
      checkFooter(day, list, file, status);
    }
    sound.add(key);
  }

  /** Checks every byte of a file. */
  static void checkWhole(ArchiveDay day, DayFiles list, DataFile file) {
    status(day, list, file);
    checkHash(day, list, file);
  }

  private static FileStatus status(ArchiveDay day, DayFiles list, DataFile file) {
    try {
      FileStatus status = day.fs().getFileStatus(day.path(file));
      day.checkSize(list, file, status.getLen());
      return status;
    } catch (FileNotFoundException e) {
      day.checkSize(list, file, -1);
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkHash(ArchiveDay day, DayFiles list, DataFile file) {
    try {
      String hash = ArchiveStore.sha256(day.fs(), day.path(file));
      if (!hash.equals(file.sha256())) {
        throw day.damaged(list, file, "has sha256 " + hash, file.sha256());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkTail(ArchiveDay day, DayFiles list, DataFile file, FileStatus status) {
    try {
      String hash = ArchiveStore.sha256(day.fs(), status, file.tail().bytes());
      if (!hash.equals(file.tail().sha256())) {
        throw day.damaged(list, file, "ends in bytes of sha256 " + hash, file.tail().sha256());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkFooter(ArchiveDay day, DayFiles list, DataFile file, FileStatus status) {
    long rows;
    long minTs = Long.MAX_VALUE;
    long maxTs = Long.MIN_VALUE;
    try (ParquetFileReader reader =
        ArchiveStore.open(HadoopInputFile.fromStatus(status, day.fs().getConf()))) {
      rows = reader.getRecordCount();
      for (BlockMetaData block : reader.getRowGroups()) {
        for (ColumnChunkMetaData column : block.getColumns()) {
          Statistics<?> values = column.getStatistics();
          if (column.getPath().toDotString().equals("ts") && values.hasNonNullValue()) {
            minTs = Math.min(minTs, (Long) values.genericGetMin());
            maxTs = Math.max(maxTs, (Long) values.genericGetMax());
          }
        }
      }
    } catch (EOFException | RuntimeException e) {
      throw day.damaged(
          list, file, "has no footer that can be read", "%,d rows".formatted(file.rows()));
    } catch (IOException e) { // The storage failed, not the file.
      throw new UncheckedIOException(e);
    }
    if (rows != file.rows()) {
      throw day.damaged(
          list, file, "has %,d rows".formatted(rows), "%,d rows".formatted(file.rows()));
    }
    if (file.minTs() != null && (minTs != file.minTs() || maxTs != file.maxTs())) {
      throw day.damaged(
          list,
          file,
          "has instants from %d to %d".formatted(minTs, maxTs),
          "%d to %d".formatted(file.minTs(), file.maxTs()));
    }
  }
}
