package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceTime;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

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

  /**
   * Returns the seconds between most bars of an answer whose bars begin with their time; of steps
   * that are as frequent as one another the shortest.
   *
   * @throws RefusedFile if that is no part of a day, or there is one bar alone
   */
  static int ofSteps(JsonNode bars, SourceTime time) {
    Map<Long, Integer> steps = new TreeMap<>(Comparator.reverseOrder());
    long last = 0;
    for (JsonNode bar : bars) {
      long start;
      try {
        start = time.ofText(bar.path(0).asText(), "time");
      } catch (BadRow e) {
        // It is told when its turn comes.
        continue;
      }
      if (last != 0 && start != last) {
        steps.merge(Math.abs(start - last), 1, Integer::sum);
      }
      last = start;
    }
    long step =
        steps.entrySet().stream()
            .reduce((a, b) -> b.getValue() >= a.getValue() ? b : a)
            .map(Map.Entry::getKey)
            .orElseThrow(
                () -> new RefusedFile("one bar does not tell its interval (keep two or more)"));
    long seconds = step / 1_000_000L;
    if (step % 1_000_000L != 0 || 86400 % seconds != 0) {
      throw new RefusedFile(
          "most bars are %d s apart (must be a part of a day)".formatted(seconds));
    }
    return (int) seconds;
  }
}
