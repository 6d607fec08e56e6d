package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a recording of five-minute bars says about the bars without a print. */
class FeedCoverageTest {
  private static final int BARS = 288;

  private static BitSet heard(int... printed) {
    BitSet bars = new BitSet();
    for (int bar : printed) {
      bars.set(bar);
    }
    return FeedCoverage.heard(bars, 5);
  }

  private static BitSet bars(int from, int to) {
    BitSet bars = new BitSet();
    bars.set(from, to);
    return bars;
  }

  @Test
  void aFeedThatPrintsAllDayIsKnownAllDay() {
    Random random = new Random(3);
    for (int day = 0; day < 200; day++) {
      BitSet printed = new BitSet();
      for (int bar = 0; bar < BARS; bar++) {
        if (random.nextDouble() < 0.2) {
          printed.set(bar);
        }
      }
      assertThat(FeedCoverage.heard(printed, 5)).isEqualTo(bars(0, BARS));
    }
  }

  @Test
  void aRecordingOfSomeMinutesIsKnownBetweenItsFirstAndItsLastBar() {
    assertThat(heard(100, 101, 102, 103, 104, 105)).isEqualTo(bars(101, 105));
    // The morning of 2025-12-27 and its evening, with 343 minutes between them.
    BitSet two = heard(100, 101, 102, 103, 104, 173, 174, 175);
    BitSet expected = bars(101, 104);
    expected.set(174);
    assertThat(two).isEqualTo(expected);
  }

  @Test
  void onePrintSaysNothing() {
    assertThat(heard(150).isEmpty()).isTrue();
    assertThat(heard().isEmpty()).isTrue();
  }

  @Test
  void silencesOfAnHourAreQuietWhateverTheRest() {
    // Every 60 minutes from 00:55 on: the first silence, of 55 minutes, begins at midnight.
    int[] hourly = new int[24];
    for (int i = 0; i < hourly.length; i++) {
      hourly[i] = 11 + 12 * i;
    }
    assertThat(heard(hourly)).isEqualTo(bars(0, BARS));
    // 65 minutes at most, and no shorter silence to go by.
    assertThat(heard(0, 13, 26, 39).isEmpty()).isTrue();
  }

  @Test
  void aLongerSilenceIsQuietUpToTwentyMeansOfTheShorterOnes() {
    // Ten silences of 5 minutes: 100 minutes are the most, 20 bars.
    assertThat(heard(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30)).isEqualTo(bars(0, 30));
    assertThat(heard(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 31)).isEqualTo(bars(0, 10));
    // Of 60 minutes: 20 hours, but never more than six.
    assertThat(heard(0, 12, 24, 96, 108, 120)).isEqualTo(bars(0, 120));
    assertThat(heard(0, 12, 24, 97, 109, 121).get(60)).isFalse();
  }
}
