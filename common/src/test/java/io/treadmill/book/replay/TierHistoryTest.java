package io.treadmill.book.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.MarginTiers.Bracket;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tiers are those of the last change; before the first that is known, the first. */
class TierHistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final LocalDate SECOND = LocalDate.of(2026, 3, 9);

  private static Bracket bracket(double maximumLeverage) {
    return new Bracket(0, 1e6, .5 / maximumLeverage, maximumLeverage, 0);
  }

  private static MarginTiers of(double maximumLeverage) {
    return MarginTiers.of(AmountUnit.QUOTE, List.of(bracket(maximumLeverage)));
  }

  @Test
  void tiersHoldFromTheirDayToTheNextAndTheFirstOnesBeforeThem() {
    TierHistory tiers = new TierHistory(20);
    tiers.add(SECOND.toEpochDay(), AmountUnit.QUOTE, bracket(50));
    tiers.add(FIRST.toEpochDay(), AmountUnit.QUOTE, bracket(125));
    assertThat(tiers.on(FIRST.minusDays(400))).isEqualTo(of(125));
    assertThat(tiers.on(FIRST)).isEqualTo(of(125));
    assertThat(tiers.on(SECOND.minusDays(1))).isEqualTo(of(125));
    assertThat(tiers.on(SECOND)).isEqualTo(of(50));
    assertThat(tiers.on(SECOND.plusDays(400))).isEqualTo(of(50));
    assertThat(new TierHistory(20).on(FIRST)).isEqualTo(MarginTiers.without(20));
  }
}
