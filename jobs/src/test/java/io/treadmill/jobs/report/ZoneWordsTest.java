package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ZoneWordsTest {
  private static NamedRow row(int horizon, String kind, long n, Object... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("horizon_h", horizon);
    values.put("kind", kind);
    values.put("n", n);
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], more[i + 1]);
    }
    String[] names = LakeTables.ZONE_SCORE.schema().fieldNames();
    return new NamedRow(
        ReadRow.of(
            LakeTables.ZONE_SCORE,
            RowFactory.create(Arrays.stream(names).map(values::get).toArray())));
  }

  private static NamedRow ratio(String kind, double value, double low, double high, String said) {
    return row(
        4,
        kind,
        40,
        "realised_over_expected",
        value,
        "realised_over_expected_low",
        low,
        "realised_over_expected_high",
        high,
        "verdict",
        said);
  }

  @Test
  void eachKindHasItsRatioAndHotZonesAVerdict() {
    List<String> words =
        ZoneWords.of(
            List.of(
                ratio("thin", 0.51, 0.44, 0.58, "special"),
                ratio("hot", 1.3, 0.9, 1.71, "not told from neutral zones"),
                ratio("neutral", 1.2, 1.04, 1.32, null)));
    assertThat(words)
        .containsExactly(
            "Forced where price went through zones of the map of 4 h, as a multiple of what is"
                + " usual at their distance: hot 1.30 (95 % interval 0.90 to 1.71, 40 windows), neutral 1.20 (95 % interval 1.04 to 1.32,"
                + " 40 windows), thin 0.51 (95 % interval 0.44 to 0.58, 40 windows); hot zones are"
                + " not told from neutral zones.");
  }

  @Test
  void theHottestTenthStandsBesideARandomOne() {
    List<String> words =
        ZoneWords.of(
            List.of(
                row(
                    0,
                    "hottest_tenth",
                    33,
                    "precision",
                    0.36,
                    "realised_share",
                    0.21,
                    "random_share",
                    0.1)));
    assertThat(words).hasSize(1);
    assertThat(words.get(0))
        .isEqualTo(
            "The tenth of the zones that the map of now called hottest, of those that price went"
                + " through in 7 days: 21 % of all that was forced was in it, and 36 % of it were"
                + " also among the tenth where most was forced beside what is usual (a tenth"
                + " drawn at random: 10 % of each).");
  }

  @Test
  void whatIsMissingSaysWhy() {
    List<String> words =
        ZoneWords.of(
            List.of(
                row(0, "hot", 0, "reason", "none with a total was touched"),
                row(0, "hottest_tenth", 0, "reason", "fewer than 10 windows with a total")));
    assertThat(words.get(0))
        .contains("hot unknown (none with a total was touched)")
        .endsWith("no verdict on hot zones: none with a total was touched.");
    assertThat(words.get(1)).endsWith("7 days: fewer than 10 windows with a total.");
  }
}
