package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Estimate;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class StateRunsTest {
  private static final int UNKNOWN = -1;

  /** Visits of 3 and 5 hours by turns, each between two hours of another state. */
  private static StateRuns visits(int count, int other) {
    ByteArrayOutputStream states = new ByteArrayOutputStream();
    run(states, other, 2);
    for (int i = 0; i < count; i++) {
      run(states, 1, i % 2 == 0 ? 3 : 5);
      run(states, other, 2);
    }
    return StateRuns.of(states.toByteArray(), 0, states.size());
  }

  private static void run(ByteArrayOutputStream states, int state, int hours) {
    for (int h = 0; h < hours; h++) {
      states.write(state);
    }
  }

  /** Mean 4; variance of lengths 1, so the error of the logarithm is (1 / sqrt 7) / 4 = .09449. */
  @Test
  void eightWholeVisitsTellTheirMeanLengthBesideAnyState() {
    for (int other : new int[] {0, 2}) {
      Estimate dwell = visits(8, other).dwell(1);
      assertThat(dwell.value()).isEqualTo(4);
      assertThat(dwell.n()).isEqualTo(8);
      assertThat(dwell.low()).isCloseTo(3.4242, within(1e-3));
      assertThat(dwell.high()).isCloseTo(4.6726, within(1e-3));
    }
  }

  @Test
  void fewerSayWhy() {
    assertThat(visits(7, 0).dwell(1).reason()).isEqualTo("under 8 whole visits");
  }

  @Test
  void aVisitOfWhichAnEndIsNotSeenIsNotWhole() {
    assertThat(visits(20, UNKNOWN).dwell(1).reason()).isEqualTo("under 8 whole visits");
    assertThat(visits(20, UNKNOWN).visits(1)).as("but it is one").isEqualTo(20);
    assertThat(visits(20, UNKNOWN).hours(1)).isEqualTo(80);
    assertThat(visits(9, 0).dwell(0).n()).as("the first and the last are cut").isEqualTo(8);
  }
}
