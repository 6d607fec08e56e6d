package io.treadmill.jobs.ingest.format;

import java.util.List;
import java.util.Locale;

/**
 * The columns of a file: by name where it has a header, else by the layout that has as many
 * columns.
 *
 * @param names lower-case names, words joined by one underscore: {@code open_time} for {@code Open
 *     time}; of two languages, {@code size/..}, the first
 */
public record Header(List<String> names) {
  /** Keeps names in one form. */
  public Header {
    names =
        names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT).strip().replaceAll("[\\s_]+", "_"))
            .map(name -> name.replaceFirst("(?<=.)/.*", ""))
            .toList();
  }

  /** Returns the columns of a file without a header, from their names between commas. */
  public static List<String> layout(String names) {
    return List.of(names.split(","));
  }

  /**
   * Returns the position of a column that must be there, by any of its names.
   *
   * @throws RefusedFile if it is not there
   */
  public int need(String... alternatives) {
    int found = find(alternatives);
    if (found < 0) {
      throw new RefusedFile(
          "no column " + alternatives[0] + " in the header " + names + " (not a known format)");
    }
    return found;
  }

  /** Returns the position of a column, or -1. */
  public int find(String... alternatives) {
    for (String name : alternatives) {
      int at = names.indexOf(name);
      if (at >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Returns the number of columns. */
  public int count() {
    return names.size();
  }
}
