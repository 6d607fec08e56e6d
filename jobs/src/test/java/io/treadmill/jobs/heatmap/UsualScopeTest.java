package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cells usually held under a law is not usual under one whose totals are of another scope. */
class UsualScopeTest {
  private static final int DAYS = 8;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(3);
  private static final LocalDate CHANGE = MadeUpDays.FIRST.plusDays(5);
  private static final MadeUpBook MADE_UP = MadeUpBook.with(3, 1, 60);

  private final List<TrainingHistory.Day> days = MadeUpDays.days(1, DAYS);
  private final InstrumentLaw first = MADE_UP.fit(days, USE);

  /**
   * Returns the law that comes into use at the change under some scope, days from the first use.
   */
  private List<InstrumentReplay.Day> run(String scopeOfSecond) {
    InstrumentLaw second = MADE_UP.fit(days, CHANGE);
    second =
        new InstrumentLaw(
            second.fitId(),
            CHANGE,
            second.trainedFrom(),
            second.trainedTo(),
            scopeOfSecond,
            second.origin(),
            second.models());
    UtcDays all = new UtcDays(MadeUpDays.FIRST, MadeUpDays.FIRST.plusDays(DAYS));
    InstrumentReplay book = MADE_UP.book(all, new TierHistory(100), first, second);
    days.subList(0, 3).forEach(book::remember);
    book.start(MadeUpBook.empty(book, USE).withUsual(MadeUpBook.usual()));
    return days.subList(3, DAYS).stream().map(book::run).toList();
  }

  private static List<Integer> zones(List<InstrumentReplay.Day> ran) {
    return ran.stream()
        .map(day -> day.details().stream().mapToInt(map -> map.zones().size()).sum())
        .toList();
  }

  /** The largest weight of a bin, in hours. */
  private static double weight(BookState state) {
    return state.toRows().stream()
        .filter(row -> row.kind().equals("usual_weight"))
        .mapToDouble(BookState.Cell::value)
        .max()
        .orElse(0);
  }

  @Test
  void underALawOfAnotherScopeNothingIsUsualForTwoDays() {
    List<InstrumentReplay.Day> ran = run("aggregate of here+there+elsewhere");
    assertThat(zones(ran).subList(0, 2)).allMatch(count -> count > 0);
    assertThat(zones(ran).subList(2, 4)).containsOnly(0);
    assertThat(weight(ran.get(1).end())).isGreaterThan(48);
    assertThat(weight(ran.get(2).end())).isBetween(23.0, 24.0);
    double two = weight(ran.get(3).end());
    assertThat(two).isBetween(44.8, 44.9);
    assertThat(ran.get(4).end()).isNotEqualTo(ran.get(4).end().withUsual(UsualProfile.NONE));
  }

  @Test
  void aLawOfTheSameScopeLeavesUsualWhatWas() {
    List<InstrumentReplay.Day> ran = run(first.printScope());
    assertThat(zones(ran)).allMatch(count -> count > 0);
    assertThat(weight(ran.get(2).end())).isGreaterThan(48);
  }
}
