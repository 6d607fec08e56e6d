package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.LawHistory.Weight;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LawHistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate SECOND = FIRST.plusDays(31);

  private static Weight weight(
      LocalDate from, long fitted, String origin, String side, String component, boolean isPoor) {
    return new Weight("x/linear_perp/A", from, fitted, origin, side, component, isPoor);
  }

  private static Weight own(LocalDate from, String side, String component, boolean isPoor) {
    return weight(from, 1, "own", side, component, isPoor);
  }

  @Test
  void theLawInForceIsThatOfTheLastFirstDay() {
    LawHistory laws =
        new LawHistory(
            List.of(
                weight(SECOND, 7, "pooled over 3 symbols", "long", "spike_10x", true),
                own(SECOND, "long", "spike_10x", false),
                own(FIRST, "long", "spike_10x", false)));
    assertThat(laws.origin(FIRST.minusDays(1))).isEqualTo("prior");
    assertThat(laws.origin(SECOND.minusDays(1))).isEqualTo("own");
    assertThat(laws.origin(SECOND)).as("fitted later").isEqualTo("pooled over 3 symbols");
    assertThat(LawHistory.NONE.origin(FIRST)).isEqualTo("prior");
  }

  @Test
  void aLawThatTakesThePlaceOfAnotherIsTold() {
    LawHistory laws =
        new LawHistory(
            List.of(
                own(FIRST, "long", "spike_10x", false), own(SECOND, "long", "spike_10x", false)));
    assertThat(laws.words(SECOND, new UtcDays(FIRST, SECOND.plusDays(9))))
        .singleElement()
        .asString()
        .startsWith("On 2026-02-01 the law");
    assertThat(laws.words(FIRST, UtcDays.of(FIRST))).isEmpty();
    assertThat(LawHistory.NONE.words(FIRST, UtcDays.of(FIRST))).isEmpty();
  }

  @Test
  void weightsThatItsDaysCouldNotTellAreNamed() {
    LawHistory laws =
        new LawHistory(
            List.of(
                own(FIRST, "short", "spike_5x", true),
                own(FIRST, "long", "spike_5x", true),
                own(FIRST, "long", "spike_10x", true),
                own(FIRST, "short", "spike_10x", false),
                own(FIRST, "long", "spike_20x", false)));
    assertThat(laws.words(FIRST, UtcDays.of(FIRST)))
        .containsExactly(
            "Its training days could not tell 3 of 5 weights, which lean on the prior: spike_10x of"
                + " longs, spike_5x of longs and shorts. Cells where hardly more than these stand"
                + " are a guess.");
  }

  @Test
  void ofManySuchWeightsSixAreNamedAndOfAllNone() {
    List<Weight> weights = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      weights.add(own(FIRST, "long", "box_%d".formatted(i), true));
    }
    assertThat(new LawHistory(weights).words(FIRST, UtcDays.of(FIRST)))
        .containsExactly(
            "Its training days could not tell any of its weights for sure: they lean on the prior.");
    weights.add(own(FIRST, "long", "spike_5x", false));
    assertThat(new LawHistory(weights).words(FIRST, UtcDays.of(FIRST)))
        .singleElement()
        .asString()
        .contains("8 of 9 weights", "box_6 of longs and others (leverage_law has all). Cells")
        .doesNotContain("box_7");
  }

  @Test
  void ofAPooledLawNoWeightIsItsOwn() {
    LawHistory laws =
        new LawHistory(
            List.of(weight(FIRST, 1, "pooled over 3 symbols", "long", "spike_5x", true)));
    assertThat(laws.words(FIRST, UtcDays.of(FIRST))).isEmpty();
  }
}
