package io.treadmill.jobs.report;

import io.treadmill.book.score.ZoneScore;
import io.treadmill.lake.NamedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code zone_score} says of one instrument and day, in words. */
final class ZoneWords {
  private ZoneWords() {}

  /** Returns sentences for each horizon, the map of now first. */
  static List<String> of(List<NamedRow> rows) {
    Map<Integer, Map<String, NamedRow>> horizons = new TreeMap<>();
    for (NamedRow row : rows) {
      horizons
          .computeIfAbsent(row.integer("horizon_h"), hours -> new TreeMap<>())
          .put(row.text("kind"), row);
    }
    List<String> sentences = new ArrayList<>();
    horizons.forEach(
        (hours, kinds) -> {
          String map = hours == 0 ? "the map of now" : "the map of %d h".formatted(hours);
          if (kinds.containsKey("hot")) {
            sentences.add(ofKinds(map, kinds));
          }
          if (kinds.containsKey(ZoneScore.HOTTEST)) {
            sentences.add(ofHottest(map, kinds.get(ZoneScore.HOTTEST)));
          }
        });
    return sentences;
  }

  private static String ofKinds(String map, Map<String, NamedRow> kinds) {
    List<String> parts = new ArrayList<>();
    for (String kind : List.of("hot", "neutral", "thin")) {
      NamedRow row = kinds.get(kind);
      if (row != null) {
        parts.add(
            row.isNull("realised_over_expected")
                ? "%s unknown (%s)".formatted(kind, row.text("reason"))
                : Scorecard.text(
                    "%s %.2f%s", kind, row.number("realised_over_expected"), interval(row)));
      }
    }
    NamedRow hot = kinds.get("hot");
    String verdict =
        hot.isNull("verdict")
            ? "no verdict on hot zones: " + hot.text("reason")
            : "hot zones are " + hot.text("verdict");
    return "Forced where price went through zones of %s, as a multiple of what is usual at their distance: %s; %s."
        .formatted(map, String.join(", ", parts), verdict);
  }

  private static String interval(NamedRow row) {
    return row.isNull("realised_over_expected_low")
        ? Scorecard.text(" (%d windows)", row.whole("n"))
        : Scorecard.text(
            " (95 %% interval %.2f to %.2f, %d windows)",
            row.number("realised_over_expected_low"),
            row.number("realised_over_expected_high"),
            row.whole("n"));
  }

  private static String ofHottest(String map, NamedRow row) {
    String what =
        "The tenth of the zones that %s called hottest, of those that price went through in %d days: "
            .formatted(map, ZoneScore.HOTTEST_DAYS);
    if (row.isNull("precision") || row.isNull("realised_share")) {
      return what + row.text("reason") + ".";
    }
    return what
        + Scorecard.text(
            "%.0f %% of all that was forced was in it, and %.0f %% of it were also among the tenth where most was forced beside what is usual (a tenth drawn at random: %.0f %% of each).",
            100 * row.number("realised_share"),
            100 * row.number("precision"),
            100 * row.number("random_share"));
  }
}
