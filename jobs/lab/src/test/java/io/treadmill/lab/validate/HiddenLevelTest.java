package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A simulated market whose totals are hidden, and another that is not. */
class HiddenLevelTest {
  private static final int WARM_UP_DAYS = 5;
  private static final int TRAINING_DAYS = 21;
  private static final int TEST_DAYS = 10;
  private static final int DAYS = WARM_UP_DAYS + TRAINING_DAYS + TEST_DAYS;
  private static final LocalDate FIRST = SimulatedBars.firstDay();

  private static UtcDays days(int from, int count) {
    return new UtcDays(FIRST.plusDays(from), FIRST.plusDays(from + count - 1L));
  }

  /** A tenth of the size and another way of price: the volume tells the level. */
  @Test
  void theLevelOfASymbolWithoutTotalsIsNear() {
    HiddenLevel level =
        new HiddenLevel(
            SimulatedHistory.market("ETHUSDT", 4, 0.1, DAYS),
            List.of(SimulatedHistory.market("BTCUSDT", 3, 1, DAYS)),
            ParameterSet.WORLD,
            days(WARM_UP_DAYS, TRAINING_DAYS),
            days(WARM_UP_DAYS + TRAINING_DAYS, TEST_DAYS));
    List<String> lines = new ArrayList<>();
    level.print(lines::add);
    assertThat(lines.get(1))
        .startsWith("level of ETHUSDT with its own totals hidden, from 1 other");
    assertThat(level.ratio()).isBetween(0.8, 1.25);
  }
}
