package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.BookState;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Days and hours whose bars are missing. */
class GapsTest {
  private static final int DAYS = 9;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(5);
  private static final MadeUpBook MADE_UP = MadeUpBook.with(3, 1, 240);

  private final List<TrainingHistory.Day> days = MadeUpDays.days(1, DAYS);

  private static InstrumentReplay book(InstrumentLaw law) {
    UtcDays all = new UtcDays(MadeUpDays.FIRST, MadeUpDays.FIRST.plusDays(DAYS));
    return MADE_UP.book(all, new TierHistory(100), law);
  }

  /** Runs days after others that are only remembered, from an empty book. */
  private static List<InstrumentReplay.Day> run(
      InstrumentLaw law, List<TrainingHistory.Day> before, List<TrainingHistory.Day> run) {
    InstrumentReplay book = book(law);
    before.forEach(book::remember);
    book.start(MadeUpBook.empty(book, run.get(0).steps().day()));
    return run.stream().map(book::run).toList();
  }

  @Test
  void afterDaysWithoutBarsTheBookBeginsEmptyAsWarmUpUnderTheLawInForce() {
    InstrumentLaw law = MADE_UP.fit(days, USE);
    List<TrainingHistory.Day> holed = new ArrayList<>(days);
    holed.subList(6, 8).clear();
    InstrumentReplay.Day after = run(law, List.of(), holed).get(6);
    assertThat(after.end().day()).isEqualTo(MadeUpDays.FIRST.plusDays(8));
    assertThat(after.end().bars()).isEqualTo(BarClock.BARS_OF_A_DAY);
    assertThat(after.warmUp()).isTrue();
    assertThat(after.fitId()).isEqualTo(law.fitId());
    BookState anew = run(law, holed.subList(0, 6), holed.subList(6, 7)).get(0).end();
    assertThat(after.end()).isEqualTo(anew);
    assertThat(after.end()).isNotEqualTo(run(law, List.of(), days).get(8).end());
  }

  /** Leaves bars out of what may be held against a model: 35 is missing, 36 follows it. */
  private static ReportedLiquidations withoutHours(ReportedLiquidations of) {
    BitSet missing = new BitSet();
    missing.set(35, 37);
    of.leaveOut(missing);
    return of;
  }

  /** The same day whose totals of the hours 2 and 3 were never published. */
  private static TrainingHistory.Day unpublished(TrainingHistory.Day day) {
    LocalDate date = day.steps().day();
    ReportedLiquidations totals = new ReportedLiquidations(date);
    for (Side side : Side.values()) {
      double[] hours = day.totals().totals(MadeUpDays.RULE, side).hours();
      for (int hour = 0; hour < hours.length; hour++) {
        if (hour != 2 && hour != 3) {
          totals.add(
              UtcDays.startMicros(date) + hour * BarClock.HOUR_MICROS,
              60,
              MadeUpDays.RULE,
              side,
              hours[hour]);
        }
      }
    }
    return new TrainingHistory.Day(day.steps(), totals);
  }

  @Test
  void hoursAndWindowsWithMissingBarsAreNeitherFittedNorRescaledNorPredicted() {
    List<TrainingHistory.Day> known = days.stream().map(GapsTest::unpublished).toList();
    days.forEach(day -> withoutHours(day.totals()));
    InstrumentLaw law = MADE_UP.fit(days, USE);
    assertThat(law.fitId()).isEqualTo(MADE_UP.fit(known, USE).fitId());
    assertThat(law.fitId()).isNotEqualTo(MADE_UP.fit(MadeUpDays.days(1, DAYS), USE).fitId());
    List<InstrumentReplay.Day> ran = run(law, List.of(), days);
    assertThat(ran.get(8).end()).isEqualTo(run(law, List.of(), known).get(8).end());
    assertThat(slots(ran.get(8), Horizon.PATH_1H)).hasSize(22).doesNotContain(2, 3);
    assertThat(slots(ran.get(8), Horizon.MAP_1H)).hasSize(22).doesNotContain(2, 3);
    assertThat(slots(ran.get(8), Horizon.MAP_4H)).containsExactly(4, 8, 12, 16, 20);
    assertThat(slots(ran.get(8), Horizon.MAP_24H)).isEmpty();
  }

  private static Set<Integer> slots(InstrumentReplay.Day day, Horizon horizon) {
    Set<Integer> slots = new TreeSet<>();
    for (InstrumentReplay.Prediction one : day.predictions()) {
      if (one.horizon() == horizon) {
        slots.add(one.slot());
      }
    }
    return slots;
  }
}
