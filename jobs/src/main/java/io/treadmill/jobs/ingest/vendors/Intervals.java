package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    List<Long> starts = new ArrayList<>();
    for (JsonNode bar : bars) {
      try {
        starts.add(time.ofText(bar.path(0).asText(), "time"));
      } catch (BadRow e) {
        // It is told when its turn comes.
        continue;
      }
    }
    return ofStep(
        step(starts)
            .orElseThrow(
                () -> new RefusedFile("one bar does not tell its interval (keep two or more)")));
  }

  /**
   * Returns the microseconds between most neighbours, in any order of time; of steps that are as
   * frequent as one another the shortest; nothing if there is none.
   *
   * @param starts microseconds since 1970
   */
  static OptionalLong step(List<Long> starts) {
    Map<Long, Integer> steps = new TreeMap<>(Comparator.reverseOrder());
    for (int i = 1; i < starts.size(); i++) {
      long step = Math.abs(starts.get(i) - starts.get(i - 1));
      if (step != 0) {
        steps.merge(step, 1, Integer::sum);
      }
    }
    return steps.entrySet().stream()
        .reduce((a, b) -> b.getValue() >= a.getValue() ? b : a)
        .map(most -> OptionalLong.of(most.getKey()))
        .orElse(OptionalLong.empty());
  }

  /**
   * Returns the seconds of a step.
   *
   * @param step microseconds
   * @throws RefusedFile if that is no part of a day
   */
  static int ofStep(long step) {
    long seconds = step / 1_000_000L;
    if (step % 1_000_000L != 0 || 86400 % seconds != 0) {
      throw new RefusedFile(
          "most bars are %d s apart (must be a part of a day)".formatted(seconds));
    }
    return (int) seconds;
  }
}
