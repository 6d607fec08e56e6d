package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.map.BookFold;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Books of a simulated world with its open interest, and of the same bars without it. */
class VolumeClockTest {
  private static final double FACTOR = 1.25;
  private static final int DAYS = 14;

  @ParameterizedTest
  @CsvSource({"base, 1", "hard, 1"})
  void withoutOpenInterestTheMassIsThatWithItWithinAFactor(String world, long seed) {
    SimulatedBars bars = new SimulatedBars(World.named(world), seed, 2);
    LeverageComponents components = LeverageComponents.of(ParameterSet.WORLD, bars.tiers(), false);
    LocalDate before = SimulatedBars.firstDay().minusDays(1);
    BookState with = BookState.start(ParameterSet.WORLD, components.count(), before, Double.NaN);
    BookState without = with;
    for (int day = 1; day <= DAYS; day++) {
      BookFold known = fold(components, with);
      BookFold unknown = fold(components, without);
      for (int bar = 0; bar < BarClock.BARS_OF_A_DAY; bar++) {
        Step step = bars.next();
        known.step(step);
        unknown.step(withoutOpenInterest(step));
      }
      with = known.endDay(before.plusDays(day));
      without = unknown.endDay(before.plusDays(day));
      for (Side side : Side.values()) {
        double ratio = without.mass(side) / with.mass(side);
        assertThat(ratio).as("%s of day %d", side, day).isBetween(1 / FACTOR, FACTOR);
      }
    }
  }

  private static BookFold fold(LeverageComponents components, BookState state) {
    return new BookFold(ParameterSet.WORLD, components, ContractValue.linear(), state);
  }

  private static Step withoutOpenInterest(Step step) {
    return new Step(
        step.ts(),
        step.open(),
        step.low(),
        step.high(),
        step.close(),
        step.crossLow(),
        step.crossHigh(),
        step.volume(),
        Double.NaN,
        Double.NaN,
        step.profile());
  }
}
