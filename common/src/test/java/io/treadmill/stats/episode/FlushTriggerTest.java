package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlushTriggerTest {
  private static final int DAYS = 12;
  private static final int COUNT = DAYS * 288;
  private static final Steps STEPS = new Steps(0, BarClock.BAR_MICROS, COUNT);
  private static final int AT = 9 * 288 + 100;

  private final double[] close = new double[COUNT];
  private final double[] forced = new double[COUNT];
  private final double[] openInterest = new double[COUNT];
  private final double[] volume = new double[COUNT];

  FlushTriggerTest() {
    Random random = new Random(5);
    double price = 100;
    for (int i = 0; i < COUNT; i++) {
      price *= Math.exp(1e-4 * random.nextGaussian());
      close[i] = price;
      forced[i] = 1;
      openInterest[i] = 1e6;
      volume[i] = 1000;
    }
  }

  private void fall(double size) {
    for (int i = AT; i < COUNT; i++) {
      close[i] *= 1 - size;
    }
  }

  private FlushTrigger trigger() {
    return FlushTrigger.of(STEPS, close, forced, openInterest, volume, FlushTrigger.Rule.FLUSH);
  }

  @Test
  void aBurstWithAMoveStartsAFlushAndABurstOrAMoveAloneDoesNot() {
    assertThat(trigger().flushes()).isEmpty();
    forced[AT] = 5000;
    assertThat(trigger().flushes()).isEmpty();
    fall(0.02);
    FlushTrigger both = trigger();
    assertThat(both.flushes()).hasSize(1);
    FlushTrigger.Flush flush = both.flushes().get(0);
    assertThat(flush.start()).isEqualTo(AT);
    assertThat(flush.sign()).isEqualTo(-1);
    assertThat(flush.fromForced()).isTrue();
    assertThat(flush.end()).isEqualTo(AT + 2);
    assertThat(both.size(AT, true)).isEqualTo(5002 / 1e6);
    forced[AT] = 1;
    assertThat(trigger().flushes()).isEmpty();
  }

  @Test
  void aShareUnderTheLeastIsNoFlush() {
    fall(0.02);
    forced[AT] = 1100;
    assertThat(trigger().at(AT)).isFalse();
    forced[AT] = 1200;
    assertThat(trigger().at(AT)).isTrue();
  }

  @Test
  void volumeStandsInWhereForcedOrdersAreUnknown() {
    Arrays.fill(forced, Double.NaN);
    fall(0.02);
    assertThat(trigger().flushes()).isEmpty();
    volume[AT] = 30_000;
    assertThat(trigger().flushes()).hasSize(1);
    assertThat(trigger().flushes().get(0).fromForced()).isFalse();
  }

  @Test
  void laterValuesChangeNothing() {
    forced[AT] = 5000;
    fall(0.02);
    FlushTrigger before = trigger();
    for (int i = AT + 1; i < COUNT; i++) {
      close[i] *= 3;
      forced[i] = 1e5;
      volume[i] = 1e7;
      openInterest[i] = 1;
    }
    FlushTrigger after = trigger();
    for (int i = 0; i <= AT; i++) {
      assertThat(after.at(i)).isEqualTo(before.at(i));
    }
  }

  @Test
  void theStartOfTheGridDoesNotShow() {
    forced[AT] = 5000;
    fall(0.02);
    int cut = 288;
    FlushTrigger later =
        FlushTrigger.of(
            new Steps(288 * BarClock.BAR_MICROS, BarClock.BAR_MICROS, COUNT - cut),
            Arrays.copyOfRange(close, cut, COUNT),
            Arrays.copyOfRange(forced, cut, COUNT),
            Arrays.copyOfRange(openInterest, cut, COUNT),
            Arrays.copyOfRange(volume, cut, COUNT),
            FlushTrigger.Rule.FLUSH);
    FlushTrigger whole = trigger();
    for (int i = AT; i < COUNT; i++) {
      assertThat(later.at(i - cut)).isEqualTo(whole.at(i));
    }
  }

  @Test
  void withoutAPastNothingIsSaid() {
    FlushTrigger trigger =
        FlushTrigger.of(
            new Steps(0, BarClock.BAR_MICROS, 288),
            Arrays.copyOf(close, 288),
            Arrays.copyOf(forced, 288),
            Arrays.copyOf(openInterest, 288),
            Arrays.copyOf(volume, 288),
            FlushTrigger.Rule.FLUSH);
    assertThat(trigger.flushes()).isEmpty();
  }
}
