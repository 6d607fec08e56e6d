package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.lake.IcebergLake.Replaced;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which rows a run may replace by nothing. */
class LostDaysTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 3));
  private static final Replaced FIRST_LOST =
      new Replaced(40, 20, Set.of("2026-03-02"), Set.of("2026-03-03"));

  private static Set<String> lost(Set<String> inputs, Replaced... tables) {
    return LostDays.of(List.of(tables), DAYS, inputs);
  }

  @Test
  void aDayWithoutRowsAndWithoutInputIsLost() {
    assertThat(lost(Set.of("trades/binance/linear_perp/2026-03-03"), FIRST_LOST))
        .containsExactly("2026-03-02");
  }

  @Test
  void anInputThatIsThereMayGiveNoRows() {
    assertThat(lost(Set.of("bars:trades/binance/linear_perp/2026-03-02"), FIRST_LOST)).isEmpty();
  }

  @Test
  void aDayThatHasRowsInAnotherTableOfTheJobIsNotLost() {
    Replaced other = new Replaced(7, 7, Set.of(), Set.of("2026-03-02"));
    assertThat(lost(Set.of(), FIRST_LOST, other)).isEmpty();
    Replaced month = new Replaced(7, 7, Set.of(), Set.of("2026-03"));
    assertThat(lost(Set.of(), FIRST_LOST, month)).isEmpty();
    Replaced gone = new Replaced(7, 0, Set.of("2026-03"), Set.of());
    assertThat(lost(Set.of(), gone, new Replaced(0, 3, Set.of(), Set.of("2026-03-03")))).isEmpty();
    assertThat(lost(Set.of(), gone, new Replaced(1, 1, Set.of(), Set.of("2026-04-01"))))
        .containsExactly("2026-03");
  }

  @Test
  void aSymbolWhoseRowsAllGoIsLostThoughOthersFillTheDays() {
    Replaced symbol = new Replaced(9, 0, Set.of(), Set.of("2026-03-02", "2026-03-03"));
    assertThat(lost(Set.of(), symbol)).containsExactly("2026-03-02", "2026-03-03");
    assertThat(lost(Set.of(), new Replaced(0, 0, Set.of(), Set.of()))).isEmpty();
  }

  @Test
  void aRunThatWouldLoseDaysEndsAsMissingInput() {
    assertThatThrownBy(
            () -> LostDays.refuse("realised", new TreeSet<>(Set.of("2026-03-02")), "/archive"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContainingAll("2026-03-02", "/archive", "--allow-empty");
  }
}
