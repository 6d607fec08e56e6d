package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which feed a law reads where totals of several are there. */
class FeedChoiceTest {
  private static final String UNKNOWN = "aggregate of unknown";

  /** The law of five days, of each of which a feed tells some windows of some minutes. */
  private static InstrumentLaw law(Map<String, List<Integer>> minutesAndWindows) {
    List<TrainingHistory.Day> days =
        MadeUpDays.days(1, 5).stream()
            .map(
                day -> {
                  ReportedLiquidations totals = new ReportedLiquidations(day.steps().day());
                  long start = UtcDays.startMicros(day.steps().day());
                  minutesAndWindows.forEach(
                      (rule, told) -> {
                        for (int i = 0; i < told.get(1); i++) {
                          long at = start + i * told.get(0) * BarClock.MINUTE_MICROS;
                          totals.add(at, told.get(0), rule, Side.LONG, 1e6);
                          totals.add(at, told.get(0), rule, Side.SHORT, 2e6);
                        }
                      });
                  return new TrainingHistory.Day(day.steps(), totals);
                })
            .toList();
    return MadeUpBook.with(3, 1, 60).fit(days, MadeUpDays.FIRST.plusDays(5));
  }

  @Test
  void knownVenuesComeFirstThenTheFeedThatTellsMost() {
    InstrumentLaw known =
        law(Map.of(UNKNOWN, List.of(60, 24), "aggregate of here", List.of(240, 6)));
    assertThat(known.printScope()).isEqualTo("aggregate of here");
    assertThat(known.book().n()).isEqualTo(5 * 6 * 2);
    InstrumentLaw most =
        law(Map.of("aggregate of here", List.of(240, 6), "aggregate of there", List.of(60, 7)));
    assertThat(most.printScope()).isEqualTo("aggregate of there");
    assertThat(most.book().n()).isEqualTo(5 * 7 * 2);
    InstrumentLaw first =
        law(Map.of("aggregate of b", List.of(30, 48), "aggregate of a", List.of(60, 24)));
    assertThat(first.printScope()).isEqualTo("aggregate of a");
  }

  @Test
  void unknownVenuesAreReadUnderTheirNameWhereNothingElseIs() {
    InstrumentLaw daily = law(Map.of(UNKNOWN, List.of(1440, 1)));
    assertThat(daily.printScope()).isEqualTo(UNKNOWN);
    assertThat(daily.book().n()).isEqualTo(5 * 2);
  }
}
