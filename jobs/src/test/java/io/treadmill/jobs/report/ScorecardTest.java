package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorecardTest {
  private static final String AGGREGATE = "aggregate of binance+bybit+okx";

  private static Scorecard.Skill skill(
      String horizon, String baseline, double value, double low, double high) {
    return new Scorecard.Skill(horizon, baseline, value, low, high, 0.92, 0.87, 1440, 30, null);
  }

  private static List<String> sentences(String scope, String origin, Scorecard.Skill... skills) {
    return Scorecard.of("2026-01-31", List.of(skills), List.of(), scope, origin).sentences();
  }

  @Test
  void winsLossesAndDrawsAreSaidInPlainWords() {
    List<String> words =
        sentences(
            AGGREGATE,
            "own",
            skill("path_1h", "fine_freshness", 0.28, 0.22, 0.35),
            skill("path_1h", "path_only", 0.03, -0.11, 0.17),
            skill("map_24h", "fine_freshness_far", -0.17, -0.35, -0.06));
    assertThat(words.get(0)).contains("the book beat fine_freshness", "+0.28", "+0.22 to +0.35");
    assertThat(words.get(1)).contains("cannot be told from path_only");
    assertThat(words.get(2)).contains("24 h ahead, lost to fine_freshness", "do not use it");
  }

  @Test
  void fewDaysHaveNoVerdict() {
    // An older version stored an interval of any number of days.
    Scorecard.Skill oneDay =
        new Scorecard.Skill("path_1h", "fine_freshness", 0.28, 0.28, 0.28, 0.9, 0.8, 48, 1, null);
    assertThat(oneDay.low()).isNull();
    assertThat(oneDay.high()).isNull();
    Scorecard.Skill nineDays =
        new Scorecard.Skill(
            "map_1h", "fine_freshness_far", -0.2, null, null, 0.9, 0.8, 432, 9, null);
    List<String> words = sentences("full", "own", oneDay, nineDays);
    assertThat(words.get(0))
        .contains("the book against fine_freshness: skill +0.28 over 1 day", "10 are needed");
    assertThat(words.get(1)).contains("skill -0.20 over 9 days");
    assertThat(words).noneMatch(one -> one.contains("beat") || one.contains("lost"));
    assertThat(words).noneMatch(one -> one.contains("interval"));
    assertThat(SiteIndex.skill(Optional.of(oneDay))).contains(">1 day<");
    assertThat(SiteIndex.skill(Optional.of(nineDays))).contains(">9 days<");
  }

  @Test
  void aScoreThatIsMissingSaysWhy() {
    Scorecard.Skill none =
        new Scorecard.Skill(
            "path_1h", "fine_freshness", null, null, null, null, null, 0, 0, "no realised totals");
    assertThat(sentences("none", "prior", none))
        .anyMatch(words -> words.contains("has no score against fine_freshness: no realised"))
        .anyMatch(words -> words.contains("prior law"));
  }

  @Test
  void throttledFeedsAreCalledAFloorAndPooledLawsPooled() {
    Scorecard.Skill any = skill("path_1h", "fine_freshness", 0.28, 0.22, 0.35);
    assertThat(sentences("throttled_1s", "own", any))
        .anyMatch(words -> words.startsWith("Levels are a floor"));
    assertThat(sentences(AGGREGATE, "pooled over 3 symbols", any))
        .anyMatch(words -> words.contains("its law is pooled over 3 symbols"));
    assertThat(sentences("full", "own", any))
        .anyMatch(words -> words.endsWith("the feed tells every forced order."))
        .noneMatch(words -> words.contains("floor") || words.contains("pooled"));
  }
}
