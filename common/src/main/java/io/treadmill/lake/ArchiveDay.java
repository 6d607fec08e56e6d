package io.treadmill.lake;

import io.treadmill.conf.UserError;
import io.treadmill.lake.DayFiles.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one day of a dataset, venue and product.
 *
 * @param fs its file system
 * @param folder its path
 */
public record ArchiveDay(FileSystem fs, Path folder) {

  /** Returns true if the folder has a {@code _files.json}: it was written by Treadmill. */
  public boolean isPublished() {
    try {
      return fs.exists(index());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what {@code _files.json} says; nothing if the folder is empty or absent.
   *
   * @throws UserError if the file is not readable, or if the folder holds Parquet of others
   */
  public DayFiles files() {
    if (!isPublished()) {
      if (!plainFiles().isEmpty()) {
        throw UserError.input(
            ("Cannot import into %s: it holds Parquet files without %s, an archive that "
                    + "others wrote is never changed. Set archive.uri to a folder of Treadmill's own")
                .formatted(folder, DayFiles.NAME));
      }
      return DayFiles.none();
    }
    try (InputStream in = fs.open(index())) {
      return DayFiles.ofJson(in.readAllBytes());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw UserError.input("Cannot read " + index() + ": not the list of files of a day", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the data files of a published day; what stands behind them in the list is not read.
   *
   * @throws UserError if the list is not readable
   */
  List<DataFile> dataFiles() {
    try (InputStream in = fs.open(index())) {
      return DayFiles.dataFiles(in);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw UserError.input("Cannot read " + index() + ": not the list of files of a day", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the Parquet files of a folder that has no {@code _files.json}, sorted. */
  List<FileStatus> plainFiles() {
    return ArchiveStore.list(fs, folder).stream().filter(ArchiveStore::isData).toList();
  }

  /** Makes these files the day, by one put; then removes files that are no longer named. */
  public void publish(DayFiles files) {
    try {
      fs.mkdirs(folder);
      ArchiveStore.put(fs, index(), files.toJson());
      Set<String> named = files.files().stream().map(DataFile::name).collect(Collectors.toSet());
      for (FileStatus file : plainFiles()) {
        if (!named.contains(file.getPath().getName())) {
          fs.delete(file.getPath(), false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of a file of the day. */
  public Path path(DataFile file) {
    return new Path(folder, file.name());
  }

  private Path index() {
    return new Path(folder, DayFiles.NAME);
  }
}
