package io.treadmill.lake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * The content of {@code _files.json}: which files make up one day of a dataset, venue and product,
 * and the source files their rows came from. Putting it is the commit of the day.
 *
 * @param version 2: the list names its day and has a hash of itself, so that a part that is not in
 *     it is one that no import finished; 1: it has neither; 0: there is no list
 * @param files data files, sorted by name
 * @param sources source files, sorted by id
 */
public record DayFiles(int version, List<DataFile> files, List<Source> sources) {
  /** Name of the file in each day folder. */
  public static final String NAME = "_files.json";

  private static final int SEALED = 2;

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** The list as it is written. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Text(
      int version, String day, List<DataFile> files, List<Source> sources, String hash) {}

  /**
   * One Parquet file.
   *
   * @param name name in the folder
   * @param sha256 hash of its bytes
   * @param bytes its size
   * @param rows its rows
   * @param symbols its symbols, sorted
   * @param minTs first instant, microseconds since 1970; null for facts valid over time
   * @param maxTs last instant
   * @param sourceIds source files of its rows, sorted
   * @param tail what comes after its pages; null in older lists
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record DataFile(
      String name,
      String sha256,
      long bytes,
      long rows,
      List<String> symbols,
      Long minTs,
      Long maxTs,
      List<Long> sourceIds,
      Tail tail)
      implements Serializable {

    /** Returns the entry of a file that is written. */
    public static DataFile of(
        FileSystem fs,
        Path path,
        long rows,
        List<String> symbols,
        Long minTs,
        Long maxTs,
        List<Long> sourceIds)
        throws IOException {
      FileStatus status = fs.getFileStatus(path);
      return new DataFile(
          path.getName(),
          ArchiveStore.sha256(fs, path),
          status.getLen(),
          rows,
          symbols,
          minTs,
          maxTs,
          sourceIds,
          Tail.of(fs, status));
    }
  }

  /**
   * The end of a Parquet file: indexes and footer, which have no checksums as pages do, though
   * readers skip rows by what they say.
   *
   * @param bytes its size
   * @param sha256 its hash
   */
  public record Tail(long bytes, String sha256) implements Serializable {
    private static Tail of(FileSystem fs, FileStatus status) throws IOException {
      long end = 0;
      try (ParquetFileReader reader =
          ArchiveStore.open(HadoopInputFile.fromStatus(status, fs.getConf()))) {
        for (BlockMetaData block : reader.getRowGroups()) {
          for (ColumnChunkMetaData column : block.getColumns()) {
            end = Math.max(end, column.getStartingPos() + column.getTotalSize());
          }
        }
      }
      long bytes = status.getLen() - end;
      return new Tail(bytes, ArchiveStore.sha256(fs, status, bytes));
    }
  }

  /**
   * One vendor file.
   *
   * @param sourceId its id, as in the rows
   * @param sha256 its hash
   * @param name vendor, kind, venue, product, symbol and file name, joined by a slash
   * @param from first day it says it covers, ISO; null if it does not say
   * @param to last day it says it covers
   * @param published when it was published, microseconds since 1970; null if unknown
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Source(
      long sourceId, String sha256, String name, String from, String to, Long published)
      implements Serializable {}

  /** Sorts both lists: equal days have equal bytes. */
  public DayFiles {
    files = files.stream().sorted(Comparator.comparing(DataFile::name)).toList();
    sources = sources.stream().sorted(Comparator.comparingLong(Source::sourceId)).toList();
  }

  /** Returns the list of some files and their sources. */
  public static DayFiles of(List<DataFile> files, List<Source> sources) {
    return new DayFiles(SEALED, files, sources);
  }

  /** Returns a day without a list. */
  public static DayFiles none() {
    return new DayFiles(0, List.of(), List.of());
  }

  boolean isSealed() {
    return version >= SEALED;
  }

  boolean isSameAs(DayFiles other) {
    return files.equals(other.files) && sources.equals(other.sources);
  }

  /** Returns the JSON text of the list of a day. */
  byte[] toJson(String day) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsBytes(new Text(SEALED, day, files, sources, hash(day)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns what a JSON text says of a day.
   *
   * @throws IOException with the reason, if it is not the list that was written for the day
   */
  static DayFiles ofJson(byte[] json, String day) throws IOException {
    Text text;
    try {
      text = JSON.readValue(json, Text.class);
    } catch (JsonProcessingException e) {
      throw new IOException("it is not JSON", e);
    }
    if (text.files == null || text.sources == null) {
      throw new IOException("it has no files or no sources");
    }
    DayFiles files = new DayFiles(text.version, text.files, text.sources);
    if (files.isSealed() && !day.equals(text.day)) {
      throw new IOException("it is the list of " + text.day);
    }
    if (files.isSealed() && !files.hash(day).equals(text.hash)) {
      throw new IOException("it was changed after it was written");
    }
    return files;
  }

  /** What tells a file from another. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Named(String name, String sha256, long bytes, List<String> symbols) {
    DataFile file() {
      return new DataFile(name, sha256, bytes, 0, symbols, null, null, List.of(), null);
    }
  }

  /**
   * Returns name, hash, size and symbols of the files of a list, which stand at its beginning; what
   * comes after them is not read, and whether the list is whole is not known. Not sealed if it says
   * no day and files, or another day.
   */
  static DayFiles glance(InputStream json, String day) throws IOException {
    int version = 0;
    String of = null;
    List<DataFile> files = null;
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (files == null && parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "version" -> version = parser.getIntValue();
          case "day" -> of = parser.getValueAsString();
          case "files" ->
              files =
                  Arrays.stream(JSON.readValue(parser, Named[].class)).map(Named::file).toList();
          default -> parser.skipChildren();
        }
      }
    }
    return files != null && day.equals(of)
        ? new DayFiles(version, files, List.of())
        : DayFiles.none();
  }

  private String hash(String day) {
    try {
      byte[] content = JSON.writeValueAsBytes(List.of(day, files, sources));
      return HexFormat.of().formatHex(ArchiveStore.newSha256().digest(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
