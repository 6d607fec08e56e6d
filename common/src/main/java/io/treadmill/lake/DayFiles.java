package io.treadmill.lake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * The content of {@code _files.json}: which files make up one day of a dataset, venue and product,
 * and the source files their rows came from. Putting it is the commit of the day.
 *
 * @param version 1
 * @param files data files, sorted by name
 * @param sources source files, sorted by id
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DayFiles(int version, List<DataFile> files, List<Source> sources) {
  /** Name of the file in each day folder. */
  public static final String NAME = "_files.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

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
      List<Long> sourceIds)
      implements Serializable {}

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

  /** Returns a day without rows. */
  public static DayFiles none() {
    return new DayFiles(1, List.of(), List.of());
  }

  /** Returns the JSON text. */
  public byte[] toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(this)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what a JSON text says. */
  public static DayFiles ofJson(byte[] json) throws IOException {
    return JSON.readValue(json, DayFiles.class);
  }

  /** Returns the data files of a JSON text, whose sources are not read: they may be many. */
  static List<DataFile> dataFiles(InputStream json) throws IOException {
    try (JsonParser parser = JSON.getFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("files")) {
          parser.nextToken();
          return List.of(JSON.readValue(parser, DataFile[].class));
        }
      }
    }
    throw new JsonParseException(null, "no files");
  }
}
