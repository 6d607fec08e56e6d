package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Laws of each week beside one law, on a simulated market. */
class StandingMapsTest {
  private static final LocalDate FIRST = SimulatedBars.firstDay().plusDays(5);
  private static final LocalDate TEST = FIRST.plusDays(14);
  private static final InstrumentHistory HISTORY =
      SimulatedHistory.market("BTCUSDT", 3, 1, 5 + 14 + 9);

  private static List<InstrumentReplay.Day> days(LocalDate test, boolean weekly) {
    return new StandingMaps(
            HISTORY,
            ParameterSet.WORLD,
            new UtcDays(FIRST, test.minusDays(1)),
            new UtcDays(test, TEST.plusDays(8)),
            weekly)
        .days();
  }

  @Test
  void eachWeekHasALawOfAllDaysBeforeIt() {
    List<InstrumentReplay.Day> one = days(TEST, false);
    List<InstrumentReplay.Day> weekly = days(TEST, true);
    assertThat(weekly).hasSize(9);
    for (int day = 0; day < 7; day++) {
      assertThat(weekly.get(day).predictions()).isEqualTo(one.get(day).predictions());
    }
    assertThat(weekly.get(7).predictions()).isNotEqualTo(one.get(7).predictions());
    InstrumentReplay.Day later = days(TEST.plusDays(7), false).get(0);
    assertThat(weekly.get(7).predictions()).isEqualTo(later.predictions());
  }
}
