package io.treadmill.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.WatchSettings.WatchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules say of a day that a test makes up. */
class WatchTest {
  private static WatchRule near(String side, Double within, Double least, Integer hours) {
    return new WatchRule(
        "near", "near-hot-zone", null, null, side, within, least, hours, null, null, null);
  }

  private static WatchRule flush(List<String> symbols, String side, Double least) {
    return new WatchRule(
        "flush", "flush", null, symbols, side, null, least, null, null, null, null);
  }

  private static WatchRule lost(String horizon, String baseline, Double below) {
    return new WatchRule(
        "lost", "score-lost", null, null, null, null, null, null, horizon, baseline, below);
  }

  private static List<String> told(WatchedDay day, WatchRule rule) {
    return Watch.events(day.lake(), List.of(rule), WatchedDay.DAY).stream()
        .map(event -> "%s %s %s".formatted(event.side(), event.value(), event.fired()))
        .toList();
  }

  @Test
  void theNearestHotZoneOfEachSideAtTheLastHourCounts() {
    WatchedDay day =
        new WatchedDay()
            .zone("long", 0, 22, 0.2, 9e6)
            .zone("long", 0, 23, 3, 9e6)
            .zone("long", 0, 23, 2.5, 1e6)
            .zone("long", 4, 23, 0.3, 9e6)
            .thinZone("short", 23);
    assertThat(told(day, near(null, null, null, null)))
        .containsExactly("long 2.5 false", "short NaN false");
    assertThat(told(day, near(null, 2.5, null, null)))
        .as("as far as is said is within")
        .containsExactly("long 2.5 true", "short NaN false");
    assertThat(told(day, near("long", 3.0, 2e6, null))).containsExactly("long 3.0 true");
    assertThat(told(day, near("long", null, null, 4))).containsExactly("long 0.3 true");
    assertThat(told(day, near(null, null, null, 1))).as("no map of an hour").isEmpty();
  }

  @Test
  void flushesAreTakenByInstrumentSideAndSize() {
    WatchedDay day =
        new WatchedDay()
            .flush("ETHUSDT", "long", 3e6)
            .flush("BTCUSDT", "long", 2e6)
            .flush("BTCUSDT", "short", null);
    assertThat(told(day, flush(null, null, null)))
        .containsExactly("long 2000000.0 true", "short NaN true", "long 3000000.0 true");
    assertThat(told(day, flush(List.of("BTCUSDT"), null, 2.5e6)))
        .containsExactly("long 2000000.0 false", "short NaN false");
    assertThat(told(day, flush(List.of("ETHUSDT"), "short", null))).isEmpty();
  }

  @Test
  void aSkillUnderTheLineIsLostAndNoSkillIsNot() {
    WatchedDay day =
        new WatchedDay()
            .score("map_4h", "fine_freshness_far", -0.01)
            .score("map_1h", "fine_freshness_far", 0.02)
            .score("path_1h", "fine_freshness_far", null);
    assertThat(told(day, lost(null, null, null))).containsExactly("null -0.01 true");
    assertThat(told(day, lost("map_1h", null, null))).containsExactly("null 0.02 false");
    assertThat(told(day, lost("map_1h", null, 0.05))).containsExactly("null 0.02 true");
    assertThat(told(day, lost("path_1h", null, null))).containsExactly("null NaN false");
    List<WatchRule> rules = List.of(lost("map_1h", "path_only", null), flush(null, null, null));
    assertThat(Watch.idle(rules, Watch.events(day.lake(), rules, WatchedDay.DAY)))
        .containsExactly("watch: lost found no score of map_1h over path_only of its instruments");
  }
}
