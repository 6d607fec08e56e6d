package io.treadmill.lab.captured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of captured maps: rows as CSV or as one JSON object a line ({@link CaptureRows}), or an
 * answer as a vendor serves it ({@link VendorAnswer}). What it is, its content says; its instant
 * and the unit of its amounts are read or told, never guessed.
 *
 * @param path the file
 * @param told instant that the user gives, microseconds since 1970; null if the file says it
 * @param unit unit that the user gives; null if the file says it
 */
public record CaptureFile(Path path, Long told, AmountUnit unit) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the captures.
   *
   * @throws UserError if the file is none of these, or a row breaks a rule (exit 3)
   */
  public List<Capture> read() {
    String text = text().strip();
    if (text.isEmpty()) {
      throw refused("it is empty");
    }
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return new CaptureRows(this).read(csv(text));
    }
    JsonNode whole = json(text);
    return whole == null
        ? new CaptureRows(this).read(objects(text))
        : whole.isObject() && (whole.hasNonNull("price_low") || whole.hasNonNull("price"))
            ? new CaptureRows(this).read(objects(text))
            : List.of(new VendorAnswer(this, whole).read());
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw UserError.input("Cannot read %s: %s".formatted(path, e), e);
    }
  }

  /** Returns the value of a text that is one JSON value; null if it is several. */
  private static JsonNode json(String text) {
    try (var parser = JSON.createParser(text)) {
      JsonNode value = JSON.readTree(parser);
      return parser.nextToken() == null ? value : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static Map<Integer, Map<String, String>> csv(String text) {
    List<String> lines = text.lines().toList();
    String[] names = values(lines.get(0));
    Map<Integer, Map<String, String>> rows = new LinkedHashMap<>();
    for (int line = 1; line < lines.size(); line++) {
      if (!lines.get(line).isBlank()) {
        String[] values = values(lines.get(line));
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.length && i < values.length; i++) {
          row.put(names[i], values[i]);
        }
        rows.put(line + 1, row);
      }
    }
    return rows;
  }

  private static String[] values(String line) {
    String[] values = line.split(",", -1);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i].strip().replaceAll("^\"|\"$", "");
    }
    return values;
  }

  private Map<Integer, Map<String, String>> objects(String text) {
    Map<Integer, Map<String, String>> rows = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int line = 0; line < lines.size(); line++) {
      try {
        JsonNode object = JSON.readTree(lines.get(line));
        Map<String, String> row = new LinkedHashMap<>();
        object
            .fields()
            .forEachRemaining(
                field ->
                    row.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asText()));
        rows.put(line + 1, row);
      } catch (JsonProcessingException e) {
        throw refused("row %d is no JSON: %s".formatted(line + 1, e.getOriginalMessage()));
      }
    }
    return rows;
  }

  UserError refused(String why) {
    return UserError.input("Cannot read the map %s: %s".formatted(path, why));
  }

  /** Returns the instant that the user gave, else that of the file. */
  long instant(Long ofFile) {
    if (told != null && ofFile != null && !told.equals(ofFile)) {
      throw refused("it says that it is of %s, --at says %s".formatted(iso(ofFile), iso(told)));
    }
    if (told == null && ofFile == null) {
      throw refused("it does not say when it was taken (say it: --at 2026-03-02T14:00:00Z)");
    }
    return told == null ? ofFile : told;
  }

  /** Returns the unit that the user gave, else that of the file. */
  AmountUnit unit(AmountUnit ofFile) {
    if (unit != null && ofFile != null && unit != ofFile) {
      throw refused("its amounts are in %s, --unit says %s".formatted(ofFile, unit));
    }
    if (unit == null && ofFile == null) {
      throw refused(
          "it does not say what its amounts are (say it: --unit usd, base or none, where none is"
              + " relative strength)");
    }
    return unit == null ? ofFile : unit;
  }

  private static String iso(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /**
   * Returns the instant of a text: ISO 8601 with its zone, or seconds, milliseconds or microseconds
   * since 1970 with 10, 13 or 16 digits.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static long micros(String text) {
    if (text.matches("\\d{10}|\\d{13}|\\d{16}")) {
      long value = Long.parseLong(text);
      return value * (long) Math.pow(10, 16 - text.length());
    }
    try {
      return ChronoUnit.MICROS.between(
          Instant.EPOCH, OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' (must be ISO 8601 with its zone, as 2026-03-02T14:00:00Z, or s, ms or us since 1970)"
              .formatted(text),
          e);
    }
  }

  /** Returns captures of several files as one list. */
  public static List<Capture> read(List<CaptureFile> files) {
    List<Capture> all = new ArrayList<>();
    files.forEach(file -> all.addAll(file.read()));
    return all;
  }
}
