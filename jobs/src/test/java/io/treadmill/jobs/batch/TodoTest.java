package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which days are computed: new ones, and those whose inputs changed, came late, or vanished. */
class TodoTest {
  private static final UtcDays ALWAYS =
      new UtcDays(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1));
  private static final String KLINES = "klines/binance/linear_perp";
  private static final Selection BTC = new Selection(null, new TreeSet<>(List.of("BTCUSDT")));

  /** What is in the archive. */
  private final Map<LocalDate, String> there = new HashMap<>();

  /** What was read for each day, by the instruments of the runs. */
  private final Map<Selection, NavigableMap<LocalDate, SortedMap<String, String>>> then =
      new HashMap<>();

  private boolean isChained;
  private boolean allowsEmpty;
  private Set<LocalDate> leftOut = Set.of();

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static UtcDays days(int from, int to) {
    return new UtcDays(day(from), day(to));
  }

  private void archive(int from, int to, String hash) {
    days(from, to).days().forEach(day -> there.put(day, hash));
  }

  private DayInputs now(UtcDays days) {
    SortedMap<String, String> found = new TreeMap<>();
    there.forEach(
        (day, hash) -> {
          if (days.contains(day)) {
            found.put(KLINES + "/" + day, hash);
          }
        });
    return DayInputs.of(found, days);
  }

  /** A run computes days, and its inputs are kept. */
  private void computed(Selection whom, int from, int to) {
    NavigableMap<LocalDate, SortedMap<String, String>> of =
        then.computeIfAbsent(whom, key -> new TreeMap<>());
    now(days(from, to))
        .byDay()
        .forEach(
            (day, inputs) -> {
              if (isChained && of.containsKey(day.minusDays(1))) {
                inputs.put(DayInputs.DAY_BEFORE, DayInputs.hash(of.get(day.minusDays(1))));
              }
              of.put(day, inputs);
            });
  }

  private Todo todo(UtcDays asked) {
    return todo(asked, Selection.ALL, ALWAYS);
  }

  private Todo todo(UtcDays asked, Selection selection, UtcDays within) {
    Todo todo =
        Todo.of(
            new Todo.Question(asked, selection, within, isChained, allowsEmpty, leftOut),
            new Todo.Inputs() {
              @Override
              public Map<Selection, NavigableMap<LocalDate, SortedMap<String, String>>> then() {
                return then;
              }

              @Override
              public DayInputs now(UtcDays days, Selection whom) {
                assertThat(whom.overlaps(selection)).as("others are not looked at").isTrue();
                return TodoTest.this.now(days);
              }

              @Override
              public Optional<String> dayBefore(LocalDate day, Selection whom) {
                return Optional.empty();
              }
            });
    todo.leaveOutVanished(asked);
    return todo;
  }

  @Test
  void whatWasComputedFromTheSameIsDone() {
    archive(1, 9, "a");
    computed(Selection.ALL, 1, 8);
    assertThat(todo(days(3, 8)).ranges()).isEmpty();
    assertThat(todo(days(7, 9)).ranges()).containsExactly(days(9, 9));
    assertThat(todo(days(7, 9), BTC, ALWAYS).ranges()).containsExactly(days(9, 9));
    assertThat(todo(days(7, 9)).why(days(9, 9))).isEmpty();
  }

  @Test
  void daysAfterOneThatIsLeftOutAreDone() {
    isChained = true;
    archive(1, 9, "a");
    computed(Selection.ALL, 3, 9);
    leftOut = Set.of(day(2));
    assertThat(todo(days(2, 9)).ranges()).isEmpty();
    leftOut = Set.of();
    assertThat(todo(days(2, 9)).ranges()).containsExactly(days(2, 9));
  }

  @Test
  void aDayThatWasMissingWhenItWasComputedIsAChangeOnceItIsThere() {
    archive(1, 9, "a");
    there.remove(day(4));
    computed(Selection.ALL, 1, 8);
    assertThat(todo(days(9, 9)).ranges()).containsExactly(days(9, 9));
    archive(4, 4, "late");
    Todo todo = todo(days(9, 9));
    assertThat(todo.ranges()).containsExactly(days(4, 4), days(9, 9));
    assertThat(todo.why(days(4, 4))).isEqualTo("2026-03-04: " + KLINES + " came");
  }

  @Test
  void aDayThatWasNeverComputedAndNotAskedForIsNone() {
    archive(1, 9, "a");
    computed(Selection.ALL, 1, 2);
    computed(Selection.ALL, 7, 8);
    assertThat(todo(days(9, 9)).ranges()).containsExactly(days(9, 9));
  }

  @Test
  void whereADayStandsOnTheDayBeforeThoseAfterAChangedOneAreComputedToo() {
    isChained = true;
    archive(1, 9, "a");
    computed(Selection.ALL, 1, 5);
    computed(Selection.ALL, 7, 8);
    archive(3, 3, "corrected");
    Todo todo = todo(days(8, 8));
    assertThat(todo.ranges()).as("the books of 7 began anew").containsExactly(days(3, 5));
    assertThat(todo.why(days(3, 5)))
        .startsWith("2026-03-03: " + KLINES + " ")
        .contains(" -> ")
        .endsWith("; 2026-03-04: the day before changed");
    archive(3, 3, "a");
    assertThat(todo(days(6, 6)).ranges()).as("now they go on").containsExactly(days(6, 8));
    assertThat(todo(days(8, 8), Selection.ALL, days(4, 8)).ranges()).isEmpty();
    archive(3, 3, "corrected");
    computed(Selection.ALL, 3, 3);
    assertThat(todo(days(8, 8), Selection.ALL, days(4, 8)).ranges())
        .as("a run that died after 3 is known by what 4 stood on")
        .containsExactly(days(4, 5));
  }

  @Test
  void aDayThatVanishedIsToldAndItsRowsAreKept() {
    archive(1, 9, "a");
    computed(Selection.ALL, 1, 8);
    there.remove(day(4));
    Todo kept = todo(days(9, 9));
    assertThat(kept.vanished()).containsExactly(KLINES + "/2026-03-04");
    assertThat(kept.ranges()).containsExactly(days(9, 9));
    assertThat(kept.vanishedOf(days(4, 9))).containsExactly(KLINES + "/2026-03-04");
    assertThat(kept.vanishedOf(days(5, 9))).isEmpty();
    archive(2, 2, "corrected");
    archive(6, 6, "corrected");
    assertThat(todo(days(9, 9)).ranges())
        .as("no day up to the last that vanished is computed again")
        .containsExactly(days(6, 6), days(9, 9));
    assertThat(todo(days(1, 1)).ranges())
        .as("nor one from the first on that vanished, for days before")
        .containsExactly(days(2, 2));
    allowsEmpty = true;
    Todo removed = todo(days(9, 9));
    assertThat(removed.vanished()).isEmpty();
    assertThat(removed.ranges()).containsExactly(days(2, 2), days(4, 4), days(6, 6), days(9, 9));
  }

  @Test
  void aDayThatWasRemovedAndComesBackIsAChange() {
    archive(1, 9, "a");
    computed(Selection.ALL, 1, 8);
    there.remove(day(4));
    computed(Selection.ALL, 4, 4);
    assertThat(todo(days(8, 8)).ranges()).as("it was told by the run that removed it").isEmpty();
    archive(4, 4, "a");
    assertThat(todo(days(8, 8)).ranges()).containsExactly(days(4, 4));
  }

  @Test
  void runsOfOtherInstrumentsAreNotLookedAtAndThoseOfSomeAreWatchedByRunsOfAll() {
    archive(1, 9, "a");
    computed(BTC, 1, 3);
    archive(2, 2, "corrected");
    Selection eth = new Selection(null, new TreeSet<>(List.of("ETHUSDT")));
    assertThat(todo(days(9, 9), eth, ALWAYS).ranges()).containsExactly(days(9, 9));
    assertThat(todo(days(9, 9)).ranges()).containsExactly(days(2, 2), days(9, 9));
  }
}
