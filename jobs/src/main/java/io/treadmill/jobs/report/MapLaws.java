package io.treadmill.jobs.report;

import io.treadmill.book.position.PriorLaw;
import io.treadmill.market.UtcDays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The laws that one map stands on, in the order of their first use. */
final class MapLaws {
  private final Map<String, Long> firstUse = new TreeMap<>();

  /**
   * Adds a column of the map.
   *
   * @param printScope prints its law was fitted to, as the map names them
   */
  void add(long tsMicros, String printScope) {
    firstUse.merge(printScope, tsMicros, Math::min);
  }

  /** Returns the laws in words, each after the first with the UTC day of its first use. */
  String text() {
    StringJoiner text = new StringJoiner("; ");
    firstUse.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            law ->
                text.add(
                    (text.length() == 0 ? "" : "from " + UtcDays.dayOf(law.getValue()) + " ")
                        + words(law.getKey())));
    return text.toString();
  }

  private static String words(String printScope) {
    return printScope.startsWith(PriorLaw.SCOPE)
        ? printScope + ", before any calibration"
        : "law fitted to the prints of " + printScope;
  }
}
