package io.treadmill.book.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** From how many prints and days on something is said of where they fall. */
class LocationScoreTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @Test
  void withoutAnHourOfPricesNothingIsKnown() {
    LocationScore none = new LocationScore();
    assertThat(none.knownPrints()).isNull();
    assertThat(none.reason()).isEqualTo("no prints with prices in these windows");
    assertThat(none.gain()).isEqualTo(WindowScore.Skill.NONE);
  }

  @Test
  void aGainNeedsTwoHundredPrints() {
    LocationScore score = new LocationScore();
    score.add(DAY, 199, 100);
    assertThat(score.reason()).isEqualTo("fewer than 200 prints");
    assertThat(score.gain().value()).isNaN();
    score.add(DAY, 1, 100);
    assertThat(score.knownPrints()).isEqualTo(200);
    assertThat(score.gain().value()).isEqualTo(1);
    assertThat(score.gain().low()).isNaN();
    assertThat(score.reason()).isEqualTo("no interval: prints on fewer than 10 days");
  }

  /** Every day gains twice its prints; hours without a print make no day. */
  @Test
  void anIntervalNeedsTenDaysWithPrints() {
    LocationScore score = new LocationScore();
    for (int d = 0; d < 9; d++) {
      score.add(DAY.plusDays(d), 50, 100);
    }
    score.add(DAY.plusDays(9), 0, 0);
    assertThat(score.gain().low()).isNaN();
    assertThat(score.reason()).isEqualTo("no interval: prints on fewer than 10 days");
    score.add(DAY.plusDays(9), 50, 100);
    assertThat(score.gain().low()).isEqualTo(2, within(1e-12));
    assertThat(score.gain().high()).isEqualTo(2, within(1e-12));
    assertThat(score.reason()).isNull();
  }
}
