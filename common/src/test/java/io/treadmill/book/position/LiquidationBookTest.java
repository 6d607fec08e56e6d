package io.treadmill.book.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiquidationBookTest {
  /** Boxes alone: their taps are the same on both sides but for the sign. */
  private static final LeverageComponents BOXES =
      new LeverageComponents(
          List.of(Component.box(2, 3, 9), Component.box(4, 6, 3), Component.box(8, 30, 0.2)));

  private static Profile at(int bucket) {
    return new Profile(new int[] {bucket}, new double[] {1}, 1);
  }

  @Test
  void aBarCrossesTheOldBookAndKeepsItsOwnInflow() {
    LeverageComponents one = new LeverageComponents(List.of(Component.box(2, 3, 0)));
    LiquidationBook book = new LiquidationBook(one, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    book.step(100.5, 100.9, 0, 10, at(100));
    assertThat(book.mass(0, 98)).isEqualTo(10);
    // The low stands at .75 of bucket 98 counted from below: a quarter of it was crossed.
    Crossing crossing = book.step(98.75, 100.2, 0, 6, at(100));
    assertThat(crossing.mass(0, 0)).isEqualTo(2.5);
    assertThat(book.mass(0, 98)).isEqualTo(7.5 + 6);
  }

  @Test
  void massBeyondTheBarIsBookedAtItsEdge() {
    LeverageComponents one = new LeverageComponents(List.of(Component.box(2, 3, 0)));
    LiquidationBook longs = new LiquidationBook(one, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    LiquidationBook shorts = new LiquidationBook(one, Side.SHORT, InflowMode.ADD_AFTER_CROSSING);
    longs.open(10, at(100));
    shorts.open(10, at(100));
    // Price jumps over 98: the mass is crossed in the highest bucket of the bar, 91.
    Crossing down = longs.step(90.5, 91.5, 0, 0, at(91));
    assertThat(down.firstBucket()).isEqualTo(90);
    assertThat(down.mass(0, 1)).isEqualTo(10);
    Crossing up = shorts.step(110.5, 112.5, 0, 0, at(111));
    assertThat(up.mass(0, 0)).isEqualTo(10);
    assertThat(longs.mass()).isZero();
    assertThat(shorts.mass()).isZero();
  }

  @ParameterizedTest
  @EnumSource(InflowMode.class)
  void theModesDifferOnlyInTheBarsOwnInflow(InflowMode mode) {
    LeverageComponents one = new LeverageComponents(List.of(Component.box(2, 3, 0)));
    LiquidationBook book = new LiquidationBook(one, Side.LONG, mode);
    // Entry at 100 lands on 98, inside the range 95.5-101.5.
    Crossing crossing = book.step(95.5, 101.5, 0, 8, at(100));
    double kept = mode == InflowMode.ADD_AFTER_CROSSING ? 8 : 0;
    double counted = mode == InflowMode.MASK_AND_COUNT_HALF ? 4 : 0;
    assertThat(book.mass(0, 98)).isEqualTo(kept);
    assertThat(crossing.mass(0, 3)).isEqualTo(counted);
    assertThat(book.opened() - book.swept()).isEqualTo(kept);
  }

  @Property(tries = 60)
  void longsAndShortsAreMirrorImages(
      @ForAll long seed, @ForAll InflowMode mode, @ForAll @IntRange(min = 1, max = 60) int bars) {
    Random random = new Random(seed);
    LiquidationBook longs = new LiquidationBook(BOXES, Side.LONG, mode);
    LiquidationBook shorts = new LiquidationBook(BOXES, Side.SHORT, mode);
    double price = 0.5;
    for (int t = 0; t < bars; t++) {
      // Halves of quarters: never on the edge of a bucket, and exact when mirrored.
      price += (random.nextInt(81) - 40) / 4.0;
      double low = price - random.nextInt(20) / 4.0 - 0.125;
      double high = price + random.nextInt(20) / 4.0 + 0.125;
      double clock = random.nextDouble() / 20;
      double opens = random.nextInt(1000);
      int entry = (int) Math.floor(price);
      Crossing ofLongs = longs.step(low, high, clock, opens, at(entry));
      Crossing ofShorts = shorts.step(-high, -low, clock, opens, at(-1 - entry));
      for (int k = 0; k < BOXES.count(); k++) {
        for (int row = 0; row < ofLongs.rows(); row++) {
          assertThat(ofShorts.mass(k, ofLongs.rows() - 1 - row))
              .isCloseTo(ofLongs.mass(k, row), within(1e-9));
        }
        for (int bucket = entry - 60; bucket < entry + 60; bucket++) {
          assertThat(shorts.mass(k, -1 - bucket)).isCloseTo(longs.mass(k, bucket), within(1e-9));
        }
      }
    }
  }

  @Property(tries = 60)
  void opensOfTwoBooksAddUp(@ForAll long seed) {
    Random random = new Random(seed);
    LiquidationBook first = new LiquidationBook(BOXES, Side.SHORT, InflowMode.ADD_AFTER_CROSSING);
    LiquidationBook second = new LiquidationBook(BOXES, Side.SHORT, InflowMode.ADD_AFTER_CROSSING);
    LiquidationBook both = new LiquidationBook(BOXES, Side.SHORT, InflowMode.ADD_AFTER_CROSSING);
    for (int t = 0; t < 40; t++) {
      double low = 100 + 8 * random.nextDouble();
      double high = low + 5 * random.nextDouble();
      double clock = random.nextDouble();
      Profile profile = Profile.uniform(low, high);
      Crossing a = first.step(low, high, clock, t, profile);
      Crossing b = second.step(low, high, clock, 3, profile);
      Crossing ab = both.step(low, high, clock, t + 3, profile);
      for (int k = 0; k < BOXES.count(); k++) {
        for (int row = 0; row < ab.rows(); row++) {
          double sum = a.mass(k, row) + b.mass(k, row);
          assertThat(ab.mass(k, row)).isCloseTo(sum, within(1e-12 * Math.max(1, sum)));
        }
      }
    }
  }

  @Test
  void aClockThatRunsFastAllDayLosesNoAccount() {
    // 288 turnovers at decay 40: the scale leaves the range of a double many times.
    LeverageComponents fast = new LeverageComponents(List.of(Component.box(2, 30, 40)));
    LiquidationBook book = new LiquidationBook(fast, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    for (int t = 0; t < 288; t++) {
      book.step(100.2, 100.8, 1, 5, at(100));
    }
    assertThat(book.mass()).isCloseTo(5 / (1 - Math.exp(-40)), within(1e-12));
    assertThat(book.opened() - book.decayed() - book.swept()).isCloseTo(book.mass(), within(1e-9));
  }

  @Test
  void farAndTinyMassIsDroppedAndAccounted() {
    LeverageComponents one = new LeverageComponents(List.of(Component.box(2, 3, 0)));
    LiquidationBook book = new LiquidationBook(one, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    book.open(1000, at(5002));
    book.open(1e-13, at(5005));
    book.open(7, at(5000 - LiquidationBook.REACH));
    SparseMass left = book.endDay(5000);
    assertThat(left.total()).isEqualTo(1000);
    assertThat(book.dropped()).isCloseTo(7, within(1e-9)).isGreaterThan(7);
  }

  @Test
  void aStateWithEmptyComponentsIsRestored() {
    LiquidationBook book = new LiquidationBook(BOXES, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    book.open(5, at(10_000));
    book.step(9_990.5, 10_001.5, 0, 0, at(10_000));
    SparseMass left = book.endDay(10_000);
    assertThat(left.values(0)).isEmpty();
    assertThat(left.values(2)).isNotEmpty();
    LiquidationBook again = new LiquidationBook(BOXES, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    again.restore(left);
    assertThat(again.mass()).isEqualTo(book.mass()).isPositive();
    assertThat(again.mass(2, 9_980)).isEqualTo(book.mass(2, 9_980)).isPositive();
  }

  @Test
  void aSpikeThatTheTiersForbidTakesNothing() {
    Component forbidden = Component.spike(150, 1, OptionalDouble.empty(), false);
    LiquidationBook book =
        new LiquidationBook(new LeverageComponents(List.of(forbidden)), Side.LONG, InflowMode.MASK);
    book.step(100.2, 100.8, 0, 5, at(100));
    assertThat(book.opened()).isZero();
    assertThat(book.mass()).isZero();
  }

  @Test
  void higherLeverageStandsNearerToEntry() {
    LeverageComponents spikes =
        LeverageComponents.spikes(
            List.of(5, 10, 25, 50), ParameterSet.REAL, MarginTiers.without(100), true);
    for (Side side : Side.values()) {
      for (int k = 1; k < spikes.count(); k++) {
        assertThat(Math.abs(spikes.get(k).firstOffset(side)))
            .isLessThan(Math.abs(spikes.get(k - 1).firstOffset(side)));
      }
    }
  }

  @Test
  void aPathThatNoMarketTakesIsRefused() {
    LiquidationBook book = new LiquidationBook(BOXES, Side.LONG, InflowMode.ADD_AFTER_CROSSING);
    book.open(1, at(0));
    assertThatThrownBy(() -> book.open(1, at(70_000))).hasMessageContaining("Invalid price path");
  }
}
