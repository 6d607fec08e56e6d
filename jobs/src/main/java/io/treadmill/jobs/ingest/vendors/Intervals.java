package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.RefusedFile;

/** Names of bar lengths: 5m, 1h, 1d. */
final class Intervals {
  private Intervals() {}

  /**
   * Returns the seconds of an interval.
   *
   * @throws RefusedFile if it is no length of at most a day
   */
  static int seconds(String text) {
    int count = Integer.parseInt(text.replaceAll("\\D", ""));
    int seconds =
        switch (text.replaceAll("\\d", "")) {
          case "s" -> count;
          case "m" -> count * 60;
          case "h" -> count * 3600;
          case "d" -> count * 86400;
          default -> 0;
        };
    if (seconds <= 0 || 86400 % seconds != 0) {
      throw new RefusedFile(
          "bars of " + text + " (the archive holds bars of a day or a part of it)");
    }
    return seconds;
  }
}
