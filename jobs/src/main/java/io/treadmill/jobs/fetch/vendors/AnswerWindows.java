package io.treadmill.jobs.fetch.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.treadmill.jobs.fetch.vendors.Answer.NoData;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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

  private static final Duration DELAY = Duration.ofHours(24);

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

  /** Reads what was answered for a window and returns what is saved of it. */
  @FunctionalInterface
  interface WindowAnswer {
    byte[] checked(byte[] answer, Window window) throws IOException;
  }

  /**
   * How a vendor is asked.
   *
   * @param key environment variable of the key
   * @param header header that carries it
   * @param span start and end of a window, inclusive, as parameters
   * @param unitMillis milliseconds of one unit of them
   * @param mostBars bars in an answer
   * @param answer reads an answer
   */
  record Interface(
      String key, String header, String span, long unitMillis, int mostBars, WindowAnswer answer) {

    /**
     * Returns the series of windows.
     *
     * @param query address without the span
     * @param stem name of the files without the window
     */
    Series series(FetchRequest request, String interval, String query, String stem) {
      boolean monthsFit = 31 * 86_400 / SECONDS.get(interval) <= mostBars;
      return new Series(
          monthsFit ? month -> file(request, query, stem, Window.of(month)) : null,
          day -> file(request, query, stem, Window.of(day)));
    }

    private RemoteFile file(FetchRequest request, String query, String stem, Window window) {
      long start = window.start().toEpochMilli() / unitMillis;
      long end = window.end().toEpochMilli() / unitMillis - 1;
      return new RemoteFile(
          URI.create(query + span.formatted(start, end)),
          stem + window.label() + ".json",
          Packing.JSON,
          false,
          window.end(),
          window.end().plus(DELAY),
          request
              .key(key)
              .map(
                  value ->
                      new Access(
                          Map.of(header, value), bytes -> answer.checked(bytes, window), null))
              .orElseGet(() -> Access.needs("a key in " + key)));
    }
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
