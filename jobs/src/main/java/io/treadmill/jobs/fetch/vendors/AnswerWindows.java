package io.treadmill.jobs.fetch.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.treadmill.jobs.fetch.vendors.Answer.NoData;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The windows in which an interface is asked for bars: whole months where the bars of one fit into
 * an answer, else days.
 */
final class AnswerWindows {
  private static final Map<String, Integer> SECONDS =
      Map.of(
          "1m", 60, "5m", 300, "15m", 900, "30m", 1800, "1h", 3600, "4h", 14_400, "6h", 21_600,
          "12h", 43_200, "1d", 86_400);

  private AnswerWindows() {}

  /**
   * A span of time that is asked for at once.
   *
   * @param label day or month, for the name of the file
   * @param start its start
   * @param end its end, exclusive
   */
  record Window(String label, Instant start, Instant end) {
    private static Window of(LocalDate day) {
      return new Window(
          day.toString(), day.atStartOfDay().toInstant(ZoneOffset.UTC), Series.end(day));
    }

    private static Window of(YearMonth month) {
      return new Window(
          month.toString(),
          month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
          Series.end(month));
    }
  }

  /** Makes the file of a window. */
  @FunctionalInterface
  interface WindowFile {
    RemoteFile of(Window window);
  }

  /** Returns the series of windows; months if at most this many bars make an answer. */
  static Series series(String interval, int mostBars, WindowFile file) {
    boolean monthsFit = 31 * 86_400 / SECONDS.get(interval) <= mostBars;
    return new Series(
        monthsFit ? month -> file.of(Window.of(month)) : null, day -> file.of(Window.of(day)));
  }

  /** Returns the intervals that are known. */
  static Map<String, Integer> intervals() {
    return SECONDS;
  }

  /**
   * Takes the bars that do not begin in the window out of an answer: some plans ignore the window.
   *
   * @param unit milliseconds of one unit of the stamps
   * @throws NoData if none is left
   */
  static void keep(JsonNode bars, String stamp, long unit, Window window) throws IOException {
    if (!(bars instanceof ArrayNode array)) {
      throw new IOException("the answer has no list of bars");
    }
    int answered = array.size();
    for (int i = array.size() - 1; i >= 0; i--) {
      JsonNode time = array.get(i).path(stamp);
      if (!time.isIntegralNumber()) {
        throw new IOException("a bar of the answer has no time: " + array.get(i));
      }
      long millis = time.asLong() * unit;
      if (millis < window.start().toEpochMilli() || millis >= window.end().toEpochMilli()) {
        array.remove(i);
      }
    }
    if (array.isEmpty()) {
      throw new NoData(
          NoData.Kind.NOTHING,
          answered == 0
              ? "the answer has no bars (a wrong symbol is answered so too)"
              : "none of the %d bars of the answer lies in %s (the plan does not reach back so far)"
                  .formatted(answered, window.label()));
    }
  }
}
