package io.treadmill.jobs.ingest.format;

import io.treadmill.market.UtcDays;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name and folders of a file, taken apart.
 *
 * @param path full path
 * @param bytes size
 * @param modifiedMicros when it was last written, microseconds since 1970
 * @param name last part
 * @param stem last part without csv, json, zip, gz, zst, lz4, bz2; composed Unicode
 * @param folders parts before it, lower case
 */
public record FileName(
    String path, long bytes, long modifiedMicros, String name, String stem, List<String> folders) {
  private static final Pattern ENDING =
      Pattern.compile("(\\.(csv|jsonl?|ndjson|zip|gz|zst|lz4|bz2))+$");
  private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})(?:-(\\d{2}))?");

  /**
   * Days that a file covers.
   *
   * @param from first day, null if unknown
   * @param to last day, null if unknown
   */
  public record Period(LocalDate from, LocalDate to) {
    /** No days known. */
    public static final Period UNKNOWN = new Period(null, null);
  }

  /** Returns a path taken apart, of a file whose time does not matter. */
  public static FileName of(String path, long bytes) {
    return of(path, bytes, 0);
  }

  /** Returns a path taken apart. */
  public static FileName of(String path, long bytes, long modifiedMicros) {
    String[] parts = path.split("/");
    String name = parts[parts.length - 1];
    List<String> folders =
        List.of(parts).subList(0, parts.length - 1).stream()
            .map(part -> part.toLowerCase(Locale.ROOT))
            .toList();
    return new FileName(path, bytes, modifiedMicros, name, stem(name), folders);
  }

  /** Returns the name of a file without csv, json and the endings of packing. */
  static String stem(String name) {
    return Normalizer.normalize(ENDING.matcher(name).replaceFirst(""), Normalizer.Form.NFC);
  }

  /** Returns when the file was published: as the request says, else when it was written. */
  public SourceFile.Published published(IngestRequest request) {
    return request.asPublished() == null
        ? new SourceFile.Published(modifiedMicros, false, request.isReplacing())
        : new SourceFile.Published(
            UtcDays.startMicros(request.asPublished()), true, request.isReplacing());
  }

  /** Returns true if one of the folders has this name, in any case. */
  public boolean isBelow(String folder) {
    return folders.contains(folder.toLowerCase(Locale.ROOT));
  }

  /** Returns the days of a text with one {@code YYYY-MM-DD} or {@code YYYY-MM}. */
  public static Period period(String text) {
    Matcher match = DATE.matcher(text);
    try {
      if (match.find()) {
        YearMonth month = YearMonth.parse(match.group(1) + "-" + match.group(2));
        if (match.group(3) == null) {
          return new Period(month.atDay(1), month.atEndOfMonth());
        }
        LocalDate day = LocalDate.parse(match.group());
        return new Period(day, day);
      }
    } catch (DateTimeException e) {
      return Period.UNKNOWN;
    }
    return Period.UNKNOWN;
  }
}
