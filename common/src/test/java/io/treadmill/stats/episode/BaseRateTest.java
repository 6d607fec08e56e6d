package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BaseRateTest {
  private static BaseRate of(int n, int hits, double chance, int perDay) {
    boolean[] completed = new boolean[n];
    long[] day = new long[n];
    double[] chances = new double[n];
    Arrays.fill(chances, chance);
    for (int i = 0; i < n; i++) {
      completed[i] = i * hits / n != (i + 1) * hits / n;
      day[i] = i / perDay;
    }
    return BaseRate.of(completed, chances, day);
  }

  @Test
  void ofOneEventADayThePIsTheBinomialTail() {
    BaseRate rate = of(20, 8, 0.2, 1);
    assertThat(rate.rate().value()).isEqualTo(0.4);
    assertThat(rate.lift()).isCloseTo(2, within(1e-12));
    assertThat(rate.rate().p()).isCloseTo(0.03214266, within(1e-7));
    assertThat(rate.daysWithEpisodes()).isEqualTo(20);
  }

  @Test
  void theLeastNumberOfEventsIsEnough() {
    assertThat(of(BaseRate.LEAST_EVENTS, 4, 0.2, 1).rate().isPresent()).isTrue();
    assertThat(of(BaseRate.LEAST_EVENTS - 1, 4, 0.2, 1).rate().isPresent()).isFalse();
  }

  @Test
  void theIntervalIsThatOfWilson() {
    // 8 of 20 at 90 %: (0.2404, 0.5837) by the formula of Wilson (1927).
    double square = 1.6448536269514722 * 1.6448536269514722;
    double middle = (0.4 + square / 40) / (1 + square / 20);
    BaseRate rate = of(20, 8, 0.2, 1);
    assertThat((rate.rate().low() + rate.rate().high()) / 2).isCloseTo(middle, within(1e-9));
    assertThat(rate.rate().low()).isCloseTo(0.2404, within(2e-3));
  }

  @Test
  void eventsOfOneDayThatAgreeWidenTheInterval() {
    boolean[] completed = new boolean[40];
    long[] day = new long[40];
    double[] chance = new double[40];
    for (int i = 0; i < 40; i++) {
      completed[i] = i / 4 % 2 == 0;
      day[i] = i / 4;
      chance[i] = 0.3;
    }
    BaseRate alike = BaseRate.of(completed, chance, day);
    BaseRate apart = of(40, 20, 0.3, 1);
    assertThat(alike.rate().high() - alike.rate().low())
        .isGreaterThan(1.5 * (apart.rate().high() - apart.rate().low()));
    assertThat(alike.z()).isLessThan(apart.z());
  }

  @Test
  void whatWouldSettleItIsTheTextbookSizeOfASample() {
    BaseRate rate = of(100, 27, 0.19, 1);
    double need = 1.6448536269514722 * Math.sqrt(0.19 * 0.81) + 0.8416212 * Math.sqrt(0.27 * 0.73);
    double all = Math.pow(need / 0.08, 2);
    assertThat(rate.moreEpisodes()).isCloseTo(Math.ceil(all - 100), within(3.0));
    assertThat(of(100, 10, 0.19, 1).moreEpisodes()).isNaN();
  }

  @Test
  void fewEventsGiveAReason() {
    BaseRate rate = of(9, 3, 0.2, 1);
    assertThat(rate.rate().isPresent()).isFalse();
    assertThat(rate.rate().n()).isEqualTo(9);
    assertThat(rate.lift()).isNaN();
    assertThat(rate.daysWithEpisodes()).isEqualTo(9);
    assertThat(of(9, 3, 0.2, 2).daysWithEpisodes()).isEqualTo(5);
  }
}
